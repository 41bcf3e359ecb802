"""Reads what people are told from the messages that tell it, and keeps it as JSON."""

from collections.abc import Mapping

from chassis.shapes import adapter
from contracts import (
    AgreementConcludedV1,
    AgreementSentForSignatureV1,
    AgreementTookEffectV1,
    BallotClosedV1,
    BallotOpenedV1,
    ConfirmationAskedV1,
    DeadlineApproachedV1,
    GatheringCancelledV1,
    GatheringInvitedV1,
    GatheringRescheduledV1,
    Message,
    PartnershipDecidedV1,
    PartnershipEndedV1,
    PartnershipResumedV1,
    PartnershipSuspendedV1,
    ReviewConcludedV1,
    ReviewOpenedV1,
    SigningEndedV1,
)
from services.notifications.domain import facts
from services.notifications.domain.facts import Fact

FACTS: Mapping[type[Message], type[Fact]] = {
    BallotOpenedV1: facts.BallotOpened,
    BallotClosedV1: facts.BallotClosed,
    PartnershipDecidedV1: facts.PartnershipDecided,
    ConfirmationAskedV1: facts.ConfirmationAsked,
    AgreementSentForSignatureV1: facts.AgreementSentForSignature,
    SigningEndedV1: facts.SigningEnded,
    AgreementConcludedV1: facts.AgreementConcluded,
    AgreementTookEffectV1: facts.AgreementTookEffect,
    PartnershipSuspendedV1: facts.PartnershipSuspended,
    PartnershipResumedV1: facts.PartnershipResumed,
    PartnershipEndedV1: facts.PartnershipEnded,
    DeadlineApproachedV1: facts.DeadlineApproached,
    ReviewOpenedV1: facts.ReviewOpened,
    ReviewConcludedV1: facts.ReviewConcluded,
    GatheringInvitedV1: facts.GatheringInvited,
    GatheringRescheduledV1: facts.GatheringRescheduled,
    GatheringCancelledV1: facts.GatheringCancelled,
}
_BY_EVENT = {message.event: fact for message, fact in FACTS.items()}


def fact_told(message: Message) -> Fact:
    """Return what a message tells people."""
    return decode(message.event, message.model_dump())


def encode(event: str, fact: Fact) -> object:
    """Return the fact that *event* told as JSON."""
    return adapter(_BY_EVENT[event]).dump_python(fact, mode="json")


def decode(event: str, kept: object) -> Fact:
    """Return the fact that *event* told."""
    return adapter(_BY_EVENT[event]).validate_python(kept)
