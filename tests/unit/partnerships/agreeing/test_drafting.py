"""A text is written, and written anew until everybody has signed it."""

from dataclasses import replace
from datetime import date

import pytest

from services.partnerships.domain.commands import DraftAgreement, Withdraw
from services.partnerships.domain.events import AgreementDrafted, SigningEnded
from services.partnerships.domain.states import status
from tests.unit.partnerships.agreeing.given import OFFICER_THEN
from tests.unit.partnerships.given import (
    AGREED,
    APPROVED,
    DRAFTED,
    NEGOTIATING,
    OFFICER,
    SENT_DAY,
    SIGNED,
    SIGNING,
    TERMS,
    around,
    decided,
    refusal,
    state_of,
)


def test_every_draft_is_a_version_of_its_own() -> None:
    """Versions are added, never overwritten."""
    other = replace(TERMS, ends_on=date(2026, 12, 31))

    assert decided(APPROVED, DraftAgreement(TERMS), OFFICER_THEN) == [DRAFTED]
    assert decided(NEGOTIATING, DraftAgreement(other), OFFICER_THEN) == [
        AgreementDrafted(2, other)
    ]


def test_an_edit_voids_the_acceptances() -> None:
    """Nobody is bound to a text that they did not read."""
    given = (*SIGNING, SIGNED[1])
    events = decided(given, DraftAgreement(TERMS), OFFICER_THEN)

    assert events == [
        SigningEnded(1, "edited", None, None),
        AgreementDrafted(2, TERMS),
    ]
    assert status(state_of(*given, *events)) == "negotiating"


@pytest.mark.parametrize(
    ("command", "who"),
    [(DraftAgreement(TERMS), OFFICER), (Withdraw("no"), OFFICER)],
)
def test_what_everybody_signed_stands(
    command: DraftAgreement | Withdraw, who: str
) -> None:
    """Between the last signature and the first day nothing is rewritten."""
    assert refusal(AGREED, command, around(who, SENT_DAY)) == (
        "agreement_concluded",
        {"starts_on": "2024-04-01"},
    )
