"""An agreement that rested: its days have moved, and a change starts from them."""

from dataclasses import replace
from datetime import date

from services.partnerships.domain.commands import Resume, TakeEffect
from services.partnerships.domain.events import (
    AgreementTookEffect,
    ObligationSettled,
    PartnershipResumed,
)
from services.partnerships.domain.rules import obstacles
from tests.unit.partnerships.changing.given import (
    FIRST_DAY,
    IN_2028,
    LIGHT,
    LONGER,
    NOW,
    OFFICER_NOW,
    PRESENT,
    SWEEP,
    aimed,
    asked,
    change_drafted,
    effective,
    in_force,
)
from tests.unit.partnerships.given import (
    ACTIVE,
    LIGHTING,
    MANAGER,
    OFFICER,
    RESTING,
    SUSPENDED,
    SWEEPING,
    SYSTEM,
    around,
    decided,
    state_of,
)

RESUMED = PartnershipResumed(10, date(2027, 4, 10))


MOVED = replace(
    PRESENT,
    ends_on=date(2027, 4, 10),
    obligations=(
        replace(SWEEP, due_on=date(2025, 1, 10)),
        replace(LIGHT, due_on=date(2025, 7, 10)),
    ),
)


def test_a_change_starts_from_the_days_as_they_are_after_a_rest() -> None:
    """Ten days of rest moved the term and what is due; the signed text did not move."""
    told = replace(MOVED, measures=aimed((2024, 1)))

    assert decided((*RESTING, RESUMED), asked("change_targets", told), OFFICER_NOW)


def test_a_change_that_a_rest_overtook_is_not_sent() -> None:
    """It would take the days back that the rest has given."""
    drafted = change_drafted(
        asked("change_targets", replace(PRESENT, measures=aimed((2024, 1))))
    )
    given = (*ACTIVE, drafted, *RESTING[-1:], RESUMED)

    found = obstacles(
        "send-for-signature", state_of(*given), around(OFFICER, FIRST_DAY)
    )

    assert [(one.code, one.facts["field"]) for one in found] == [
        ("change_too_wide", "ends_on"),
        ("change_too_wide", f"obligations.{SWEEPING}.due_on"),
        ("change_too_wide", f"obligations.{LIGHTING}.due_on"),
    ]


def test_what_was_concluded_before_a_rest_moves_with_it() -> None:
    """Else the day on which it takes effect would take back what the rest has given."""
    *concluded, _ = effective(LONGER)
    given = (*concluded, SUSPENDED, RESUMED)

    took_effect = decided(given, TakeEffect(), around(SYSTEM, FIRST_DAY))

    april = date(2028, 4, 10)
    assert took_effect == [
        AgreementTookEffect(
            2, FIRST_DAY, april, amendment=True, change="extend", rested_days=10
        )
    ]
    state = in_force(*given, *took_effect)
    assert (state.ends_on, state.rested_days) == (april, 10)
    assert [one.due_on for one in state.pledges] == [
        date(2025, 1, 10),
        date(2025, 7, 10),
    ]
    assert state.terms == LONGER.terms


def test_it_moves_by_every_rest_before_and_after_it_takes_effect() -> None:
    """The term stands still each time; what was settled stays where it was."""
    *concluded, _ = effective(LONGER)
    settled = ObligationSettled(SWEEPING, "met", NOW)
    again = replace(SUSPENDED, suspended_on=date(2024, 9, 16))
    given = (*concluded, settled, SUSPENDED, RESUMED, again, RESUMED)
    took_effect = decided(given, TakeEffect(), around(SYSTEM, FIRST_DAY))
    later = replace(SUSPENDED, suspended_on=date(2024, 11, 1))
    suspended = (*given, *took_effect, later)

    resumed = decided(suspended, Resume(), around(MANAGER, date(2024, 11, 4)))

    state = in_force(*suspended, *resumed)
    assert (state.ends_on, state.rested_days) == (date(2028, 4, 23), 23)
    assert [one.due_on for one in state.pledges] == [
        SWEEP.due_on,
        date(2025, 7, 23),
    ]


def test_what_is_signed_after_a_rest_applies_as_it_reads() -> None:
    """Whoever signs it then has the days before their eyes."""
    *before, concluded, _ = effective(LONGER)
    given = (*before, SUSPENDED, RESUMED, concluded)

    [event] = decided(given, TakeEffect(), around(SYSTEM, FIRST_DAY))

    assert event == AgreementTookEffect(
        2, FIRST_DAY, IN_2028, amendment=True, change="extend"
    )
