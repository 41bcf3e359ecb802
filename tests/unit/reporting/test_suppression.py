"""No published figure tells of fewer than five."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.domain.amounts import WITHHELD, Amount, mean, percent, total
from services.reporting.domain.attainment import Attainment
from services.reporting.domain.courses import courses
from services.reporting.domain.disclosure import disclosed
from services.reporting.domain.gatherings import Attendance, Gatherings, gatherings
from services.reporting.domain.indicators import IndicatorResult, result
from services.reporting.domain.outcomes import outcomes
from services.reporting.domain.ratings import UNTOLD, ratings
from services.reporting.domain.suppression import is_small, withheld
from services.reporting.policy import read_catalogue
from tests.unit.reporting.given import Story, promise

INDICATORS = read_catalogue().indicators()


@pytest.mark.parametrize(
    ("cells", "hidden"),
    [
        ({}, set()),
        ({"a": 0}, set()),
        ({"a": 5}, set()),
        ({"a": 4}, {"a"}),
        ({"a": 2, "b": 2}, {"a", "b"}),
        ({"a": 2, "b": 2, "c": 0}, {"a", "b"}),
        ({"a": 3, "b": 9}, {"a", "b"}),
        ({"a": 3, "b": 9, "c": 7}, {"a", "c"}),
        ({"a": 3, "b": 7, "c": 7}, {"a", "b"}),
        ({"a": 3, "b": 9, "c": 0}, {"a", "b"}),
        ({"a": 1, "b": 1, "c": 9, "d": 6}, {"a", "b", "d"}),
        ({"a": 4, "b": 1, "c": 9}, {"a", "b"}),
        ({"a": 3, "b": 5}, {"a", "b"}),
        ({"a": 4, "b": 5, "c": 6}, {"a", "b"}),
    ],
)
def test_small_cells_are_withheld_with_their_complements(
    cells: dict[str, int], hidden: set[str]
) -> None:
    """One withheld cell beside its total is no secret."""
    assert withheld(cells) == hidden


@given(st.lists(st.integers(min_value=0, max_value=30), max_size=7))
def test_what_is_withheld_cannot_be_found_by_subtraction(cells: list[int]) -> None:
    """Either nothing is hidden, or the hidden cells are several and hold enough."""
    hidden = withheld(dict(enumerate(cells)))
    shown = [count for place, count in enumerate(cells) if place not in hidden]

    assert not any(is_small(count) for count in shown)
    if hidden and not is_small(sum(cells)):
        assert len(hidden) > 1
        assert sum(cells) - sum(shown) >= 5


def rated(*given_ratings: tuple[str, str, int]) -> list[Story]:
    """Stories in which (kind, organisation, rating) was given in 2025."""
    stories = []
    for number, (kind, organisation, rating) in enumerate(given_ratings):
        story = Story(f"HTK-{number}", kind)
        story.rated("2025-04-01", organisation, rating)
        stories.append(story)
    return stories


def test_ratings_of_five_organisations_are_told_as_their_mean() -> None:
    """From five on, nobody can tell who said what."""
    stories = rated(*(("bid", f"Partner {number}", 4) for number in range(4)))
    stories += rated(("bid", "Partner 4", 1), ("bid", "Partner 4", 2))

    found = ratings((fact for story in stories for fact in story.facts), 2025)

    assert found.overall.mean == Decimal("3.1667")
    assert (found.overall.organisations, found.overall.statements) == (5, 6)
    assert found.by_kind == (("bid", found.overall),)
    assert len(found.overall.messages) == 6


def test_ratings_of_four_organisations_are_withheld() -> None:
    """However many statements the four gave."""
    stories = rated(*(("bid", f"Partner {number % 4}", 4) for number in range(8)))

    found = ratings((fact for story in stories for fact in story.facts), 2025)

    assert found.overall == UNTOLD
    assert found.by_kind == (("bid", UNTOLD),)


def test_a_kind_is_withheld_with_its_complement() -> None:
    """Otherwise the mean of the small kind follows from the other and the whole."""
    stories = rated(
        *(("bid", f"Partner {number}", 4) for number in range(6)),
        ("school", "Partner 9", 1),
    )

    found = ratings((fact for story in stories for fact in story.facts), 2025)

    assert found.overall.organisations == 7
    assert found.by_kind == (("bid", UNTOLD), ("school", UNTOLD))


def test_ratings_of_other_years_are_left_out() -> None:
    """And a year without ratings has none, which is not the same as withheld."""
    (story,) = rated(("bid", "Alfa", 4))

    found = ratings(story.facts, 2024)

    assert (found.overall.mean, found.overall.organisations) == (None, 0)
    assert found.by_kind == ()


def test_the_last_count_of_a_gathering_stands() -> None:
    """A count may be corrected."""
    story = Story()
    story.met("2025-04-01", "meeting", 9, 3)
    corrected = story.met("2025-04-01", "meeting", 10, 8)
    story.met("2024-12-31", "earlier", 20, 20)

    everything = Attendance(1, 10, 8, (corrected.message_id,))
    assert gatherings(story.facts, 2025) == Gatherings(
        everything, (("review_meeting", everything),)
    )


def test_attendance_is_withheld_with_its_complement() -> None:
    """Three who came to the only review meeting may be known by name."""
    story = Story()
    story.met("2025-04-01", "one", 9, 3)
    story.met("2025-05-01", "two", 40, 30, "network_meeting")

    found = gatherings(story.facts, 2025)

    assert (found.overall.invited, found.overall.attended) == (49, 33)
    assert [
        (name, held.gatherings, held.invited, held.attended)
        for name, held in found.by_type
    ] == [("network_meeting", 1, 40, WITHHELD), ("review_meeting", 1, 9, WITHHELD)]


def test_the_few_who_were_invited_are_withheld_too() -> None:
    """Whoever was invited to a meeting of four is easily guessed."""
    story = Story()
    story.met("2025-04-01", "one", 4, 0)
    story.met("2025-05-01", "two", 40, 30, "network_meeting")

    found = gatherings(story.facts, 2025)

    assert [(name, held.invited, held.attended) for name, held in found.by_type] == [
        ("network_meeting", WITHHELD, 30),
        ("review_meeting", WITHHELD, 0),
    ]


def test_a_small_attendance_in_all_is_withheld() -> None:
    """There is nothing to hide it among."""
    story = Story()
    story.met("2025-04-01", "one", 4, 2)

    found = gatherings(story.facts, 2025)

    assert (found.overall.invited, found.overall.attended) == (WITHHELD, WITHHELD)


def hired(
    *values: str, baseline: str = "10", indicator: str = "ordinary_hires"
) -> IndicatorResult:
    """The published result of one partnership that reported these figures."""
    story = Story()
    story.in_force("2025-01-01", promise(indicator, baseline, "G3.1", y2025="12"))
    for number, value in enumerate(values):
        name = f"outcome {number}"
        story.reported("2025-06-01", name, indicator, value, "2025-05-31")
        story.accepted("2025-06-02", name)
    known = result(
        INDICATORS[indicator], 2025, courses(story.facts), outcomes(story.facts)
    )
    return disclosed(known)


def values(found: IndicatorResult, part: str) -> list[Amount]:
    """What the messages of one part are shown to say."""
    return [
        trace.value
        for trace in found.traces
        if trace.part == part and trace.value is not None
    ]


def test_fewer_than_five_persons_are_withheld_with_the_verdict() -> None:
    """Reached or not would tell how many."""
    found = hired("3")

    assert found.actual == WITHHELD
    assert found.attainment == Attainment("withheld")
    assert values(found, "actual") == [WITHHELD]
    assert values(found, "target") == [Decimal(12)]


def test_a_small_part_of_a_shown_sum_is_withheld_with_its_complement() -> None:
    """3 + 8 = 11, and 11 is shown."""
    found = hired("3", "8", "20")

    assert found.actual == Decimal(31)
    assert values(found, "actual") == [WITHHELD, WITHHELD, Decimal(20)]
    assert found.attainment.verdict == "reached"


def test_a_small_baseline_is_withheld_with_the_way_covered() -> None:
    """The way covered and the target give the baseline."""
    found = hired("8", baseline="2")

    assert (found.baseline, found.actual) == (WITHHELD, Decimal(8))
    assert values(found, "baseline") == [WITHHELD]
    assert found.attainment == Attainment("on_the_way", Decimal(4), None)


def test_figures_large_enough_are_left_alone() -> None:
    """From five persons on, and always when it is not persons."""
    assert hired("5").attainment == Attainment("further_off", Decimal(7), Decimal(-250))
    assert hired("3", indicator="mentors").actual == WITHHELD
    assert hired("3", indicator="internships").actual == Decimal(3)


def test_small_claims_and_replaced_figures_about_persons_are_withheld() -> None:
    """They are printed in the annex as well."""
    story = Story()
    story.reported("2025-06-01", "a", "flexjobs", "4", "2025-05-31")
    story.accepted("2025-06-02", "a")
    story.reported("2025-06-03", "b", "flexjobs", "6", "2025-05-31", restates="a")
    story.accepted("2025-06-04", "b")
    story.reported("2025-06-05", "c", "flexjobs", "2", "2025-05-31")
    story.reported("2025-06-05", "d", "flexjobs", "7", "2025-05-31")
    story.returned("2025-06-06", "d")
    found = disclosed(
        result(INDICATORS["flexjobs"], 2025, (), outcomes(story.facts)),
    )

    assert (found.actual, found.claimed) == (Decimal(6), WITHHELD)
    assert values(found, "replaced") == [WITHHELD]
    assert values(found, "claimed") == [WITHHELD]
    assert values(found, "returned") == [Decimal(7)]


def test_figures_are_summed_and_averaged_exactly() -> None:
    """No float comes near them."""
    assert total([Decimal("0.1"), Decimal("0.2")]) == Decimal("0.3")
    assert str(mean([Decimal(17), Decimal(18)])) == "17.5"
    assert mean([Decimal(1), Decimal(1), Decimal(2)]) == Decimal("1.3333")
    assert (total([]), mean([])) == (None, None)
    assert percent(Decimal(1), Decimal(3)) == Decimal(33)
    assert percent(Decimal(1), Decimal(40)) == Decimal(2)
