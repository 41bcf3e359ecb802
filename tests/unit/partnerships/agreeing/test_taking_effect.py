"""Concluded, it waits for its first day, or ends before it."""

from datetime import date

import pytest

from services.partnerships.domain.commands import TakeEffect, Terminate
from services.partnerships.domain.events import PartnershipTerminated
from services.partnerships.domain.states import status
from tests.unit.partnerships.given import (
    AGREED,
    APPROVED,
    MANAGER,
    NEGOTIATING,
    SENT_DAY,
    STARTS,
    SYSTEM,
    TOOK_EFFECT,
    around,
    decided,
    refusal,
    state_of,
)


def test_a_concluded_agreement_may_be_terminated_before_its_day() -> None:
    """Then it never takes effect, and there is nothing to measure."""
    [ended] = decided(AGREED, Terminate("bankrupt"), around(MANAGER, SENT_DAY))

    assert ended == PartnershipTerminated("bankrupt", SENT_DAY)
    assert status(state_of(*AGREED, ended)) == "terminated"


def test_an_approved_proposal_is_withdrawn_rather_than_terminated() -> None:
    """There is no agreement yet that could end."""
    assert refusal(APPROVED, Terminate("no"), around(MANAGER, SENT_DAY)) == (
        "agreement_not_concluded",
        {},
    )


@pytest.mark.parametrize("day", [STARTS, date(2024, 4, 9)])
def test_an_agreement_takes_effect_from_its_first_day(day: date) -> None:
    """Also when the system was down that day: the first day stays the same."""
    assert decided(AGREED, TakeEffect(), around(SYSTEM, day)) == [TOOK_EFFECT]


def test_an_agreement_does_not_take_effect_before_its_day() -> None:
    """Concluded months ahead, it waits."""
    assert refusal(AGREED, TakeEffect(), around(SYSTEM, date(2024, 3, 31))) == (
        "not_due",
        {"due_on": "2024-04-01"},
    )


def test_only_what_is_concluded_takes_effect() -> None:
    """A timer of a version that was voided does no harm."""
    assert refusal(NEGOTIATING, TakeEffect(), around(SYSTEM, STARTS)) == (
        "agreement_not_concluded",
        {},
    )
