"""A later last day, and what falls in the days that are added."""

from dataclasses import replace
from datetime import date

import pytest

from chassis.decider import Fact
from services.partnerships.domain.agreement import Obligation
from services.partnerships.domain.commands import ChangeAgreement, DraftAgreement
from tests.unit.partnerships.changing.given import (
    IN_2028,
    LIGHT,
    OFFICER_NOW,
    PLANTING,
    PRESENT,
    SWEEP,
    aimed,
    asked,
    change_drafted,
    with_terms,
)
from tests.unit.partnerships.given import (
    ACTIVE,
    ENDS,
    LIGHTING,
    TERMS,
    TOWN,
    decided,
    refusal,
)

WHOLE: dict[str, ChangeAgreement] = {
    "targets and obligations of the added time": asked(
        "extend",
        replace(
            PRESENT,
            ends_on=IN_2028,
            measures=aimed((2024, 1000), (2025, 2500), (2027, 3000), (2028, 9000)),
            obligations=(
                *TERMS.obligations,
                Obligation(PLANTING, TOWN, None, "plant", date(2027, 4, 1)),
            ),
        ),
    ),
}


@pytest.mark.parametrize("case", WHOLE)
def test_what_falls_in_the_added_time_comes_with_it(case: str) -> None:
    """An agreement that is extended has targets for the years that are added."""
    [drafted] = decided(ACTIVE, WHOLE[case], OFFICER_NOW)

    assert drafted == change_drafted(WHOLE[case])


REFUSED: dict[str, tuple[ChangeAgreement, str, dict[str, Fact]]] = {
    "a promise that falls in the time before": (
        asked(
            "extend",
            replace(
                PRESENT,
                ends_on=IN_2028,
                obligations=(
                    *TERMS.obligations,
                    Obligation(PLANTING, TOWN, None, "plant", ENDS),
                ),
            ),
        ),
        "change_too_wide",
        {
            "change": "extend",
            "field": f"obligations.{PLANTING}.owner",
            "now": "-",
            "types": ["draft-agreement"],
        },
    ),
    "longer than the kind allows": (
        asked("extend", replace(PRESENT, ends_on=date(2029, 4, 1))),
        "term_too_long",
        {"latest": "2029-03-31"},
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_an_extension_adds_no_more_than_its_time(case: str) -> None:
    """What was agreed of the time before stays as it is."""
    command, code, facts = REFUSED[case]

    assert refusal(ACTIVE, command, OFFICER_NOW) == (code, facts)


FURTHER: dict[str, tuple[ChangeAgreement, str]] = {
    "a promise moved into the added time": (
        asked(
            "extend",
            replace(
                PRESENT,
                ends_on=IN_2028,
                obligations=(SWEEP, replace(LIGHT, due_on=date(2027, 4, 1))),
            ),
        ),
        f"obligations.{LIGHTING}.due_on",
    ),
}


@pytest.mark.parametrize("case", FURTHER)
def test_an_extension_moves_no_promise(case: str) -> None:
    """Who is given time is not let off what was due."""
    command, field = FURTHER[case]

    code, facts = refusal(ACTIVE, command, OFFICER_NOW)

    assert (code, facts["field"]) == ("change_too_wide", field)


def test_an_extension_leaves_the_targets_of_its_first_days() -> None:
    """In the year in which it would have ended, a target may be added, not changed."""
    given = with_terms(replace(TERMS, measures=aimed((2027, 1000))))
    higher = replace(PRESENT, ends_on=IN_2028, measures=aimed((2027, 2000)))

    code, facts = refusal(given, asked("extend", higher), OFFICER_NOW)

    assert (code, facts["field"]) == (
        "change_too_wide",
        "measures.business_area_upgraded.targets.2027",
    )


def test_a_further_amendment_carries_over_what_was_due_before_it() -> None:
    """A target of a year that has passed still says what was agreed."""
    late = replace(PRESENT, starts_on=date(2026, 1, 1), ends_on=IN_2028)

    assert decided(ACTIVE, asked("extend", late), OFFICER_NOW)
    code, facts = refusal(
        ACTIVE,
        DraftAgreement(
            replace(late, obligations=(replace(SWEEP, id=PLANTING),)),
        ),
        OFFICER_NOW,
    )
    assert (code, facts["obligation_id"]) == ("obligation_outside_term", str(PLANTING))
