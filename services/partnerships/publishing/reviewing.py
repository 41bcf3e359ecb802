"""What is told around reviews."""

from typing import assert_never

from contracts import Message, ReviewConcludedV1, ReviewOpenedV1, StatementGivenV1
from services.partnerships.domain.events import (
    ReviewConcluded,
    ReviewOpened,
    StatementGiven,
)
from services.partnerships.publishing.subject import Subject, facts_of

type Reviewing = ReviewOpened | StatementGiven | ReviewConcluded


def message(event: Reviewing, subject: Subject) -> Message | None:
    """Return the message of an event of this stage."""
    match event:
        case ReviewOpened():
            return ReviewOpenedV1(
                **subject.identity,
                title=subject.title,
                review_id=event.review_id,
                opened_on=event.opened_on,
                statements_due_on=event.statements_due_on,
                parties=facts_of(event.parties),
            )
        case StatementGiven():
            return _statement(event, subject)
        case ReviewConcluded():
            return ReviewConcludedV1(
                **subject.identity,
                title=subject.title,
                review_id=event.review_id,
                conclusion=event.conclusion,
                action_points=len(event.action_points),
                parties=subject.parties,
            )
        case _:
            assert_never(event)


def _statement(event: StatementGiven, subject: Subject) -> StatementGivenV1 | None:
    if event.rating is None:  # the municipality does not rate itself
        return None
    return StatementGivenV1(
        **subject.identity,
        review_id=event.review_id,
        organisation_id=event.organisation_id,
        rating=event.rating,
        given_on=event.given_on,
    )
