"""What is told while a partnership is proposed, voted on and decided."""

from typing import assert_never

from contracts import (
    BallotClosedV1,
    BallotOpenedV1,
    Message,
    PartnershipDecidedV1,
    PartnershipProposedV1,
    PartnershipRevisedV1,
)
from services.partnerships.domain.events import (
    BallotClosed,
    BallotOpened,
    PartnershipProposed,
    PartnershipWithdrawn,
    ProposalApproved,
    ProposalRejected,
    ProposalRevised,
)
from services.partnerships.publishing.subject import Subject, facts_of

type Proposing = (
    PartnershipProposed
    | ProposalRevised
    | BallotOpened
    | BallotClosed
    | ProposalApproved
    | ProposalRejected
    | PartnershipWithdrawn
)


def message(event: Proposing, subject: Subject) -> Message:
    """Return the message of an event of this stage."""
    match event:
        case PartnershipProposed():
            return _proposed(event, subject)
        case ProposalRevised():
            return PartnershipRevisedV1(
                **subject.identity,
                title=event.title,
                goals=event.goals,
                parties=facts_of(event.parties),
            )
        case BallotOpened():
            return _ballot_opened(event, subject)
        case BallotClosed():
            return _ballot_closed(event, subject)
        case ProposalApproved() | ProposalRejected() | PartnershipWithdrawn():
            return PartnershipDecidedV1(
                **subject.identity,
                title=subject.title,
                decision=_decision(event),
                parties=subject.parties,
            )
        case _:
            assert_never(event)


def _proposed(event: PartnershipProposed, subject: Subject) -> PartnershipProposedV1:
    return PartnershipProposedV1(
        **subject.identity,
        kind_version=event.kind_version,
        title=event.title,
        goals=event.goals,
        parties=facts_of(event.parties),
    )


def _ballot_opened(event: BallotOpened, subject: Subject) -> BallotOpenedV1:
    return BallotOpenedV1(
        **subject.identity,
        title=subject.title,
        closes_on=event.closes_on,
        voters=subject.addressees(event.roll),
        round=event.round,
    )


def _ballot_closed(event: BallotClosed, subject: Subject) -> BallotClosedV1:
    tally = event.tally
    return BallotClosedV1(
        **subject.identity,
        title=subject.title,
        passed=event.passed,
        roll_heads=event.roll_heads,
        cast_heads=tally.yes_heads + tally.no_heads,
        cast_share=tally.yes_share + tally.no_share,
        yes_heads=tally.yes_heads,
        yes_share=tally.yes_share,
        parties=subject.parties,
    )


def _decision(
    event: ProposalApproved | ProposalRejected | PartnershipWithdrawn,
) -> str:
    match event:
        case ProposalApproved():
            return "approved"
        case ProposalRejected():
            return "rejected"
        case PartnershipWithdrawn():
            return "withdrawn"
        case _:
            assert_never(event)
