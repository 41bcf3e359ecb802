"""Each signs that text, once, in time and with its own voice; the last concludes."""

from dataclasses import replace
from datetime import date

import pytest

from services.partnerships.domain.commands import Decline, Sign, SignOnBehalf
from services.partnerships.domain.events import AgreementSigned, OnBehalf
from services.partnerships.domain.states import status
from tests.unit.partnerships.agreeing.given import DAY_AFTER, OFFICER_THEN, SIGN_ANCHOR
from tests.unit.partnerships.given import (
    ANCHOR,
    AT_ANCHOR,
    AT_BAKER,
    AT_CINEMA,
    AT_NEIGHBOUR,
    AT_TOWN,
    BAKER,
    CINEMA,
    CONCLUDED,
    HASH,
    MANAGER,
    NEGOTIATING,
    NEIGHBOUR,
    OFFICER,
    SCAN,
    SENT_DAY,
    SIGN_BY,
    SIGNED,
    SIGNING,
    TOWN,
    Given,
    around,
    contact,
    decided,
    refusal,
    state_of,
)

ON_PAPER = OnBehalf("signed_on_paper", "journal 24/201", SCAN)
CINEMA_CONTACT = contact(AT_CINEMA)
BAKER_ON_PAPER = SignOnBehalf(BAKER, HASH, "signed_on_paper", "journal 24/201", SCAN)


def test_a_partner_signs_over_the_link() -> None:
    """The contact of the party accepts the very text, on the last day too."""
    on_last_day = around(contact(AT_ANCHOR), SIGN_BY)

    assert decided(SIGNING, SIGN_ANCHOR, on_last_day) == [
        AgreementSigned(1, HASH, ANCHOR, None, 3)
    ]


def test_a_manager_signs_for_the_municipality() -> None:
    """The municipality's own signature needs no link."""
    assert decided(SIGNING, Sign(TOWN, HASH), around(MANAGER, SENT_DAY)) == [
        AgreementSigned(1, HASH, TOWN, None, 3)
    ]


def test_staff_record_an_acceptance_with_reason_and_evidence() -> None:
    """A signed sheet of paper counts."""
    assert decided(SIGNING, BAKER_ON_PAPER, OFFICER_THEN) == [
        AgreementSigned(1, HASH, BAKER, ON_PAPER, 3)
    ]


def test_the_last_signature_concludes_the_agreement() -> None:
    """Concluded is not yet in effect: that is an event of its day."""
    given = (*SIGNING, *SIGNED[:3])
    last = decided(given, Sign(CINEMA, HASH), around(CINEMA_CONTACT, SENT_DAY))

    assert last == [SIGNED[3], CONCLUDED]
    assert status(state_of(*given, *last)) == "concluded"


@pytest.mark.parametrize(
    ("given", "command", "who", "day", "code", "facts"),
    [
        (
            NEGOTIATING,
            SIGN_ANCHOR,
            contact(AT_ANCHOR),
            SENT_DAY,
            "agreement_not_out",
            {},
        ),
        (
            SIGNING,
            SIGN_ANCHOR,
            contact(AT_ANCHOR),
            DAY_AFTER,
            "signing_over",
            {"sign_by": "2024-03-22"},
        ),
        (
            SIGNING,
            Sign(ANCHOR, "b" * 64),
            contact(AT_ANCHOR),
            SENT_DAY,
            "hash_differs",
            {"sha256": HASH},
        ),
        (
            SIGNING,
            Sign(NEIGHBOUR, HASH),
            contact(AT_NEIGHBOUR),
            SENT_DAY,
            "not_a_signatory",
            {"organisation_id": str(NEIGHBOUR)},
        ),
        (
            (*SIGNING, SIGNED[1]),
            SIGN_ANCHOR,
            contact(AT_ANCHOR),
            SENT_DAY,
            "signed_already",
            {"organisation_id": str(ANCHOR)},
        ),
        (
            SIGNING,
            SIGN_ANCHOR,
            contact(AT_BAKER),
            SENT_DAY,
            "not_your_organisation",
            {"organisation_id": str(ANCHOR)},
        ),
        (
            SIGNING,
            SIGN_ANCHOR,
            MANAGER,
            SENT_DAY,
            "not_your_organisation",
            {"organisation_id": str(ANCHOR)},
        ),
        (
            SIGNING,
            Sign(TOWN, HASH),
            contact(AT_TOWN),
            SENT_DAY,
            "not_your_organisation",
            {"organisation_id": str(TOWN)},
        ),
        (
            SIGNING,
            SignOnBehalf(TOWN, HASH, "decided_by_board", "journal 24/9", SCAN),
            MANAGER,
            SENT_DAY,
            "staff_sign_themselves",
            {},
        ),
        (
            SIGNING,
            replace(BAKER_ON_PAPER, sha256="c" * 64),
            OFFICER,
            SENT_DAY,
            "hash_differs",
            {"sha256": HASH},
        ),
        (
            SIGNING,
            Decline(ANCHOR, "no"),
            contact(AT_BAKER),
            SENT_DAY,
            "not_your_organisation",
            {"organisation_id": str(ANCHOR)},
        ),
    ],
)
def test_a_signature_is_refused(
    given: Given,
    command: Sign | SignOnBehalf | Decline,
    who: str,
    day: date,
    code: str,
    facts: dict[str, object],
) -> None:
    """Each signatory accepts that hash, once, in time, with its own voice."""
    assert refusal(given, command, around(who, day)) == (code, facts)
