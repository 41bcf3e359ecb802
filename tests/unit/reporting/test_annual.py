"""The document: its words, its numbers and its charts."""

import re
from decimal import Decimal
from string import Formatter
from xml.etree import ElementTree as ET

import pytest

from services.reporting.annual.blocks import (
    Bullets,
    Charts,
    Document,
    Paragraph,
    Section,
    Table,
)
from services.reporting.annual.charts import Bar, bar_chart
from services.reporting.annual.document import document
from services.reporting.annual.wording import wording
from services.reporting.domain.amounts import WITHHELD
from services.reporting.domain.catalogue import Language
from services.reporting.domain.evaluation import evaluate
from services.reporting.domain.facts import Fact
from services.reporting.policy import read_catalogue
from tests.unit.reporting.given import Story, at, promise
from tests.unit.reporting.stories import three_partnerships

CATALOGUE = read_catalogue()
SVG = "{http://www.w3.org/2000/svg}"


def written(
    facts: list[Fact],
    language: Language = "da",
    year: int = 2025,
    as_of: str = "2026-01-31",
) -> Document:
    """The document about *year*."""
    return document(evaluate(facts, CATALOGUE, year, at(as_of)), language)


def section(found: Document, heading: str) -> Section:
    """The section whose heading begins so."""
    return next(one for one in found.sections if one.heading.startswith(heading))


def table(found: Section) -> Table:
    """The first table of a section."""
    return next(block for block in found.blocks if isinstance(block, Table))


def spoken(found: Section) -> list[str]:
    """The paragraphs and list items of a section."""
    told: list[str] = []
    for block in found.blocks:
        match block:
            case Paragraph():
                told.append(block.text)
            case Bullets():
                told += [block.label, *block.items]
            case Table() | Charts():
                continue
    return told


def test_both_languages_say_the_same_things_with_the_same_facts() -> None:
    """A missing word would be noticed by a reader first."""
    danish, english = wording("da").texts, wording("en").texts

    assert danish.keys() == english.keys()
    for key, text in danish.items():
        if not key.startswith("pattern."):
            assert fields(text) == fields(english[key]), key


def fields(text: str) -> set[str]:
    """The names of the facts in a sentence."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize(
    ("language", "value", "decimals", "written_as"),
    [
        ("da", "1234567.5", 1, "1.234.567,5"),
        ("en", "1234567.5", 1, "1,234,567.5"),
        ("da", "7250", 0, "7.250"),
        ("da", "7250.5", 0, "7.250,5"),
        ("da", "8", 1, "8,0"),
        ("da", "3.6667", 2, "3,667"),
        ("en", "-12", 0, "-12"),
    ],
)
def test_numbers_are_written_as_people_write_them(
    language: Language, value: str, decimals: int, written_as: str
) -> None:
    """Danes write a comma where the English write a point."""
    assert wording(language).number(Decimal(value), decimals) == written_as


def test_instants_are_told_in_danish_time() -> None:
    """Noon in UTC is one o'clock in Taastrup, in January."""
    moment = at("2026-01-31")

    assert wording("da").moment(moment) == "31. januar 2026 kl. 13.00"
    assert wording("en").moment(moment) == "31 January 2026 at 13:00"
    assert wording("da").stamp(moment) == "31.01.2026 13.00"
    assert wording("en").stamp(moment) == "31 Jan 2026 13:00"


def test_a_word_that_is_new_is_shown_as_it_is() -> None:
    """Vocabularies of messages may grow before this document learns them."""
    assert wording("da").name("grade", "sworn_statement") == "sworn statement"
    assert wording("da").name("grade", "claimed") == "oplyst"


def test_figures_that_are_missing_or_withheld_say_so() -> None:
    """Neither looks like a zero."""
    words, unit = wording("da"), CATALOGUE.indicators()["mentors"].unit

    assert words.amount(None, unit) == "–"
    assert words.amount(WITHHELD, unit) == words.tally(WITHHELD) == "ikke vist"
    assert words.amount(Decimal(1200), unit) == words.tally(1200) == "1.200"


def test_the_cover_sums_the_year_up() -> None:
    """A reader with one minute reads this."""
    cover = written(three_partnerships()).cover

    assert cover.summary == (
        "2 partnerskaber var i kraft i 2025.",
        "Yderligere ét er under forberedelse.",
        "Der var aftalt måltal for 4 indikatorer; 1 blev nået.",
        "3 af politikkens 8 mål har partnerskaber, der arbejder for dem.",
        "Partnerne gav i gennemsnit kommunen 3,6 på en skala fra 1 til 5.",
    )
    assert [tile.figure for tile in cover.tiles] == ["2", "5", "3 af 8", "1 af 4"]


def test_none_is_said_in_words_where_a_nought_reads_badly() -> None:
    """Nobody writes that a further 0 are under preparation."""
    assert wording("da").count("cover.preparing", 0) == (
        "Ingen andre er under forberedelse."
    )
    assert wording("en").count("cover.preparing", 0) == (
        "No others are under preparation."
    )
    assert wording("en").count("cover.in_force", 0, year="2025") == (
        "0 partnerships were in force in 2025."
    )


def test_a_year_that_is_not_over_says_so_first() -> None:
    """Half a year must not be read as a whole one."""
    cover = written(three_partnerships(), "en", as_of="2025-06-30").cover

    assert cover.summary[0] == (
        "The year is not over: the figures show how far it had come on 30 June 2025."
    )
    assert not any("rated the municipality" in said for said in cover.summary)


def test_an_empty_year_is_a_sensible_document() -> None:
    """It says that there is nothing, and still shows what is aimed for."""
    found = written([], "en", 2023, "2024-01-31")

    assert found.cover.summary == (
        (
            "No partnerships or outcomes are registered for 2023 yet. "
            "When the first ones come, this document fills itself in."
        ),
    )
    assert found.cover.tiles == ()
    assert spoken(section(found, "G3.2")) == [
        "No partnership works for this goal yet.",
        (
            "No targets or figures in 2023. The goal is measured by: "
            "Companies' satisfaction with the jobcentre."
        ),
    ]
    assert spoken(section(found, "The partners' view")) == [
        "No partner gave a statement in 2023."
    ]
    assert spoken(section(found, "The partnerships' year")) == [
        "There are no partnerships to show for 2023."
    ]
    assert spoken(section(found, "Ballots")) == ["No ballots closed in 2023."]
    assert spoken(section(found, "Gatherings")) == [
        "No attendance was recorded in 2023."
    ]
    assert spoken(section(found, "Annex")) == [
        "There are no messages behind figures in this year."
    ]


def test_a_goal_shows_baseline_target_result_attainment_and_evidence() -> None:
    """One row for each indicator of which something is known."""
    found = table(section(written(three_partnerships()), "G1.1"))

    assert found.rows == (
        (
            "Erhvervsareal løftet\nm²",
            "1.500",
            "21.000",
            "13.250",
            "↗ på vej\n60\u00a0% af vejen\nmangler 7.750",
            "1 oplyst\n1 bekræftet i register\n1 kontrolleret af medarbejder",
        ),
        (
            "Tomme erhvervslokaler\n%, lavere er bedre",
            "10,75",
            "9,25",
            "10,3",
            "↗ på vej\n30\u00a0% af vejen\nmangler 1,05",
            "1 bekræftet i register\n1 kontrolleret af medarbejder",
        ),
    )


def test_a_chart_states_its_figures_in_words() -> None:
    """Whoever cannot see the bars is told the same."""
    found = section(written(three_partnerships(), "en"), "G2.2")
    (charts,) = (block for block in found.blocks if isinstance(block, Charts))

    assert [chart.alt for chart in charts.charts] == [
        (
            "Bar chart. Biodiversity projects (projects): "
            "baseline 1, target 5, result 6. The target is reached."
        )
    ]


def test_the_partnerships_in_force_are_counted_on_the_last_day() -> None:
    """One waits for its approval."""
    assert spoken(section(written(three_partnerships()), "Partnerskabernes år")) == [
        "Den 31. december 2025 var 2 partnerskaber i kraft."
    ]


def test_claims_are_told_apart_from_results() -> None:
    """They do not count until somebody accepts them."""
    assert spoken(section(written(three_partnerships()), "G1.2")) == [
        "Partnerskab i kraft: HTK-BID-2024-0001.",
        "Indberettet, men endnu ikke godkendt; tæller ikke med:",
        "Virksomhedernes samlede tilfredshed: 3,90 på skalaen 1-5",
        "Uden måltal og tal i 2025: Sagsbehandlingstid.",
    ]


def test_a_figure_that_went_the_wrong_way_shows_how_far_there_is_to_go() -> None:
    """Without a share of the way: none of it is covered."""
    story = Story()
    story.in_force("2025-01-01", promise("satisfaction_jobcentre", "4", y2025="4.5"))
    story.reported("2025-06-01", "a", "satisfaction_jobcentre", "3.9", "2025-05-31")
    story.accepted("2025-06-02", "a")
    found = table(section(written(story.facts, "en"), "G3.2"))

    assert [row[4] for row in found.rows] == ["↘ further off\n0.60 to go"]


def test_a_target_without_a_result_is_no_failure() -> None:
    """Nobody has reported yet."""
    found = table(section(written(three_partnerships(), "en", 2024), "G1.1"))

    assert [row[4] for row in found.rows] == ["○ no result yet", "○ no result yet"]


def test_gaps_are_listed_by_name() -> None:
    """Both ways."""
    found = section(written(three_partnerships()), "Huller")

    assert spoken(found)[-2:] == [
        "Partnerskaber, der ikke tjener noget af politikkens mål:",
        "HTK-BID-2025-0003",
    ]


def test_reported_indicators_that_nobody_knows_are_listed() -> None:
    """They are told rather than lost."""
    story = Story()
    story.reported("2025-02-01", "a", "moon_base", "1", "2025-01-31")

    assert spoken(section(written(story.facts), "Huller"))[-1] == "moon_base"


def test_withheld_ratings_are_shown_as_withheld() -> None:
    """And the cover is silent about them."""
    story = Story()
    story.proposed("2025-01-01", "G1.1")
    story.rated("2025-04-01", "Alfa", 1)
    found = written(story.facts)

    assert table(section(found, "Partnernes syn")).rows == (
        ("Business Improvement District", "ikke vist", "ikke vist", "ikke vist"),
        ("Alle", "ikke vist", "ikke vist", "ikke vist"),
    )
    assert not any("gennemsnit" in said for said in found.cover.summary)


def test_the_annex_holds_the_messages_behind_each_figure() -> None:
    """With the id under which each is found in the stream."""
    found = table(section(written(three_partnerships()), "Biodiversitetsprojekter"))

    assert found.caption == "biodiversity_projects (projekter)"
    assert [(row[0], row[1], row[3]) for row in found.rows] == [
        ("01.04.2024 14.00", "Udgangspunkt\naftale indgået", "1"),
        ("01.04.2024 14.00", "Måltal\naftale indgået", "5"),
        ("01.04.2024 14.00", "I kraft\naftale trådt i kraft", "–"),
        ("20.12.2025 13.00", "Tæller med\nresultat indberettet", "6"),
        ("22.12.2025 13.00", "Tæller med\nresultat godkendt", "–"),
    ]
    for row in found.rows:
        assert re.fullmatch("HTK-BID-2024-0001\n[0-9a-f-]{36}", row[2])


def bars(*values: str) -> list[Bar]:
    """Bars of these lengths."""
    return [
        Bar(f"Bar {number}", Decimal(value), value, "solid")
        for number, value in enumerate(values)
    ]


def drawn(svg: str) -> list[tuple[float, float]]:
    """The left edge and the width of every bar."""
    root = ET.fromstring(svg)  # noqa: S314 - our own drawing
    return [
        (float(rect.get("x", "")), float(rect.get("width", "")))
        for rect in root.findall(f"{SVG}rect")
    ]


def test_bars_are_as_long_as_their_figures() -> None:
    """The longest fills the room; half of it is half as long."""
    assert drawn(bar_chart("Areal", "m²", bars("10", "5", "0"))) == [
        (62.0, 156.0),
        (62.0, 78.0),
        (62.0, 0.0),
    ]


def test_bars_below_zero_go_the_other_way() -> None:
    """Emissions may have grown."""
    assert drawn(bar_chart("Udledning", "t", bars("-10", "10"))) == [
        (62.0, 75.25),
        (137.25, 75.25),
    ]


def test_a_chart_of_nothing_but_zeros_is_still_a_chart() -> None:
    """Nothing is divided by zero."""
    assert drawn(bar_chart("Areal", "m²", bars("0", "0"))) == [(62.0, 0.0), (62.0, 0.0)]


def test_words_in_a_chart_cannot_break_it() -> None:
    """A long name goes on two lines, and markup is only text."""
    svg = bar_chart(
        "SMV'er <& andre>, der har taget grønne skridt, i erhvervsundersøgelsen",
        "%",
        bars("1"),
    )

    texts = [text.text for text in ET.fromstring(svg).findall(f"{SVG}text")]  # noqa: S314 - our own drawing
    assert texts[:3] == [
        "SMV'er <& andre>, der har taget grønne",
        "skridt, i erhvervsundersøgelsen",
        "%",
    ]
