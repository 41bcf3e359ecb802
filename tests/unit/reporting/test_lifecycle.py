"""What became of the partnerships."""

from datetime import UTC, date, datetime

import pytest

from chassis.decider import Refusal
from services.reporting.domain.courses import Course, courses
from services.reporting.domain.facts import civil_date, instant, known
from services.reporting.domain.lifecycle import Ballot, ballots, counts, standings
from services.reporting.domain.members import Members, members
from tests.unit.reporting.given import Story, at, named, promise, registered


def course(story: Story) -> Course:
    """The one course of a story."""
    (found,) = courses(story.facts)
    return found


def test_a_course_tells_the_status_of_every_day() -> None:
    """Any past day can be asked about."""
    story = Story()
    story.proposed("2024-01-10", "G1.1")
    story.revised("2024-01-20", "Nyt navn", "G2.2")
    story.decided("2024-02-01")
    story.concluded("2024-03-01", "2024-04-01")
    story.took_effect("2024-04-01")
    story.suspended("2024-05-01")
    story.resumed("2024-06-01")
    story.concluded("2024-06-15", "2024-07-01", version=2)
    story.took_effect("2024-07-01", version=2)
    story.ended("2025-01-01", "2024-12-31", "expired")
    found = course(story)

    assert [
        found.status_on(date.fromisoformat(day))
        for day in (
            "2024-01-09",
            "2024-01-10",
            "2024-01-31",
            "2024-02-01",
            "2024-03-31",
            "2024-04-01",
            "2024-05-01",
            "2024-06-01",
            "2024-06-20",
            "2024-12-30",
            "2024-12-31",
        )
    ] == [
        None,
        "proposed",
        "proposed",
        "approved",
        "agreed",
        "active",
        "suspended",
        "active",
        "active",
        "active",
        "expired",
    ]
    assert (found.title, found.goals) == ("Nyt navn", ("G2.2",))


def test_an_amendment_does_not_wake_a_partnership_that_rests() -> None:
    """Only resuming does."""
    story = Story()
    story.in_force("2024-04-01")
    story.suspended("2024-05-01")
    story.concluded("2024-06-01", "2024-06-01", version=2)
    story.took_effect("2024-06-01", version=2)

    assert course(story).status_on(date(2024, 12, 31)) == "suspended"


def test_a_partnership_is_in_force_in_every_year_it_touches() -> None:
    """The first day and the last day decide, both included."""
    story = Story()
    story.in_force("2024-12-31")
    story.ended("2026-01-02", "2026-01-01")

    assert [
        course(story).in_force_during(year) for year in (2023, 2024, 2025, 2026, 2027)
    ] == [False, True, True, True, False]


def test_messages_are_followed_in_the_order_of_the_partnership() -> None:
    """A clock that was set back must not turn the course around."""
    story = Story()
    story.proposed("2024-02-01", "G1.1")
    story.revised("2024-01-01", "Senere udgave", "G2.2")

    assert course(story).title == "Senere udgave"
    (again,) = courses(reversed(story.facts))
    assert again.title == "Senere udgave"


def test_a_gathering_is_no_step_of_the_partnership() -> None:
    """It has versions of its own, and belongs to the partnership all the same."""
    story = Story()
    story.met("2024-01-09", "network", 9, 8)
    story.proposed("2024-01-10", "G1.1")

    assert [found.goals for found in courses(story.facts)] == [("G1.1",)]


def test_goals_served_are_those_proposed_and_those_agreed() -> None:
    """An agreement may promise more than the proposal named."""
    story = Story()
    story.proposed("2024-01-10", "G1.1")
    story.in_force("2024-04-01", promise("satisfaction_overall", "3", "G1.2"))

    assert course(story).goals_served(2024) == {"G1.1", "G1.2"}
    assert course(story).goals_served(2023) == {"G1.1"}


def test_milestones_are_counted_in_their_year_with_their_messages() -> None:
    """Every count can be traced."""
    story = Story()
    proposed = story.proposed("2024-01-10")
    story.decided("2024-02-01")
    story.in_force("2024-04-01")
    story.reviewed("2025-04-01")
    story.rated("2025-04-02", "Alfa", 4)
    story.review_concluded("2025-05-01")
    story.ended("2026-01-01", "2025-12-31", "terminated")
    facts = known(story.facts, at("2027-01-01"))

    in_2024 = {count.milestone: count for count in counts(facts, 2024)}
    in_2025 = {count.milestone: count.number for count in counts(facts, 2025)}

    assert in_2024["proposed"].messages == (proposed.message_id,)
    assert {name: count.number for name, count in in_2024.items()} == {
        "proposed": 1,
        "approved": 1,
        "rejected": 0,
        "withdrawn": 0,
        "concluded": 1,
        "took_effect": 1,
        "completed": 0,
        "expired": 0,
        "terminated": 0,
        "reviews_opened": 0,
        "statements_given": 0,
        "reviews_concluded": 0,
    }
    assert {name: number for name, number in in_2025.items() if number} == {
        "terminated": 1,
        "reviews_opened": 1,
        "statements_given": 1,
        "reviews_concluded": 1,
    }


def test_an_agreement_counts_on_the_day_it_took_effect_also_after_downtime() -> None:
    """The message may be a day late, the start date is not."""
    story = Story()
    story.concluded("2024-12-01", "2024-12-31")
    late = story.took_effect("2024-12-31")
    story.facts[-1] = late.__class__(
        late.message_id,
        late.type,
        at("2025-01-02"),
        late.partnership_id,
        late.sequence,
        late.happening,
    )

    took_effect = {
        year: count.number
        for year in (2024, 2025)
        for count in counts(story.facts, year)
        if count.milestone == "took_effect"
    }

    assert took_effect == {2024: 1, 2025: 0}


@pytest.mark.parametrize(
    ("year", "day", "shown"),
    [
        (2023, "2023-12-31", []),
        (2024, "2024-12-31", [("A", "rejected"), ("B", "active"), ("C", "proposed")]),
        (2025, "2025-12-31", [("B", "completed"), ("C", "proposed")]),
        (2026, "2026-12-31", [("C", "proposed")]),
    ],
)
def test_a_year_shows_what_was_alive_in_it(
    year: int, day: str, shown: list[tuple[str, str]]
) -> None:
    """What ended in an earlier year is history; what waits is still waiting."""
    rejected, ran, waiting = Story("A"), Story("B"), Story("C")
    rejected.proposed("2024-01-10")
    rejected.decided("2024-02-10", "rejected")
    ran.proposed("2024-01-10", "G1.1")
    ran.in_force("2024-04-01")
    ran.ended("2025-06-30", "2025-06-30")
    waiting.proposed("2024-11-01")
    facts = [*rejected.facts, *ran.facts, *waiting.facts]

    found = standings(courses(facts), year, date.fromisoformat(day))

    assert {one.title for one in found} <= {"Bymidten"}
    assert [(one.reference, one.status) for one in found] == shown


def test_a_ballot_shows_turnout_and_result_in_its_year() -> None:
    """What anybody chose is not even known here."""
    story = Story()
    closed = story.balloted("2024-02-10")
    story.balloted("2025-02-10", passed=False)

    assert ballots(story.facts, 2024) == (
        Ballot(
            "HTK-BID-2024-0001",
            date(2024, 2, 10),
            roll_heads=6,
            cast_heads=5,
            cast_share=8000,
            passed=True,
            message=closed.message_id,
        ),
    )


def test_partners_are_counted_once_and_without_the_municipality() -> None:
    """Alfa takes part twice; Delta's partnership has not begun."""
    one, two, three = Story("A"), Story("B"), Story("C")
    one.concluded("2024-01-01", "2024-01-01", partners=("Alfa", "Beta"))
    one.took_effect("2024-01-01")
    two.concluded("2024-01-01", "2024-01-01", partners=("Alfa",))
    two.took_effect("2024-01-01")
    three.concluded("2024-01-01", "2025-01-01", partners=("Delta",))
    facts = [
        registered("2024-01-01", "Alfa", "green", "tech"),
        registered("2024-01-01", "Beta", "green"),
        registered("2024-01-01", "Delta", "green"),
        *one.facts,
        *two.facts,
        *three.facts,
    ]

    found = members(facts, courses(facts), 2024)

    assert found == Members(2, (("green", 2), ("tech", 1)))
    assert members(one.facts, courses(one.facts), 2024) == Members(2, ())


def test_days_are_those_of_copenhagen() -> None:
    """New Year comes an hour before midnight in UTC."""
    story = Story()
    fact = story.proposed("2024-12-31")

    assert fact.happened_on == date(2024, 12, 31)
    assert civil_date(datetime(2024, 12, 31, 23, 30, tzinfo=UTC)) == date(2025, 1, 1)


def test_only_what_had_happened_is_known_in_one_order() -> None:
    """The same question gives the same answer, however the rows come."""
    story = Story()
    first = story.proposed("2024-01-01")
    second = story.decided("2024-01-01")
    story.decided("2024-01-02")

    assert known(reversed(story.facts), at("2024-01-01")) == (first, second)
    assert first.message_id == named("HTK-BID-2024-0001/1")


def test_one_may_look_back_from_any_instant_but_not_from_the_future() -> None:
    """What is yet to come could still change."""
    now = at("2026-01-31")

    assert instant(None, now) == now
    assert instant(now, now) == now
    assert instant(at("2024-01-01"), now) == at("2024-01-01")
    with pytest.raises(Refusal) as refusal:
        instant(at("2026-02-01"), now)
    assert (refusal.value.code, refusal.value.facts) == (
        "as_of_in_the_future",
        {"as_of": "2026-02-01T12:00:00+00:00"},
    )
