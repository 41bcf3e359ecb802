"""Figures: claimed for days that passed, judged by another, and counted once."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from services.partnerships.domain.commands import (
    AcceptOutcome,
    ReportOutcome,
    ReturnOutcome,
    Withdraw,
)
from services.partnerships.domain.events import (
    OutcomeAccepted,
    OutcomeReported,
    OutcomeReturned,
    PartnershipTerminated,
)
from services.partnerships.domain.evidence import EvidenceFile
from services.partnerships.domain.states import Closed, InForce
from tests.unit.partnerships.given import (
    ACTIVE,
    AGREED,
    ANCHOR,
    APPROVED,
    BAKER,
    COLLEAGUE,
    COMPLETED,
    MANAGER,
    OFFICER,
    STARTS,
    STRANGER,
    Given,
    around,
    decided,
    refusal,
    state_of,
)

FIRST, SECOND, THIRD = UUID(int=301), UUID(int=302), UUID(int=303)
YEAR_END, NEW_YEAR = date(2024, 12, 31), date(2025, 1, 8)
REPORT = ReportOutcome(
    FIRST,
    "business_area_upgraded",
    STARTS,
    YEAR_END,
    Decimal("850.5"),
    "partner_attested",
    ANCHOR,
)
REPORTED = OutcomeReported(
    FIRST,
    "business_area_upgraded",
    STARTS,
    YEAR_END,
    Decimal("850.5"),
    "m²",
    "partner_attested",
    ANCHOR,
    None,
    OFFICER,
)
ACCEPTED = OutcomeAccepted(FIRST, "staff_verified")
RETURNED = OutcomeReturned(FIRST, "no evidence")
CLAIMED = (*ACTIVE, REPORTED)
COUNTED = (*CLAIMED, ACCEPTED)
NOW = around(OFFICER, NEW_YEAR)


def test_a_figure_carries_the_unit_of_its_indicator() -> None:
    """Nobody types a unit, so none is wrong."""
    assert decided(ACTIVE, REPORT, NOW) == [REPORTED]


def test_a_figure_is_shown_by_files_of_whoever_reports_and_whoever_accepts() -> None:
    """History keeps their ids and hashes, and the figure names them in that order."""
    bill, count = EvidenceFile(SECOND, "a" * 64), EvidenceFile(THIRD, "b" * 64)
    reported = decided(ACTIVE, replace(REPORT, file=bill), NOW)
    accept = AcceptOutcome(FIRST, "staff_verified", count)
    given = (*ACTIVE, *reported)
    accepted = decided(given, accept, around(MANAGER, NEW_YEAR))
    state = state_of(*given, *accepted)

    assert reported == [replace(REPORTED, file=bill)]
    assert accepted == [replace(ACCEPTED, file=count)]
    assert isinstance(state, InForce)
    assert state.results.outcomes[0].files == (bill, count)
    bare = state_of(*COUNTED)
    assert isinstance(bare, InForce)
    assert bare.results.outcomes[0].files == ()


def test_a_figure_may_be_of_the_whole_partnership() -> None:
    """Not every result is one party's."""
    whole = replace(REPORT, organisation_id=None)

    assert decided(ACTIVE, whole, NOW) == [replace(REPORTED, organisation_id=None)]


@pytest.mark.parametrize(
    ("given", "report", "code", "facts"),
    [
        (
            ACTIVE,
            replace(REPORT, indicator="vacancy_rate"),
            "indicator_not_agreed",
            {"indicator": "vacancy_rate", "indicators": ["business_area_upgraded"]},
        ),
        (
            ACTIVE,
            replace(REPORT, value=Decimal(-1)),
            "figure_out_of_range",
            {"indicator": "business_area_upgraded", "value": "-1", "range": "≥ 0"},
        ),
        (
            ACTIVE,
            replace(REPORT, first_day=date(2024, 6, 2), last_day=date(2024, 6, 1)),
            "period_reversed",
            {"first_day": "2024-06-02"},
        ),
        (
            ACTIVE,
            replace(REPORT, first_day=date(2024, 3, 31)),
            "period_before_start",
            {"since": "2024-04-01"},
        ),
        (
            ACTIVE,
            replace(REPORT, last_day=date(2025, 1, 9)),
            "period_not_over",
            {"latest": "2025-01-08"},
        ),
        (CLAIMED, REPORT, "outcome_exists", {"outcome_id": str(FIRST)}),
        (
            ACTIVE,
            replace(REPORT, restates=SECOND),
            "outcome_unknown",
            {"outcome_id": str(SECOND)},
        ),
        (
            CLAIMED,
            replace(REPORT, outcome_id=SECOND, restates=FIRST),
            "outcome_not_accepted",
            {"outcome_id": str(FIRST)},
        ),
        (
            ACTIVE,
            replace(REPORT, organisation_id=STRANGER),
            "not_a_party",
            {"organisation_id": str(STRANGER)},
        ),
    ],
)
def test_a_figure_is_refused(
    given: Given, report: ReportOutcome, code: str, facts: dict[str, object]
) -> None:
    """Agreed, possible, for days in force that have passed, of a party."""
    assert refusal(given, report, NOW) == (code, facts)


def test_only_the_same_indicator_is_restated() -> None:
    """A correction corrects like with like."""
    other = replace(REPORTED, outcome_id=THIRD, indicator="vacancy_rate")
    given = (*ACTIVE, other, OutcomeAccepted(THIRD, "claimed"))
    restating = replace(REPORT, restates=THIRD)

    assert refusal(given, restating, NOW) == (
        "outcome_not_accepted",
        {"outcome_id": str(THIRD)},
    )


def test_a_period_may_end_today() -> None:
    """The day's figure is known in the evening."""
    today = around(OFFICER, YEAR_END)

    assert len(decided(ACTIVE, REPORT, today)) == 1


@pytest.mark.parametrize("given", [CLAIMED, COUNTED])
@pytest.mark.parametrize(
    ("organisation_id", "first_day", "last_day"),
    [
        (ANCHOR, YEAR_END, YEAR_END),
        (ANCHOR, STARTS, STARTS),
        (None, STARTS, YEAR_END),
    ],
)
def test_the_same_days_are_not_counted_twice(
    given: Given, organisation_id: UUID | None, first_day: date, last_day: date
) -> None:
    """A figure of the whole covers each party's; only a restatement replaces it."""
    again = replace(
        REPORT,
        outcome_id=SECOND,
        organisation_id=organisation_id,
        first_day=first_day,
        last_day=last_day,
    )

    assert refusal(given, again, NOW) == (
        "period_reported_already",
        {"outcome_id": str(FIRST)},
    )


@pytest.mark.parametrize(
    ("given", "report"),
    [
        (CLAIMED, replace(REPORT, outcome_id=SECOND, organisation_id=BAKER)),
        (
            CLAIMED,
            replace(
                REPORT,
                outcome_id=SECOND,
                first_day=date(2025, 1, 1),
                last_day=date(2025, 1, 5),
            ),
        ),
        (
            (*ACTIVE, replace(REPORTED, first_day=date(2024, 5, 1))),
            replace(REPORT, outcome_id=SECOND, last_day=date(2024, 4, 30)),
        ),
        (
            (*ACTIVE, replace(REPORTED, indicator="vacancy_rate")),
            replace(REPORT, outcome_id=SECOND),
        ),
        ((*CLAIMED, RETURNED), replace(REPORT, outcome_id=SECOND)),
        (COUNTED, replace(REPORT, outcome_id=SECOND, restates=FIRST)),
    ],
)
def test_other_days_parties_and_corrections_count(
    given: Given, report: ReportOutcome
) -> None:
    """What does not overlap, was returned, or is restated stands in nobody's way."""
    assert len(decided(given, report, NOW)) == 1


def acceptances(*given: Given) -> list[str]:
    """Return how each figure stands after the given events."""
    state = state_of(*(event for events in given for event in events))
    assert isinstance(state, InForce | Closed)
    assert state.results is not None
    return [outcome.acceptance for outcome in state.results.outcomes]


def test_a_figure_counts_when_another_accepts_it() -> None:
    """With the grade of evidence that the other has seen."""
    accept = AcceptOutcome(FIRST, "staff_verified")

    assert decided(CLAIMED, accept, around(COLLEAGUE, NEW_YEAR)) == [ACCEPTED]
    assert acceptances(COUNTED) == ["accepted"]


def test_a_figure_is_given_back_with_the_reason() -> None:
    """It does not count, and the reporter learns why."""
    back = ReturnOutcome(FIRST, "no evidence")

    assert decided(CLAIMED, back, around(MANAGER, NEW_YEAR)) == [RETURNED]
    assert acceptances(CLAIMED, (RETURNED,)) == ["returned"]


def test_a_restated_figure_counts_until_its_correction_is_accepted() -> None:
    """There is never a day without a figure, nor one with two."""
    restating = replace(REPORTED, outcome_id=SECOND, restates=FIRST)
    accepted = OutcomeAccepted(SECOND, "register_verified")

    assert acceptances(COUNTED, (restating,)) == ["accepted", "reported"]
    assert acceptances(COUNTED, (restating, accepted)) == ["restated", "accepted"]


@pytest.mark.parametrize(
    ("given", "outcome_id", "who", "code", "facts"),
    [
        (CLAIMED, SECOND, COLLEAGUE, "outcome_unknown", {"outcome_id": str(SECOND)}),
        (COUNTED, FIRST, COLLEAGUE, "outcome_decided", {"acceptance": "accepted"}),
        (
            (*CLAIMED, RETURNED),
            FIRST,
            COLLEAGUE,
            "outcome_decided",
            {"acceptance": "returned"},
        ),
        (CLAIMED, FIRST, OFFICER, "own_outcome", {}),
    ],
)
def test_a_figure_is_judged_once_and_by_another(
    given: Given, outcome_id: UUID, who: str, code: str, facts: dict[str, object]
) -> None:
    """The one who accepts a figure is not the one who reported it."""
    now = around(who, NEW_YEAR)

    assert refusal(given, AcceptOutcome(outcome_id, "claimed"), now) == (code, facts)
    assert refusal(given, ReturnOutcome(outcome_id, "no"), now) == (code, facts)


def test_figures_of_its_time_come_in_after_the_end() -> None:
    """The last year is known when the partnership is over, up to its last day."""
    last = replace(REPORT, first_day=date(2025, 1, 1), last_day=date(2025, 5, 2))
    later = replace(last, last_day=date(2025, 5, 3))
    after = around(OFFICER, date(2025, 9, 1))

    assert len(decided(COMPLETED, last, after)) == 1
    assert refusal(COMPLETED, later, after) == (
        "period_not_over",
        {"latest": "2025-05-02"},
    )
    assert acceptances((*COMPLETED, REPORTED, ACCEPTED)) == ["accepted"]


def test_a_partnership_that_was_never_in_force_has_no_figures() -> None:
    """There is nothing that they could be the result of."""
    withdrawn = decided(APPROVED, Withdraw("no"), NOW)
    ended = PartnershipTerminated("no", YEAR_END)

    for given in ((*APPROVED, *withdrawn), (*AGREED, ended)):
        assert refusal(given, REPORT, NOW) == ("outcomes_not_possible", {})
