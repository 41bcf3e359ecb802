"""What has been done of what a kind asks for before signature and before the first day."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from services.partnerships.domain.gate_rules import (
    AlignmentRule,
    Concern,
    DeclarationRule,
)
from services.partnerships.domain.kinds import Kind
from services.partnerships.domain.proposal import Proposal
from services.partnerships.domain.values import Contacts, Person


@dataclass(frozen=True, slots=True)
class Expectation:
    """What one party gives to the partnership, and what it gets out of it."""

    organisation_id: UUID
    gives: str
    gets: str


@dataclass(frozen=True, slots=True)
class Alignment:
    """What everybody gives and gets, and who has confirmed this very text."""

    expectations: tuple[Expectation, ...]
    confirmed: frozenset[UUID] = frozenset()

    @property
    def outstanding(self) -> tuple[UUID, ...]:
        """The parties that have not confirmed."""
        asked = (one.organisation_id for one in self.expectations)
        return tuple(one for one in asked if one not in self.confirmed)

    def covers(self, parties: Iterable[UUID]) -> bool:
        """Whether it says what each of them gives and gets."""
        written = {one.organisation_id for one in self.expectations}
        return written.issuperset(parties)


@dataclass(frozen=True, slots=True)
class Declared:
    """A contact who has given a declaration."""

    declaration: str
    contact_id: UUID


@dataclass(frozen=True, slots=True)
class Asking:
    """By when a declaration was asked for, or without one the confirmation."""

    declaration: str | None
    asked_on: date
    answer_by: date
    reminded_on: date | None = None


@dataclass(frozen=True, slots=True)
class ConcernStanding:
    """A doubt about procurement or state aid: who raised it, and whether it is cleared."""

    concern: Concern
    raiser: str | None
    cleared: bool


@dataclass(frozen=True, slots=True)
class Gates:
    """Everything that was aligned, appointed, declared, and cleared so far."""

    alignment: Alignment | None = None
    steering_group: tuple[Person, ...] = ()
    declared: tuple[Declared, ...] = ()
    concerns: tuple[ConcernStanding, ...] = ()
    asked: tuple[Asking, ...] = ()

    def asking(self, declaration: str | None) -> Asking | None:
        """Return by when a declaration, or the confirmation, was asked for last."""
        found = (one for one in self.asked if one.declaration == declaration)
        return next(found, None)

    def asking_also(self, new: Asking) -> "Gates":
        """Return them with what is asked for now, in place of what was before."""
        others = (one for one in self.asked if one.declaration != new.declaration)
        return replace(self, asked=(*others, new))

    def concern(self, concern: Concern) -> ConcernStanding | None:
        """Return how a doubt stands, or nothing where nobody looked into it."""
        return next((one for one in self.concerns if one.concern == concern), None)


def to_align(rule: AlignmentRule | None, proposal: Proposal) -> tuple[UUID, ...]:
    """Return the parties whose expectations a kind asks for, if it asks for any."""
    roles = rule.roles if rule else ()
    return tuple(one.organisation_id for one in proposal.parties if one.role in roles)


def uncleared(gates: Gates, kind: Kind) -> tuple[Concern, ...]:
    """Return the doubts that stop signature: raised, or asked for by the kind."""
    cleared = {one.concern for one in gates.concerns if one.cleared}
    raised = (one.concern for one in gates.concerns)
    asked = dict.fromkeys((*kind.legal_checks, *raised))
    return tuple(one for one in asked if one not in cleared)


def declarers(rule: DeclarationRule, proposal: Proposal) -> tuple[UUID, ...]:
    """Return the contacts whose declaration a kind asks for."""
    named = proposal.fields.get(rule.field)
    persons = named.persons if isinstance(named, Contacts) else ()
    return tuple(person.contact_id for person in persons)


def missing_of(
    rule: DeclarationRule, gates: Gates, proposal: Proposal
) -> tuple[Person, ...]:
    """Return who has not given one declaration yet."""
    named = proposal.fields.get(rule.field)
    persons = named.persons if isinstance(named, Contacts) else ()
    return tuple(
        one
        for one in persons
        if Declared(rule.key, one.contact_id) not in gates.declared
    )


def undeclared(gates: Gates, proposal: Proposal, kind: Kind) -> tuple[Declared, ...]:
    """Return the declarations that are missing."""
    asked = (
        Declared(rule.key, contact_id)
        for rule in kind.declarations
        for contact_id in declarers(rule, proposal)
    )
    return tuple(one for one in asked if one not in gates.declared)
