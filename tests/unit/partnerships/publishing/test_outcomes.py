"""The others are told which figures are reported, accepted and returned."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from contracts import (
    Message,
    OutcomeAcceptedV1,
    OutcomeReportedV1,
    OutcomeReturnedV1,
    OutcomeShare,
    Period,
)
from services.partnerships.domain import agreement
from services.partnerships.domain.events import (
    Event,
    OutcomeAccepted,
    OutcomeReported,
    OutcomeReturned,
)
from services.partnerships.publishing import message
from tests.unit.partnerships.publishing.given import (
    ABOUT,
    CASE,
    NEW_YEAR,
    OUTCOME,
    PARTNERSHIP,
    SHOP,
)

EARLIER = UUID(int=42)

TOLD: list[tuple[Event, Message]] = [
    (
        OutcomeReported(
            outcome_id=OUTCOME,
            indicator="vacancy_rate",
            first_day=NEW_YEAR,
            last_day=date(2025, 6, 30),
            value=Decimal("7.25"),
            unit="percent",
            evidence_grade="claimed",
            organisation_id=SHOP,
            restates=EARLIER,
            reporter="staff:carl",
            shares=(
                agreement.OutcomeShare(PARTNERSHIP, "HTK-BID-2024-0007", Decimal(1)),
            ),
        ),
        OutcomeReportedV1(
            **ABOUT,
            outcome_id=OUTCOME,
            indicator="vacancy_rate",
            period=Period(first_day=NEW_YEAR, last_day=date(2025, 6, 30)),
            value=Decimal("7.25"),
            unit="percent",
            evidence_grade="claimed",
            organisation_id=SHOP,
            restates=EARLIER,
            shares=(
                OutcomeShare(
                    partnership_id=PARTNERSHIP,
                    reference="HTK-BID-2024-0007",
                    share=Decimal(1),
                ),
            ),
        ),
    ),
    (
        OutcomeAccepted(OUTCOME, "staff_verified"),
        OutcomeAcceptedV1(**ABOUT, outcome_id=OUTCOME, evidence_grade="staff_verified"),
    ),
    (
        OutcomeReturned(OUTCOME, "Uden bilag"),
        OutcomeReturnedV1(**ABOUT, outcome_id=OUTCOME),
    ),
]


@pytest.mark.parametrize(("event", "told"), TOLD, ids=lambda one: type(one).__name__)
def test_an_event_becomes_its_message(event: Event, told: Message) -> None:
    """The others hear exactly these fields, whatever else the event holds."""
    assert message(event, PARTNERSHIP, CASE) == told
