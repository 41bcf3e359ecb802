"""The others are told how a review goes, and not what is said in it."""

from datetime import date

import pytest

from contracts import Message, ReviewConcludedV1, ReviewOpenedV1, StatementGivenV1
from services.partnerships.domain.events import (
    Event,
    ReviewConcluded,
    ReviewOpened,
    StatementGiven,
)
from services.partnerships.domain.review import ActionPoint, ObligationStatement
from services.partnerships.publishing import message
from tests.unit.partnerships.publishing.given import (
    ABOUT,
    CASE,
    FACTS,
    OBLIGATION,
    PARTIES,
    PARTNERSHIP,
    POINT,
    REVIEW,
    SHOP,
)

TOLD: list[tuple[Event, Message]] = [
    (
        ReviewOpened(
            REVIEW, date(2026, 1, 2), date(2026, 1, 23), PARTIES, (OBLIGATION,)
        ),
        ReviewOpenedV1(
            **ABOUT,
            title="Byen",
            review_id=REVIEW,
            opened_on=date(2026, 1, 2),
            statements_due_on=date(2026, 1, 23),
            parties=FACTS,
        ),
    ),
    (
        StatementGiven(
            REVIEW,
            SHOP,
            4,
            (ObligationStatement(OBLIGATION, "met", "Fint"),),
            date(2026, 1, 9),
            None,
        ),
        StatementGivenV1(
            **ABOUT,
            review_id=REVIEW,
            organisation_id=SHOP,
            rating=4,
            given_on=date(2026, 1, 9),
        ),
    ),
    (
        ReviewConcluded(
            REVIEW,
            "continue",
            "Godt i gang",
            (),
            (ActionPoint(POINT, SHOP, "Plant træer", date(2026, 4, 1)),),
        ),
        ReviewConcludedV1(
            **ABOUT,
            title="Byen",
            review_id=REVIEW,
            conclusion="continue",
            action_points=1,
            parties=FACTS,
        ),
    ),
]


@pytest.mark.parametrize(("event", "told"), TOLD, ids=lambda one: type(one).__name__)
def test_an_event_becomes_its_message(event: Event, told: Message) -> None:
    """The others hear exactly these fields, whatever else the event holds."""
    assert message(event, PARTNERSHIP, CASE) == told
