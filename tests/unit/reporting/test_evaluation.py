"""The evaluation as a whole."""

from datetime import date
from decimal import Decimal

import pytest

from chassis.decider import Refusal
from services.reporting.domain.amounts import WITHHELD
from services.reporting.domain.evaluation import Evaluation, evaluate, explain
from services.reporting.domain.facts import Fact
from services.reporting.policy import read_catalogue
from tests.unit.reporting.given import Story, at, promise
from tests.unit.reporting.stories import three_partnerships

CATALOGUE = read_catalogue()


def evaluated(
    facts: list[Fact], year: int = 2025, as_of: str = "2026-01-31"
) -> Evaluation:
    """The evaluation of *year* as known at noon on *as_of*."""
    return evaluate(facts, CATALOGUE, year, at(as_of))


def actual(found: Evaluation, key: str) -> object:
    """The actual figure of one indicator."""
    return next(
        one.actual
        for goal in found.goals
        for one in goal.indicators
        if one.indicator.key == key
    )


def test_the_evaluation_holds_every_goal_of_the_policy() -> None:
    """A goal that nobody works for is still a goal."""
    found = evaluated(three_partnerships())

    assert [goal.goal.key for goal in found.goals] == [
        "G1.1",
        "G1.2",
        "G2.1",
        "G2.2",
        "G3.1",
        "G3.2",
        "G4.1",
        "G4.2",
    ]
    assert actual(found, "business_area_upgraded") == Decimal(13250)
    assert actual(found, "vacancy_rate") == Decimal("10.3")
    assert actual(found, "ordinary_hires") == WITHHELD


def test_the_evaluation_tells_what_happened_in_its_year_alone() -> None:
    """Ballots, milestones, ratings, gatherings and members of 2025."""
    found = evaluated(three_partnerships())

    assert [ballot.reference for ballot in found.ballots] == ["HTK-BID-2025-0003"]
    assert {
        count.milestone: count.number for count in found.counts if count.number
    } == {
        "proposed": 1,
        "reviews_opened": 1,
        "statements_given": 5,
        "reviews_concluded": 1,
    }
    assert found.gatherings.overall.attended == 6
    assert found.ratings.overall.mean == Decimal("3.6")
    assert found.members.number == 5


def test_any_past_date_is_reproducible() -> None:
    """What came later does not change what was known then."""
    facts = three_partnerships()
    then = [fact for fact in facts if fact.occurred_at <= at("2025-11-10")]

    found = evaluated(facts, as_of="2025-11-10")

    assert found == evaluated(then, as_of="2025-11-10")
    assert actual(found, "vacancy_rate") == Decimal("12.6")
    assert found.counted_on == date(2025, 11, 10)
    assert evaluated(facts).counted_on == date(2025, 12, 31)


def test_the_order_of_the_rows_does_not_matter() -> None:
    """Facts arrive as the stream brings them."""
    facts = three_partnerships()

    assert evaluated(facts[::-1]) == evaluated(facts)


def test_goals_know_who_serves_and_who_prepares_to() -> None:
    """A partnership serves from the day it is in force."""
    serving, preparing, gone = Story("A"), Story("B"), Story("C")
    serving.proposed("2025-01-01", "G4.2")
    serving.in_force("2025-02-01")
    preparing.proposed("2025-01-01", "G4.2")
    gone.proposed("2025-01-01", "G4.2")
    gone.decided("2025-02-01", "withdrawn")

    found = evaluated([*serving.facts, *preparing.facts, *gone.facts])

    assert found.goals[7].served_by == ("A",)
    assert found.goals[7].prepared_by == ("B",)
    assert "G4.2" not in found.gaps.unserved_goals


def test_a_partnership_that_rests_is_still_in_force() -> None:
    """An ended one is not, nor one that has not begun."""
    running, resting, ended, proposed = map(Story, "ABCD")
    for story in (running, resting, ended):
        story.in_force("2025-02-01")
    resting.suspended("2025-03-01")
    ended.ended("2025-12-31", "2025-12-31")
    proposed.proposed("2025-02-01")
    facts = [*running.facts, *resting.facts, *ended.facts, *proposed.facts]

    assert evaluated(facts).still_in_force == 2


def test_gaps_are_told_in_both_directions() -> None:
    """Goals without partnerships, partnerships without goals."""
    aimless, elsewhere, gone = Story("A"), Story("B"), Story("C")
    aimless.proposed("2025-01-01")
    elsewhere.proposed("2025-01-01", "G9.9")
    elsewhere.in_force("2025-02-01", promise("vacancy_rate", "9", "G1.1", y2025="8"))
    gone.proposed("2025-01-01", "G9.9")
    gone.decided("2025-02-01", "rejected")

    found = evaluated([*aimless.facts, *elsewhere.facts, *gone.facts]).gaps

    assert found.unserved_goals == (
        "G1.2",
        "G2.1",
        "G2.2",
        "G3.1",
        "G3.2",
        "G4.1",
        "G4.2",
    )
    assert found.aimless_partnerships == ("A",)


def test_a_partnership_in_force_without_a_goal_of_the_policy_is_aimless() -> None:
    """It may have been agreed under another policy."""
    story = Story("A")
    story.proposed("2025-01-01", "G9.9")
    story.in_force("2025-02-01")

    assert evaluated(story.facts).gaps.aimless_partnerships == ("A",)


def test_indicators_outside_the_catalogue_are_told_rather_than_lost() -> None:
    """A figure that nobody can place must not vanish silently."""
    story = Story("A")
    story.reported("2025-02-01", "a", "moon_base", "1", "2025-01-31")
    story.reported("2025-02-01", "b", "mars_base", "1", "2024-01-31")

    assert evaluated(story.facts).gaps.unplaced_indicators == ("moon_base",)


@pytest.mark.parametrize("year", [2022, 2028])
def test_a_year_outside_the_policy_is_refused(year: int) -> None:
    """There are no goals to hold it against."""
    with pytest.raises(Refusal) as refusal:
        evaluated([], year)
    assert refusal.value.code == "year_outside_policy"
    assert refusal.value.facts == {"year": year, "first": 2023, "last": 2027}

    with pytest.raises(Refusal, match="year_outside_policy"):
        explain([], CATALOGUE, year, at("2026-01-31"), "vacancy_rate")


def test_a_year_of_which_nothing_is_known_is_empty() -> None:
    """An outcome alone is something; a partnership alone is something."""
    proposed, reported = Story("A"), Story("B")
    proposed.proposed("2025-01-01")
    reported.reported("2025-02-01", "a", "mentors", "9", "2025-01-31")

    assert evaluated([]).is_empty
    assert not evaluated(proposed.facts).is_empty
    assert not evaluated(reported.facts).is_empty
    assert evaluated(proposed.facts, 2024).is_empty


def test_a_figure_is_explained_with_nothing_withheld() -> None:
    """The evaluator must see what the published document withholds."""
    found = explain(
        three_partnerships(), CATALOGUE, 2025, at("2026-01-31"), "ordinary_hires"
    )

    assert found.actual == Decimal(3)
    assert [trace.value for trace in found.traces] == [Decimal(3), None]


def test_an_explanation_knows_only_what_was_known_then() -> None:
    """It belongs to an evaluation of the same instant."""
    found = explain(
        three_partnerships(), CATALOGUE, 2025, at("2025-12-28"), "ordinary_hires"
    )

    assert (found.actual, found.claimed) == (None, Decimal(3))


def test_an_unknown_indicator_is_refused() -> None:
    """Its name may be misspelt."""
    with pytest.raises(Refusal) as refusal:
        explain([], CATALOGUE, 2025, at("2026-01-31"), "moon_base")

    assert (refusal.value.code, refusal.value.facts) == (
        "unknown_indicator",
        {"indicator": "moon_base"},
    )
