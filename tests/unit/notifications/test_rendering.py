"""How letters read, and that no fact can break one."""

from dataclasses import replace
from html.parser import HTMLParser
from typing import override

import pytest

from chassis.languages import Language
from services.notifications.domain.facts import Fact
from services.notifications.rendering import Action, Letter, Rendered, render
from tests.unit.notifications import given

LINK = "https://medspil.example/v1/partner/abc"
LETTER = Letter(
    name="Anna Holm",
    answer_to="erhverv@medspil.example",
    reference="HTK-BID-2025-0001",
    actions=(Action(LINK, None),),
    repeat=False,
)


def in_danish(fact: Fact, event: str, letter: Letter = LETTER) -> Rendered:
    """Write the letter in Danish."""
    return render(event, fact, letter, "da")


def test_a_danish_letter_from_first_word_to_last() -> None:
    """What happened, what is asked, by when, how, and who to ask."""
    rendered = in_danish(given.BALLOT_OPENED, "ballot-opened")

    assert rendered.subject == (
        "Stem om »Hedehusene Bymidte« senest 5. marts 2025 (HTK-BID-2025-0001)"
    )
    assert rendered.sender == "Høje-Taastrup Kommune, erhverv"
    assert rendered.text == (
        "Kære Anna Holm\n"
        "\n"
        "Afstemningen om partnerskabet »Hedehusene Bymidte« er åben, og din\n"
        "stemme tæller med.\n"
        "\n"
        "Vi beder dig stemme ja eller nej senest onsdag den 5. marts 2025. Det\n"
        "tager kun et par minutter.\n"
        "\n"
        "Det bliver noteret, at du har stemt, men ikke hvad du har stemt.\n"
        "\n"
        "Afgiv din stemme:\n"
        "https://medspil.example/v1/partner/abc\n"
        "\n"
        "Linket er personligt. Send det ikke videre.\n"
        "\n"
        "Har du spørgsmål, så svar på denne mail, eller skriv til\n"
        "erhverv@medspil.example. Nævn gerne sagsnummer HTK-BID-2025-0001.\n"
        "\n"
        "Venlig hilsen\n"
        "Høje-Taastrup Kommune, erhverv\n"
        "\n"
        "-- \n"
        "Du får denne mail, fordi du står som kontaktperson hos os.\n"
    )


def test_an_english_letter_has_english_dates_and_figures() -> None:
    """A date is written out in the language of the letter."""
    rendered = render("ballot-closed", given.ballot_closed(passed=True), LETTER, "en")

    assert rendered.subject == (
        "It is a yes to “Hedehusene Bymidte” (HTK-BID-2025-0001)"
    )
    assert "They stand for 81.25% of all" in rendered.text


def test_times_are_told_as_clocks_in_copenhagen_show_them() -> None:
    """Twelve o'clock UTC is two in the afternoon in June."""
    text = in_danish(given.INVITED, "gathering-invited").text

    assert "Tid: torsdag den 12. juni 2025 kl. 14.00 til 16.00\n" in text


def test_a_gathering_over_several_days_names_both() -> None:
    """An end without a day would be read as the same day."""
    text = in_danish(given.RESCHEDULED, "gathering-rescheduled").text

    assert (
        "Tid: torsdag den 12. juni 2025 kl. 14.00 til fredag den 13. juni 2025\n"
        "kl. 16.00\n"
    ) in text


def test_without_a_case_nothing_is_said_of_one() -> None:
    """A network meeting belongs to no partnership."""
    rendered = in_danish(
        given.CANCELLED, "gathering-cancelled", replace(LETTER, reference=None)
    )

    assert rendered.subject == "Aflyst: Netværk, 12. juni 2025"
    assert "sagsnummer" not in rendered.text + rendered.html


def test_several_links_say_which_organisation_each_is_for() -> None:
    """Anna votes for the bakery and for the cinema, and must not mix them up."""
    actions = (Action(LINK, "12345674"), Action(f"{LINK}2", "87654321"))

    text = in_danish(
        given.BALLOT_OPENED, "ballot-opened", replace(LETTER, actions=actions)
    ).text

    assert (
        "Du er kontaktperson for flere organisationer. Brug et link for hver af\n"
        "dem.\n\n"
        "Afgiv din stemme (CVR-nr. 12345674):\n"
        f"{LINK}\n\n"
        "Afgiv din stemme (CVR-nr. 87654321):\n"
        f"{LINK}2\n"
    ) in text


def test_a_repeat_says_that_it_is_one() -> None:
    """Whoever gets it twice knows why, and acts once."""
    letter = replace(LETTER, repeat=True)
    rendered = in_danish(given.BALLOT_OPENED, "ballot-opened", letter)

    assert "Du har måske allerede fået denne mail." in rendered.text
    assert "Du har måske allerede fået denne mail." in rendered.html


def test_what_people_wrote_cannot_become_markup() -> None:
    """A title comes from a form, and ends in somebody's mail program."""
    fact = replace(given.BALLOT_OPENED, title="<img src=x> & Co")
    html = in_danish(fact, "ballot-opened").html

    assert "<img" not in html
    assert "&lt;img src=x&gt; &amp; Co" in html


def test_a_subject_stays_on_one_line() -> None:
    """A line break in a subject would begin another header."""
    fact = replace(given.BALLOT_OPENED, title="Bymidte\r\nBcc: all@example.org")
    subject = in_danish(fact, "ballot-opened").subject

    assert subject.startswith("Stem om »Bymidte Bcc: all@example.org« senest")
    assert "\n" not in subject


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize(("event", "fact"), given.EVERY_LETTER)
def test_every_letter_can_be_written(
    event: str, fact: Fact, language: Language
) -> None:
    """Also for a value that only a newer publisher knows."""
    rendered = render(event, fact, LETTER, language)
    page = Page(rendered.html)

    assert rendered.subject.endswith("(HTK-BID-2025-0001)")
    assert max(len(line) for line in rendered.text.splitlines()) <= 72
    assert page.language == language
    assert page.headings == 1
    assert page.links == [LINK]
    assert page.remote == []


@pytest.mark.parametrize("change", given.CHANGES)
def test_a_letter_about_a_change_says_which(change: str) -> None:
    """Whoever is asked to sign again knows why before opening anything."""
    danish, english = given.CHANGES[change]
    for event, fact in given.changed(change):
        assert danish in render(event, fact, LETTER, "da").text.replace("\n", " ")
        assert english in render(event, fact, LETTER, "en").text.replace("\n", " ")


class Page(HTMLParser):
    """What matters about a letter in HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.language: str | None = None
        self.headings = 0
        self.links: list[str | None] = []
        self.remote: list[str] = []
        self.feed(html)

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given_attributes = dict(attrs)
        self.language = self.language or given_attributes.get("lang")
        self.headings += tag == "h1"
        if tag == "a":
            self.links.append(given_attributes.get("href"))
        if tag in {"img", "link", "script", "iframe"} or "src" in given_attributes:
            self.remote.append(tag)
