"""What a disclosed history is told in: every event and every field, in both languages."""

from collections.abc import Iterator
from dataclasses import is_dataclass
from typing import Literal, get_args, get_origin, get_type_hints

import pytest

from chassis.languages import Language
from services.partnerships.domain.events import Event
from services.partnerships.readable import TEXTS, shown

LANGUAGES: tuple[Language, ...] = get_args(Language.__value__)


def parts(one: object, seen: set[object]) -> Iterator[tuple[str, str]]:
    """Every name of a field and every code that an event can hold."""
    one = getattr(one, "__value__", one)
    if get_origin(one) is Literal:
        yield from (("values", str(code)) for code in get_args(one))
    elif not is_dataclass(one):
        for inner in get_args(one):
            yield from parts(inner, seen)
    elif one not in seen:
        seen.add(one)
        for name, inner in get_type_hints(one).items():
            yield "fields", name
            yield from parts(inner, seen)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_event_and_every_field_has_its_words(language: Language) -> None:
    """A code in the middle of a page tells a citizen nothing."""
    events = get_args(Event.__value__)
    wanted = set(parts(Event, set())) | {("events", one.__name__) for one in events}

    assert {
        (sort, name) for sort, name in wanted if not TEXTS[language][sort].get(name)
    } == set()


def test_both_languages_say_the_same() -> None:
    """No word is missing in one of them."""
    danish, english = (
        {(sort, name) for sort, words in TEXTS[language].items() for name in words}
        for language in LANGUAGES
    )

    assert danish == english


def test_words_that_are_written_as_a_page_stay_words() -> None:
    """Somebody's text is shown, and never becomes a part of the page."""
    event = {
        "version": 1,
        "type": "Unheard",
        "data": {"reason": "<b>fed</b>", "held": True, "passed": False, "due_on": None},
        "actor": "contact:7",
        "occurred_at": "2024-01-10T08:30:00Z",
    }
    told = bytes(shown([event], (), {}, "en").body).decode()

    assert "&lt;b&gt;fed&lt;/b&gt;" in told
    assert "<h2>1. Unheard</h2>" in told
    assert "<dt>held</dt><dd>Yes</dd>" in told
    assert "<dt>Passed</dt><dd>No</dd>" in told
    assert "<dt>Due on</dt><dd>–</dd>" in told
    assert "<dd>Contact 7</dd>" in told
    assert "10 Jan 2024, 09:30:00" in told
    assert "Nothing is left out." in told
