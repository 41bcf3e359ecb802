"""How a version of an agreement fared: sent, signed by whom and how, and what became of it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from chassis.history import Recorded
from services.partnerships.domain.events import (
    AgreementConcluded,
    AgreementDrafted,
    AgreementSentForSignature,
    AgreementSigned,
    AgreementTookEffect,
    Event,
    OnBehalf,
    PartnershipCompleted,
    PartnershipExpired,
    PartnershipTerminated,
    SignatureRevoked,
    SigningEnded,
)
from services.partnerships.domain.proposal import Party

type Stage = Literal[
    "drafted", "given_up", "out", "concluded", "in_force", "replaced", "ended"
]

OVER = PartnershipCompleted | PartnershipExpired | PartnershipTerminated


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature that stands, and the row of the history that proves it."""

    organisation_id: UUID
    actor: str
    at: datetime
    on_behalf: OnBehalf | None
    row: int
    row_hash: str


@dataclass(frozen=True, slots=True)
class Signing:
    """Where a version stands, and who has signed it of those who must."""

    stage: Stage = "drafted"
    sign_by: date | None = None
    signatories: tuple[Party, ...] = ()
    signatures: tuple[Signature, ...] = ()

    def of(self, organisation_id: UUID) -> Signature | None:
        """Return the signature of a party, if it has given one."""
        found = (
            one for one in self.signatures if one.organisation_id == organisation_id
        )
        return next(found, None)


def signing(history: Iterable[Recorded[Event]], number: int) -> Signing:
    """Return how the version of this number fared so far."""
    stands = Signing()
    for recorded in history:
        event = recorded.event
        if isinstance(event, OVER):
            if stands.stage in {"concluded", "in_force"}:
                stands = replace(stands, stage="ended")
        elif isinstance(event, AgreementDrafted | AgreementTookEffect):
            stands = _followed(stands, event, number)
        elif getattr(event, "version", None) == number:
            stands = _after(stands, recorded)
    return stands


def _followed(
    stands: Signing, event: AgreementDrafted | AgreementTookEffect, number: int
) -> Signing:
    """A later draft takes the place of what nobody concluded, a later version all."""
    if isinstance(event, AgreementTookEffect):
        if event.version == number:
            return replace(stands, stage="in_force")
        replaced = event.version > number and stands.stage == "in_force"
        return replace(stands, stage="replaced") if replaced else stands
    given_up = event.version > number and stands.stage in {"drafted", "out"}
    return replace(stands, stage="given_up") if given_up else stands


def _after(stands: Signing, recorded: Recorded[Event]) -> Signing:
    event = recorded.event
    match event:
        case AgreementSentForSignature():
            return Signing("out", event.sign_by, event.signatories)
        case AgreementSigned():
            signed = Signature(
                event.organisation_id,
                recorded.actor,
                recorded.occurred_at,
                event.on_behalf,
                recorded.version,
                recorded.hash.hex(),
            )
            return replace(stands, signatures=(*stands.signatures, signed))
        case SignatureRevoked():
            kept = tuple(
                one
                for one in stands.signatures
                if one.organisation_id != event.organisation_id
            )
            return replace(stands, signatures=kept)
        case SigningEnded():
            return Signing()
        case AgreementConcluded():
            return replace(stands, stage="concluded")
        case _:
            return stands
