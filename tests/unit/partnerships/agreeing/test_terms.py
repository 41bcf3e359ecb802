"""What the terms may say: of the term, the promises and the measures."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from services.partnerships.domain.agreement import (
    Contribution,
    Obligation,
    Terms,
    YearlyTarget,
)
from services.partnerships.domain.commands import DraftAgreement
from services.partnerships.domain.events import AgreementDrafted
from tests.unit.partnerships.agreeing.given import OFFICER_THEN, VACANCY, measured
from tests.unit.partnerships.given import (
    ANCHOR,
    APPROVED,
    CLAUSES,
    STARTS,
    STRANGER,
    SWEEPING,
    TERMS,
    TOWN,
    UPGRADED,
    decided,
    refusal,
)


def obliged(
    owner: UUID = TOWN, beneficiary: UUID | None = None, due_on: date = STARTS
) -> Terms:
    """Return terms with one obligation."""
    obligation = Obligation(SWEEPING, owner, beneficiary, "sweep", due_on)
    return replace(TERMS, obligations=(obligation,))


def test_five_years_to_the_day_are_allowed() -> None:
    """The longest term is included; the day after is too long."""
    longest = replace(TERMS, ends_on=date(2029, 3, 31))
    longer = replace(TERMS, ends_on=date(2029, 4, 1))

    assert len(decided(APPROVED, DraftAgreement(longest), OFFICER_THEN)) == 1
    assert refusal(APPROVED, DraftAgreement(longer), OFFICER_THEN) == (
        "term_too_long",
        {"latest": "2029-03-31"},
    )


@pytest.mark.parametrize(
    ("terms", "code", "facts"),
    [
        (
            replace(TERMS, ends_on=date(2024, 3, 31)),
            "term_reversed",
            {"starts_on": "2024-04-01"},
        ),
        (
            replace(TERMS, clauses=(*CLAUSES, CLAUSES[0])),
            "clause_twice",
            {"clause": "purpose"},
        ),
        (
            replace(TERMS, obligations=TERMS.obligations[:1] * 2),
            "obligation_twice",
            {"obligation_id": str(SWEEPING)},
        ),
        (
            obliged(owner=STRANGER),
            "obligation_of_stranger",
            {"organisation_id": str(STRANGER)},
        ),
        (
            obliged(beneficiary=STRANGER),
            "obligation_of_stranger",
            {"organisation_id": str(STRANGER)},
        ),
        (
            obliged(due_on=date(2024, 3, 31)),
            "obligation_outside_term",
            {
                "obligation_id": str(SWEEPING),
                "starts_on": "2024-04-01",
                "ends_on": "2027-03-31",
            },
        ),
        (
            obliged(due_on=date(2027, 4, 1)),
            "obligation_outside_term",
            {
                "obligation_id": str(SWEEPING),
                "starts_on": "2024-04-01",
                "ends_on": "2027-03-31",
            },
        ),
        (
            measured(UPGRADED, UPGRADED),
            "measure_twice",
            {"indicator": "business_area_upgraded"},
        ),
        (
            measured(replace(UPGRADED, goal="G4.1")),
            "goal_not_of_kind",
            {"goal": "G4.1", "goals": ["G1.1", "G1.2", "G2.2"]},
        ),
        (
            measured(replace(UPGRADED, indicator="mentors")),
            "indicator_not_of_kind",
            {
                "indicator": "mentors",
                "indicators": [
                    "business_area_upgraded",
                    "vacancy_rate",
                    "biodiversity_projects",
                    "satisfaction_overall",
                ],
            },
        ),
        (
            measured(replace(UPGRADED, goal="G1.2")),
            "indicator_not_of_goal",
            {"indicator": "business_area_upgraded", "goal": "G1.1"},
        ),
        (
            measured(replace(VACANCY, baseline=Decimal("100.1"))),
            "figure_out_of_range",
            {"indicator": "vacancy_rate", "value": "100.1", "range": "0 - 100"},
        ),
        (
            measured(
                replace(UPGRADED, targets=(YearlyTarget(2025, Decimal(-1)),)),
            ),
            "figure_out_of_range",
            {"indicator": "business_area_upgraded", "value": "-1", "range": "≥ 0"},
        ),
        (
            measured(replace(UPGRADED, targets=UPGRADED.targets[:1] * 2)),
            "target_twice",
            {"indicator": "business_area_upgraded", "year": "2024"},
        ),
        (
            measured(replace(UPGRADED, targets=(YearlyTarget(2023, Decimal(1)),))),
            "target_outside_term",
            {"indicator": "business_area_upgraded", "year": 2023},
        ),
        (
            measured(replace(UPGRADED, targets=(YearlyTarget(2028, Decimal(1)),))),
            "target_outside_term",
            {"indicator": "business_area_upgraded", "year": 2028},
        ),
        (
            replace(TERMS, contributions=(Contribution(STRANGER, 1),)),
            "contribution_of_stranger",
            {"organisation_id": str(STRANGER)},
        ),
        (
            replace(TERMS, contributions=(Contribution(ANCHOR, 1),) * 2),
            "contribution_twice",
            {"organisation_id": str(ANCHOR)},
        ),
        (
            replace(TERMS, contributions=(Contribution(ANCHOR, 0),)),
            "contribution_not_positive",
            {"organisation_id": str(ANCHOR)},
        ),
    ],
)
def test_terms_promise_only_what_they_can(
    terms: Terms, code: str, facts: dict[str, object]
) -> None:
    """What the kind, the parties or the term do not allow is refused when written."""
    assert refusal(APPROVED, DraftAgreement(terms), OFFICER_THEN) == (code, facts)


@pytest.mark.parametrize(
    "terms",
    [
        obliged(due_on=date(2024, 4, 1), beneficiary=ANCHOR),
        obliged(due_on=date(2027, 3, 31)),
        measured(replace(VACANCY, baseline=Decimal(0))),
        measured(replace(VACANCY, baseline=Decimal(100))),
        measured(
            replace(
                UPGRADED,
                targets=(
                    YearlyTarget(2024, Decimal(0)),
                    YearlyTarget(2027, Decimal(1)),
                ),
            )
        ),
        replace(TERMS, ends_on=STARTS, obligations=(), measures=()),
        replace(TERMS, contributions=(Contribution(ANCHOR, 1),)),
    ],
)
def test_the_limits_of_terms_are_included(terms: Terms) -> None:
    """First and last day, least and greatest figure are all allowed."""
    assert decided(APPROVED, DraftAgreement(terms), OFFICER_THEN) == [
        AgreementDrafted(1, terms)
    ]
