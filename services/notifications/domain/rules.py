"""Who is told a fact, and what each of them is asked to do about it.

One dispatch per person, also when the person stands for several organisations; none
to the person who acted.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import Literal, assert_never
from uuid import UUID

from services.notifications.domain.facts import (
    Addressee,
    AgreementConcluded,
    AgreementSentForSignature,
    AgreementTookEffect,
    BallotClosed,
    BallotOpened,
    ConfirmationAsked,
    DeadlineApproached,
    Fact,
    Gathering,
    GatheringCancelled,
    GatheringInvited,
    GatheringRescheduled,
    Invitee,
    PartnershipDecided,
    PartnershipEnded,
    PartnershipResumed,
    PartnershipSuspended,
    ReviewConcluded,
    ReviewOpened,
    SigningEnded,
)

MUNICIPALITY = "municipality"  # the role that every kind has, and staff act for

type Purpose = Literal["sign", "vote", "statement", "confirm", "declare", "answer"]
type Question = (
    BallotOpened
    | ConfirmationAsked
    | AgreementSentForSignature
    | ReviewOpened
    | DeadlineApproached
)
type Detail = tuple[tuple[str, str], ...]  # what exactly is to be answered, by name


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that a person is asked to do, over a link of its own."""

    purpose: Purpose
    subject_id: UUID  # the partnership or the gathering
    due: date | datetime  # a civil date means until the end of that day
    organisation_id: UUID | None = None
    detail: Detail = ()


@dataclass(frozen=True, slots=True)
class Dispatch:
    """One fact for one person, with everything they are asked to do about it."""

    contact_id: UUID
    asks: tuple[Ask, ...] = ()


type _Told = tuple[UUID, Ask | None]  # a contact, once for each role in the fact


def dispatches(fact: Fact, actor: str) -> tuple[Dispatch, ...]:
    """Return one dispatch for each person to tell, never for the *actor*."""
    asks: dict[UUID, list[Ask]] = {}
    for contact_id, ask in dict.fromkeys(_told(fact)):
        asks.setdefault(contact_id, []).extend([ask] if ask else [])
    return tuple(
        Dispatch(contact_id, tuple(asked))
        for contact_id, asked in asks.items()
        if actor != f"contact:{contact_id}"
    )


def _told(fact: Fact) -> list[_Told]:
    match fact:
        case (
            BallotOpened()
            | ConfirmationAsked()
            | AgreementSentForSignature()
            | ReviewOpened()
            | DeadlineApproached()
        ):
            return _questioned(fact)
        case GatheringInvited() | GatheringRescheduled() | GatheringCancelled():
            return [(one.contact_id, _answer(fact, one)) for one in fact.invitees]
        case (
            BallotClosed()
            | PartnershipDecided()
            | SigningEnded()
            | AgreementConcluded()
            | AgreementTookEffect()
            | PartnershipSuspended()
            | PartnershipResumed()
            | PartnershipEnded()
            | ReviewConcluded()
        ):
            leaving = fact.leaving if isinstance(fact, AgreementConcluded) else ()
            return _asked((*fact.parties, *leaving), None)
        case _:
            assert_never(fact)


def _questioned(fact: Question) -> list[_Told]:
    match fact:
        case BallotOpened():
            return _asked(fact.voters, _vote(fact, fact.closes_on))
        case ConfirmationAsked():
            return _asked(fact.asked, _confirmation(fact))
        case AgreementSentForSignature():
            return _asked(fact.signatories, _signature(fact))
        case ReviewOpened():
            return _asked(fact.parties, _statement(fact))
        case DeadlineApproached():
            return _asked(fact.outstanding, _reminder(fact))
        case _:
            assert_never(fact)


def _asked(addressees: tuple[Addressee, ...], ask: Ask | None) -> list[_Told]:
    """Tell each of them; who acts as staff in Medspil gets no link that asks."""
    return [
        (one.contact_id, ask and replace(ask, organisation_id=one.organisation_id))
        for one in addressees
        if ask is None or one.role != MUNICIPALITY
    ]


def _reminder(fact: DeadlineApproached) -> Ask | None:
    ask = partial(Ask, subject_id=fact.partnership_id, due=fact.due_on)
    if fact.deadline == "ballot":
        return _vote(fact, fact.due_on)
    if fact.deadline == "signature":
        return ask("sign", detail=_version(fact.agreement_version, fact.sha256))
    if fact.deadline == "statement":
        return ask("statement", detail=(("review_id", str(fact.item_id)),))
    if fact.deadline == "expectations":
        return ask("confirm", detail=(("sha256", str(fact.sha256)),))
    if fact.deadline == "declaration":
        return ask("declare", detail=(("declaration", str(fact.declaration)),))
    return None  # term_end, or a deadline that only a newer publisher knows


def _vote(fact: BallotOpened | DeadlineApproached, closes_on: date) -> Ask:
    """Two rounds may close on the same day, so the link names its round."""
    detail: Detail = (("closes_on", closes_on.isoformat()),)
    if fact.round is not None:
        detail = (*detail, ("round", str(fact.round)))
    return Ask("vote", fact.partnership_id, closes_on, detail=detail)


def _confirmation(fact: ConfirmationAsked) -> Ask | None:
    ask = partial(Ask, subject_id=fact.partnership_id, due=fact.answer_by)
    if fact.what == "expectations":
        return ask("confirm", detail=(("sha256", fact.item),))
    if fact.what == "declaration":
        return ask("declare", detail=(("declaration", fact.item),))
    return None  # what only a newer publisher knows


def _signature(fact: AgreementSentForSignature) -> Ask:
    detail = _version(fact.agreement_version, fact.sha256)
    return Ask("sign", fact.partnership_id, fact.sign_by, detail=detail)


def _version(agreement_version: int | None, sha256: str | None) -> Detail:
    return (("agreement_version", str(agreement_version)), ("sha256", str(sha256)))


def _statement(fact: ReviewOpened) -> Ask:
    detail = (("review_id", str(fact.review_id)),)
    due = fact.statements_due_on
    return Ask("statement", fact.partnership_id, due, detail=detail)


def _answer(fact: Gathering, invitee: Invitee) -> Ask | None:
    match fact:
        case GatheringInvited() | GatheringRescheduled():
            detail = (("invitation_id", str(invitee.invitation_id)),)
            return Ask("answer", fact.gathering_id, fact.answer_by, detail=detail)
        case GatheringCancelled():
            return None
        case _:
            assert_never(fact)
