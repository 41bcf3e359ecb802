"""What is proposed: the parties, the goals, the fields of the kind, and the vote."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, Self
from uuid import UUID

from services.partnerships.domain.values import FieldValue

type Choice = Literal["yes", "no"]


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation in its role, the contact who acts for it, and its flags."""

    organisation_id: UUID
    role: str
    contact_id: UUID
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """The text that is assessed, voted on and approved."""

    title: str
    parties: tuple[Party, ...]
    goals: tuple[str, ...]
    fields: Mapping[str, FieldValue]

    def party(self, organisation_id: UUID) -> Party | None:
        """Return the party that an organisation is here, if it is one."""
        found = (one for one in self.parties if one.organisation_id == organisation_id)
        return next(found, None)


@dataclass(frozen=True, slots=True)
class Assessment:
    """One criterion scored from 1 to 5, with the reason and the one who scored."""

    criterion: str
    score: int
    reason: str
    assessor: str


@dataclass(frozen=True, slots=True)
class Voter:
    """One vote on the roll: a head, and a share of the contributions."""

    organisation_id: UUID
    contact_id: UUID
    share: int


@dataclass(frozen=True, slots=True)
class Tally:
    """The running totals of the ballot box; shares in basis points."""

    yes_heads: int
    no_heads: int
    yes_share: int
    no_share: int

    @property
    def cast_heads(self) -> int:
        """How many votes the box holds."""
        return self.yes_heads + self.no_heads

    @property
    def cast_share(self) -> int:
        """Which part of the contributions has voted."""
        return self.yes_share + self.no_share

    def with_vote(self, choice: Choice, share: int) -> Self:
        """Return the totals with one vote more."""
        if choice == "yes":
            heads, shares = self.yes_heads + 1, self.yes_share + share
            return replace(self, yes_heads=heads, yes_share=shares)
        heads, shares = self.no_heads + 1, self.no_share + share
        return replace(self, no_heads=heads, no_share=shares)


EMPTY_BOX = Tally(yes_heads=0, no_heads=0, yes_share=0, no_share=0)


@dataclass(frozen=True, slots=True)
class OpenBallot:
    """A vote that runs to the end of its closing day."""

    round: int
    opened_on: date
    closes_on: date
    roll: tuple[Voter, ...]
    voted: frozenset[UUID] = frozenset()
    reminded_on: date | None = None

    @property
    def outstanding(self) -> tuple[Voter, ...]:
        """Those on the roll who have not voted."""
        return tuple(one for one in self.roll if one.organisation_id not in self.voted)


@dataclass(frozen=True, slots=True)
class ClosedBallot:
    """A vote that has been counted."""

    round: int
    passed: bool


type Ballot = OpenBallot | ClosedBallot
