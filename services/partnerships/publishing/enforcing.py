"""What is told while an agreement applies: rests, deadlines, results and the end."""

from datetime import date
from typing import assert_never

from contracts import (
    DeadlineApproachedV1,
    Message,
    OutcomeAcceptedV1,
    OutcomeReportedV1,
    OutcomeReturnedV1,
    OutcomeShare,
    PartnershipEndedV1,
    PartnershipResumedV1,
    PartnershipSuspendedV1,
    Period,
)
from services.partnerships.canonical import fingerprint
from services.partnerships.domain.events import (
    DeadlineApproached,
    OutcomeAccepted,
    OutcomeReported,
    OutcomeReturned,
    PartnershipCompleted,
    PartnershipExpired,
    PartnershipResumed,
    PartnershipSuspended,
    PartnershipTerminated,
)
from services.partnerships.publishing.subject import Subject

type Enforcing = (
    PartnershipSuspended
    | PartnershipResumed
    | PartnershipTerminated
    | PartnershipExpired
    | PartnershipCompleted
    | DeadlineApproached
)
type Reporting = OutcomeReported | OutcomeAccepted | OutcomeReturned


def message(event: Enforcing, subject: Subject) -> Message:
    """Return the message of an event of this stage."""
    match event:
        case PartnershipSuspended():
            return PartnershipSuspendedV1(
                **subject.identity, title=subject.title, parties=subject.parties
            )
        case PartnershipResumed():
            return PartnershipResumedV1(
                **subject.identity,
                title=subject.title,
                ends_on=event.ends_on,
                parties=subject.parties,
            )
        case PartnershipTerminated():
            return _ended(subject, "terminated", event.ended_on)
        case PartnershipExpired():
            return _ended(subject, "expired", event.ended_on)
        case PartnershipCompleted():
            return _ended(subject, "completed", event.ended_on)
        case DeadlineApproached():
            return _deadline(event, subject)
        case _:
            assert_never(event)


def outcome_message(event: Reporting, subject: Subject) -> Message:
    """Return the message of an event about a figure."""
    match event:
        case OutcomeReported():
            return _reported(event, subject)
        case OutcomeAccepted():
            return OutcomeAcceptedV1(
                **subject.identity,
                outcome_id=event.outcome_id,
                evidence_grade=event.evidence_grade,
            )
        case OutcomeReturned():
            return OutcomeReturnedV1(**subject.identity, outcome_id=event.outcome_id)
        case _:
            assert_never(event)


def _ended(subject: Subject, outcome: str, ended_on: date) -> PartnershipEndedV1:
    return PartnershipEndedV1(
        **subject.identity,
        title=subject.title,
        outcome=outcome,
        ended_on=ended_on,
        parties=subject.parties,
    )


def _deadline(event: DeadlineApproached, subject: Subject) -> DeadlineApproachedV1:
    return DeadlineApproachedV1(
        **subject.identity,
        title=subject.title,
        deadline=event.deadline,
        due_on=event.due_on,
        item_id=event.item_id,
        agreement_version=event.agreement_version,
        sha256=_text(event, subject),
        outstanding=subject.addressees(event.outstanding),
        round=event.round,
        declaration=event.declaration,
    )


def _text(event: DeadlineApproached, subject: Subject) -> str | None:
    alignment = subject.case.gates.alignment
    if event.deadline == "expectations" and alignment is not None:
        return fingerprint(alignment.expectations)
    return event.sha256


def _reported(event: OutcomeReported, subject: Subject) -> OutcomeReportedV1:
    return OutcomeReportedV1(
        **subject.identity,
        outcome_id=event.outcome_id,
        indicator=event.indicator,
        period=Period(first_day=event.first_day, last_day=event.last_day),
        value=event.value,
        unit=event.unit,
        evidence_grade=event.evidence_grade,
        organisation_id=event.organisation_id,
        restates=event.restates,
        shares=tuple(
            OutcomeShare(
                partnership_id=one.partnership_id,
                reference=one.reference,
                share=one.share,
            )
            for one in event.shares
        ),
    )
