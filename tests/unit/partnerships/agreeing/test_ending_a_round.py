"""A round of signatures ends: by a no, or after its last day."""

from datetime import date

import pytest

from services.partnerships.domain.commands import Decline, LapseSignature
from services.partnerships.domain.events import AgreementSigned, SigningEnded
from services.partnerships.domain.states import status
from tests.unit.partnerships.agreeing.given import DAY_AFTER, SIGN_ANCHOR
from tests.unit.partnerships.given import (
    ANCHOR,
    AT_ANCHOR,
    HASH,
    MANAGER,
    NEGOTIATING,
    OFFICER,
    SENT,
    SENT_DAY,
    SIGN_BY,
    SIGNED,
    SIGNING,
    SYSTEM,
    around,
    contact,
    decided,
    refusal,
    state_of,
)


@pytest.mark.parametrize("who", [contact(AT_ANCHOR), OFFICER, MANAGER])
def test_a_no_ends_the_round(who: str) -> None:
    """Staff may record it; the text can then be written anew."""
    declined = SigningEnded(1, "declined", ANCHOR, "too dear")

    assert decided(
        (*SIGNING, SIGNED[2]), Decline(ANCHOR, "too dear"), around(who, SENT_DAY)
    ) == [declined]
    assert status(state_of(*SIGNING, SIGNED[2], declined)) == "negotiating"


def test_a_round_lapses_after_its_last_day() -> None:
    """Late timers still end it; the text may be sent again, and counts from nought."""
    lapsed = decided(SIGNING, LapseSignature(), around(SYSTEM, date(2024, 3, 27)))

    assert lapsed == [SigningEnded(1, "lapsed", None, None)]
    again = (*SIGNING, SIGNED[1], *lapsed, SENT)
    assert decided(again, SIGN_ANCHOR, around(contact(AT_ANCHOR), SIGN_BY)) == [
        AgreementSigned(1, HASH, ANCHOR, None, 3)
    ]


def test_a_round_does_not_lapse_on_its_last_day() -> None:
    """Signatures come to the end of the day."""
    assert refusal(SIGNING, LapseSignature(), around(SYSTEM, SIGN_BY)) == (
        "not_due",
        {"due_on": "2024-03-23"},
    )


def test_a_round_that_ended_does_not_lapse() -> None:
    """The timer came too late to matter, and does no harm."""
    assert refusal(NEGOTIATING, LapseSignature(), around(SYSTEM, DAY_AFTER)) == (
        "agreement_not_out",
        {},
    )
