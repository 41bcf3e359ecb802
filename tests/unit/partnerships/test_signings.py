"""Where a version stands: what was written, sent, signed, taken back, replaced, ended."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from chassis.history import Recorded
from services.partnerships.domain.events import (
    AgreementDrafted,
    AgreementSentForSignature,
    AgreementTookEffect,
    Event,
    SignatureAsked,
    SignatureRevoked,
    SigningEnded,
)
from services.partnerships.signings import Signing, Stage, signing
from tests.unit.partnerships.given import (
    ACTIVE,
    AGREED,
    ANCHOR,
    APPROVED,
    BAKER,
    COMPLETED,
    CONCLUDED,
    ENDS,
    HASH,
    NEGOTIATING,
    OFFICER,
    SIGN_BY,
    SIGNATORIES,
    SIGNED,
    SIGNING,
    TERMS,
    TOWN,
    Given,
)

AT = datetime(2024, 3, 1, 12, tzinfo=UTC)
NEXT_DRAFT = AgreementDrafted(2, TERMS)
NEXT_SENT = AgreementSentForSignature(2, HASH, SIGN_BY, SIGN_BY, SIGNATORIES)
NEXT_CONCLUDED = replace(CONCLUDED, version=2)
NEXT_IN_EFFECT = AgreementTookEffect(2, date(2025, 4, 1), ENDS, amendment=True)
NEXT: Given = (NEXT_DRAFT, NEXT_SENT, NEXT_CONCLUDED)


def history(given: Given) -> list[Recorded[Event]]:
    """Return the given events as they stand in a history."""
    return [
        Recorded(TOWN, row, event, OFFICER, AT, "c", bytes([row]))
        for row, event in enumerate(given, start=1)
    ]


@pytest.mark.parametrize(
    ("given", "number", "stage"),
    [
        (APPROVED, 1, "drafted"),
        (NEGOTIATING, 1, "drafted"),
        ((*NEGOTIATING, NEXT_DRAFT), 1, "given_up"),
        ((*NEGOTIATING, NEXT_DRAFT), 2, "drafted"),
        (SIGNING, 1, "out"),
        ((*SIGNING, SigningEnded(1, "lapsed", None, None)), 1, "drafted"),
        ((*SIGNING, NEXT_DRAFT), 1, "given_up"),
        ((*SIGNING, SignatureAsked(1, HASH, SIGN_BY, SIGNATORIES)), 1, "out"),
        (AGREED, 1, "concluded"),
        (ACTIVE, 1, "in_force"),
        ((*ACTIVE, *NEXT), 1, "in_force"),
        ((*ACTIVE, *NEXT), 2, "concluded"),
        ((*ACTIVE, *NEXT, NEXT_IN_EFFECT), 1, "replaced"),
        ((*ACTIVE, *NEXT, NEXT_IN_EFFECT), 2, "in_force"),
        (COMPLETED, 1, "ended"),
        ((*COMPLETED[:-1], *NEXT, NEXT_IN_EFFECT, COMPLETED[-1]), 1, "replaced"),
    ],
)
def test_a_version_stands_where_its_history_says(
    given: Given, number: int, stage: Stage
) -> None:
    """A page on paper says at its head whether it still holds."""
    assert signing(history(given), number).stage == stage


def test_a_signature_names_the_row_that_proves_it() -> None:
    """Whoever doubts it looks it up, by number and by hash."""
    given = (*SIGNING, *SIGNED[:2])

    found = signing(history(given), 1)

    assert found.signatories == SIGNATORIES
    assert found.sign_by == SIGN_BY
    assert [one.organisation_id for one in found.signatures] == [TOWN, ANCHOR]
    signature = found.of(ANCHOR)
    assert signature is not None
    assert (signature.row, signature.at) == (len(given), AT)
    assert signature.row_hash == bytes([len(given)]).hex()
    assert found.of(BAKER) is None


def test_a_signature_that_was_taken_back_is_not_shown() -> None:
    """It is in the history, and not on the page."""
    revoked = SignatureRevoked(1, ANCHOR, "by mistake", 3)

    found = signing(history((*SIGNING, *SIGNED[:2], revoked)), 1)

    assert [one.organisation_id for one in found.signatures] == [TOWN]


def test_a_round_that_ended_leaves_no_signatures() -> None:
    """They were given to a round that is over."""
    declined = SigningEnded(1, "declined", BAKER, "no")

    assert signing(history((*SIGNING, *SIGNED[:2], declined)), 1) == Signing()
