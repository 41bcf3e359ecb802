"""What is nobody else's business stays here."""

from datetime import date

import pytest

from services.partnerships.domain.agreement import Terms
from services.partnerships.domain.events import (
    ActionPointClosed,
    ActionPointVerified,
    AgreementDrafted,
    ConflictDeclared,
    CriterionAssessed,
    Event,
    ExpectationsAligned,
    ObligationReopened,
    ObligationSettled,
    ProposalReturned,
    ProposalSubmitted,
    StatementGiven,
    VoteCast,
)
from services.partnerships.publishing import message
from tests.unit.partnerships.publishing.given import (
    CASE,
    END,
    EXPECTED,
    NEW_YEAR,
    OBLIGATION,
    PARTNERSHIP,
    POINT,
    REVIEW,
    SHOP,
    TOWN,
)

UNTOLD: list[Event] = [
    ProposalSubmitted("staff:carl"),
    ConflictDeclared("staff:mia"),
    CriterionAssessed("policy_fit", 4, "God", "staff:carl"),
    VoteCast(1, SHOP, 2500, None),
    ProposalReturned("Mere om trafik"),
    ExpectationsAligned(EXPECTED),  # as it was written before anybody was asked
    AgreementDrafted(1, Terms(NEW_YEAR, END, (), (), (), ())),
    ObligationSettled(OBLIGATION, "met", date(2026, 1, 2)),
    ObligationReopened(OBLIGATION, "Igen", date(2026, 2, 2)),
    ActionPointClosed(POINT, "Sag 9", "staff:carl"),
    ActionPointVerified(POINT),
    StatementGiven(REVIEW, TOWN, None, (), date(2026, 1, 9), None),
]


@pytest.mark.parametrize("event", UNTOLD, ids=lambda one: type(one).__name__)
def test_what_concerns_nobody_else_is_not_told(event: Event) -> None:
    """Assessments, conflicts, votes and the municipality's own words stay here."""
    assert message(event, PARTNERSHIP, CASE) is None
