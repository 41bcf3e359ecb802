"""What a kind may ask for before a step: a vote, declarations, an alignment."""

from dataclasses import dataclass
from typing import Literal

from services.partnerships.domain.words import Words

type Concern = Literal["procurement", "state_aid"]


@dataclass(frozen=True, slots=True)
class BallotRule:
    """The vote before approval; quorum and majority in basis points.

    The quorum must be reached, the majority of the votes cast exceeded, both by
    heads and by the share that *share_field* gives each voter.
    """

    share_field: str
    working_days: int
    quorum: int
    majority: int


@dataclass(frozen=True, slots=True)
class AlignmentRule:
    """What each party in these roles gives and gets, confirmed before signature."""

    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SeatRule:
    """How many seats of the joint steering group the parties in a role take."""

    role: str
    least: int


@dataclass(frozen=True, slots=True)
class SteeringRule:
    """The joint steering group that is appointed before signature."""

    seats: tuple[SeatRule, ...]


@dataclass(frozen=True, slots=True)
class DeclarationRule:
    """What each contact named in a field declares before the agreement applies."""

    key: str
    name: Words
    field: str


@dataclass(frozen=True, slots=True)
class FlagRule:
    """A mark that parties in these roles may carry; so many must, or none need to."""

    key: str
    name: Words
    roles: tuple[str, ...]
    least: int
