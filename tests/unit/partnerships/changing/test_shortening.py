"""An earlier last day, and what fell in the days that are cut."""

from dataclasses import replace
from datetime import date

import pytest

from chassis.decider import Fact
from services.partnerships.domain.commands import ChangeAgreement
from tests.unit.partnerships.changing.given import (
    LIGHT,
    OFFICER_NOW,
    PRESENT,
    SWEEP,
    aimed,
    asked,
    change_drafted,
)
from tests.unit.partnerships.given import (
    ACTIVE,
    LIGHTING,
    SWEEPING,
    TOWN,
    decided,
    refusal,
)

WHOLE: dict[str, ChangeAgreement] = {
    "what fell in the time that is cut": asked(
        "shorten",
        replace(
            PRESENT,
            ends_on=date(2024, 12, 31),
            measures=aimed((2024, 1000)),
            obligations=(SWEEP,),
        ),
    ),
    "what is due earlier, and a last target": asked(
        "shorten",
        replace(
            PRESENT,
            ends_on=date(2025, 5, 1),
            obligations=(SWEEP, replace(LIGHT, due_on=date(2025, 4, 30))),
        ),
    ),
    "a target for the year that becomes the last": asked(
        "shorten",
        replace(
            PRESENT,
            ends_on=date(2026, 3, 31),
            measures=aimed((2024, 1000), (2025, 2500), (2026, 2600)),
        ),
    ),
}


@pytest.mark.parametrize("case", WHOLE)
def test_what_fell_in_the_time_that_is_cut_goes_or_moves(case: str) -> None:
    """Nobody owes anything after the last day."""
    [drafted] = decided(ACTIVE, WHOLE[case], OFFICER_NOW)

    assert drafted == change_drafted(WHOLE[case])


REFUSED: dict[str, tuple[ChangeAgreement, str, dict[str, Fact]]] = {
    "a promise that falls in the time that stays": (
        asked(
            "shorten",
            replace(PRESENT, ends_on=date(2024, 12, 31), obligations=(LIGHT,)),
        ),
        "change_too_wide",
        {
            "change": "shorten",
            "field": f"obligations.{SWEEPING}.owner",
            "now": str(TOWN),
            "types": ["draft-agreement"],
        },
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_due_in_the_time_that_stays_stays(case: str) -> None:
    """Cutting a year off lets nobody off this one."""
    command, code, facts = REFUSED[case]

    assert refusal(ACTIVE, command, OFFICER_NOW) == (code, facts)


FURTHER: dict[str, tuple[ChangeAgreement, str]] = {
    "a target of an earlier year left out": (
        asked(
            "shorten",
            replace(PRESENT, ends_on=date(2026, 3, 31), measures=aimed((2025, 2500))),
        ),
        "measures.business_area_upgraded.targets.2024",
    ),
    "the target of the last year left out": (
        asked(
            "shorten",
            replace(PRESENT, ends_on=date(2025, 12, 31), measures=aimed((2024, 1000))),
        ),
        "measures.business_area_upgraded.targets.2025",
    ),
    "another target for the last year": (
        asked(
            "shorten",
            replace(
                PRESENT,
                ends_on=date(2025, 12, 31),
                measures=aimed((2024, 1000), (2025, 9)),
            ),
        ),
        "measures.business_area_upgraded.targets.2025",
    ),
    "a promise moved and rewritten": (
        asked(
            "shorten",
            replace(
                PRESENT,
                ends_on=date(2025, 5, 1),
                obligations=(
                    SWEEP,
                    replace(LIGHT, due_on=date(2025, 4, 30), text="a lamp"),
                ),
            ),
        ),
        f"obligations.{LIGHTING}.text",
    ),
}


@pytest.mark.parametrize("case", FURTHER)
def test_a_shortening_touches_no_more_than_its_days(case: str) -> None:
    """Who cuts a year off does not lower the target of another."""
    command, field = FURTHER[case]

    code, facts = refusal(ACTIVE, command, OFFICER_NOW)

    assert (code, facts["field"]) == ("change_too_wide", field)
