"""Why somebody was not told is said so that an officer can do something about it."""

from datetime import UTC, datetime
from typing import get_args
from uuid import UUID

import pytest

from chassis.languages import Language
from services.notifications.domain.delivery import Reason
from services.partnerships.http.unreached import told
from services.partnerships.queries import Unreached


def said(reason: str, language: Language) -> str:
    """What an officer reads about a reason."""
    at = datetime(2024, 1, 10, tzinfo=UTC)
    one = Unreached(UUID(int=1), UUID(int=2), "ballot-opened", reason, at)
    return told(one, language).detail


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "da",
            (
                "Ingen er registreret som denne kontaktperson. Registrér personen under"
                " /v1/contacts, sæt den kontaktperson på parten, og afklar leveringen"
                " (settle)."
            ),
        ),
        (
            "en",
            (
                "Nobody is registered as this contact. Register the person at /v1/contacts,"
                " name that contact for the party, and settle the delivery."
            ),
        ),
    ],
)
def test_an_unknown_contact_is_told_with_the_way_out(
    language: Language, words: str
) -> None:
    """The id in the proposal was wrong from the first; no waiting mends that."""
    assert said("contact_unknown", language) == words


@pytest.mark.parametrize(
    "reason", ["consent_withheld", "contact_erased", "contact_unknown"]
)
def test_where_no_retry_helps_it_is_said_that_the_matter_can_be_settled(
    reason: str,
) -> None:
    """A line that nothing takes away is one that nobody reads after a while."""
    assert "afklar leveringen (settle)" in said(reason, "da")
    assert "settle the delivery" in said(reason, "en")


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_reason_of_notifications_has_words_of_its_own(language: Language) -> None:
    """And one that only a newer notifications knows has some as well."""
    reasons: tuple[str, ...] = get_args(Reason.__value__)

    texts = {said(one, language) for one in (*reasons, "marsupilami")}

    assert len(texts) == len(reasons) + 1
