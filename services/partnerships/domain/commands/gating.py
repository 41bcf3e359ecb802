"""What is asked of the gates: aligned, appointed, declared, doubted and cleared."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from services.partnerships.domain.commands.asking import (
    MANAGER,
    STAFF,
    STAFF_OR_CONTACT,
    SYSTEM,
    Asker,
    CommandName,
)
from services.partnerships.domain.gate_rules import Concern
from services.partnerships.domain.gates import Expectation
from services.partnerships.domain.values import Person


@dataclass(frozen=True, slots=True)
class AlignExpectations:
    """Write what each party gives and gets; it voids what was confirmed before."""

    name: ClassVar[CommandName] = "align-expectations"
    roles: ClassVar[frozenset[Asker]] = STAFF

    expectations: tuple[Expectation, ...]


@dataclass(frozen=True, slots=True)
class ConfirmExpectations:
    """Stand by the alignment, for one party.

    Staff speak for the municipality, or record what a partner said and where that can
    be seen.
    """

    name: ClassVar[CommandName] = "confirm-expectations"
    roles: ClassVar[frozenset[Asker]] = STAFF_OR_CONTACT

    organisation_id: UUID
    evidence: str | None = None


@dataclass(frozen=True, slots=True)
class RemindExpectations:
    """Remind those who have not confirmed the expectations (asked by a timer)."""

    name: ClassVar[CommandName] = "remind-expectations"
    roles: ClassVar[frozenset[Asker]] = SYSTEM


@dataclass(frozen=True, slots=True)
class AppointSteeringGroup:
    """Name everybody who sits in the joint steering group from now on."""

    name: ClassVar[CommandName] = "appoint-steering-group"
    roles: ClassVar[frozenset[Asker]] = STAFF

    members: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class RecordDeclaration:
    """Give a declaration oneself, or record a contact's and where it can be seen."""

    name: ClassVar[CommandName] = "record-declaration"
    roles: ClassVar[frozenset[Asker]] = STAFF_OR_CONTACT

    declaration: str
    contact_id: UUID
    evidence: str | None = None


@dataclass(frozen=True, slots=True)
class RemindDeclarations:
    """Remind those who have not given a declaration (asked by a timer)."""

    name: ClassVar[CommandName] = "remind-declarations"
    roles: ClassVar[frozenset[Asker]] = SYSTEM


@dataclass(frozen=True, slots=True)
class RaiseConcern:
    """Stop signature until a doubt about procurement or state aid is cleared."""

    name: ClassVar[CommandName] = "raise-concern"
    roles: ClassVar[frozenset[Asker]] = STAFF

    concern: Concern
    reason: str


@dataclass(frozen=True, slots=True)
class ClearConcern:
    """Say why procurement or state aid does not stand in the way."""

    name: ClassVar[CommandName] = "clear-concern"
    roles: ClassVar[frozenset[Asker]] = MANAGER

    concern: Concern
    reason: str
