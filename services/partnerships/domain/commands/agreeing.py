"""What is asked while an agreement, or its amendment, is negotiated and signed."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from services.partnerships.domain.agreement import BehalfReason, Change, Terms
from services.partnerships.domain.commands.asking import (
    MANAGER_OR_CONTACT,
    STAFF,
    STAFF_OR_CONTACT,
    SYSTEM,
    Asker,
    CommandName,
)
from services.partnerships.domain.evidence import EvidenceFile


@dataclass(frozen=True, slots=True)
class DraftAgreement:
    """Write the next version of the terms; it voids a round of signatures."""

    name: ClassVar[CommandName] = "draft-agreement"
    roles: ClassVar[frozenset[Asker]] = STAFF

    terms: Terms


@dataclass(frozen=True, slots=True)
class ChangeAgreement:
    """Write the next version of the terms in force as a change of one type."""

    name: ClassVar[CommandName] = "change-agreement"
    roles: ClassVar[frozenset[Asker]] = STAFF

    change: Change
    terms: Terms


@dataclass(frozen=True, slots=True)
class SendForSignature:
    """Freeze the version under the SHA-256 (hex) of its canonical JSON."""

    name: ClassVar[CommandName] = "send-for-signature"
    roles: ClassVar[frozenset[Asker]] = STAFF

    sha256: str


@dataclass(frozen=True, slots=True)
class Sign:
    """Accept the frozen text for one party.

    The party's own contact asks, or a manager where the party is the municipality.
    """

    name: ClassVar[CommandName] = "sign"
    roles: ClassVar[frozenset[Asker]] = MANAGER_OR_CONTACT

    organisation_id: UUID
    sha256: str


@dataclass(frozen=True, slots=True)
class SignOnBehalf:
    """Record a partner's acceptance, with the reason, the evidence and where it is."""

    name: ClassVar[CommandName] = "sign-on-behalf"
    roles: ClassVar[frozenset[Asker]] = STAFF

    organisation_id: UUID
    sha256: str
    reason: BehalfReason
    evidence: str
    file: EvidenceFile


@dataclass(frozen=True, slots=True)
class RecordSignatures:
    """Record that the text was signed elsewhere: by these, or by all who had not.

    What a manager may sign for the municipality, only a manager may record.
    """

    name: ClassVar[CommandName] = "record-signatures"
    roles: ClassVar[frozenset[Asker]] = STAFF

    organisations: tuple[UUID, ...]
    sha256: str
    reason: BehalfReason
    evidence: str
    file: EvidenceFile


@dataclass(frozen=True, slots=True)
class RevokeSignature:
    """Take a signature back before everybody has signed; those that rest on it fall."""

    name: ClassVar[CommandName] = "revoke-signature"
    roles: ClassVar[frozenset[Asker]] = STAFF

    organisation_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class Decline:
    """Say no to the frozen text for one party; staff may record it."""

    name: ClassVar[CommandName] = "decline"
    roles: ClassVar[frozenset[Asker]] = STAFF_OR_CONTACT

    organisation_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class RemindSignature:
    """Remind those who have not signed."""

    name: ClassVar[CommandName] = "remind-signature"
    roles: ClassVar[frozenset[Asker]] = SYSTEM


@dataclass(frozen=True, slots=True)
class LapseSignature:
    """End a round of signatures whose last day has passed."""

    name: ClassVar[CommandName] = "lapse-signature"
    roles: ClassVar[frozenset[Asker]] = SYSTEM


@dataclass(frozen=True, slots=True)
class TakeEffect:
    """Let a concluded version apply from its first day on."""

    name: ClassVar[CommandName] = "take-effect"
    roles: ClassVar[frozenset[Asker]] = SYSTEM
