"""Which language a person is answered in."""

import pytest

from chassis.languages import Language, Sentence, preferred


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "da"),
        ("", "da"),
        ("en", "en"),
        ("en-GB,en;q=0.9", "en"),
        ("da;q=0.4, en;q=0.5", "en"),
        ("en;q=0.5, da;q=0.5", "en"),
        ("de, *;q=0.5, en;q=0.1", "da"),
        ("de", "da"),
        ("en;q=0", "da"),
        ("en;q=nonsense", "da"),
        ("en;q=2", "da"),
        ("EN", "en"),
        ("en;level=1", "en"),
    ],
)
def test_the_best_liked_of_our_languages_is_chosen(
    header: str | None, language: Language
) -> None:
    """Danish unless the caller likes English better."""
    assert preferred(header) == language


def test_a_fact_that_nobody_gave_does_not_break_a_sentence() -> None:
    """A person gets a sentence in any case."""
    sentence = Sentence("Kræver {roles} og {more}.", "Takes {roles} and {more}.")

    assert sentence.told("da", {"roles": "leder"}) == "Kræver leder og –."
    assert sentence.told("en", {"roles": "manager"}) == "Takes manager and –."
