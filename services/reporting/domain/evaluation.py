"""The annual evaluation: the policy's goals held against what the messages say."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from services.reporting.domain.catalogue import Catalogue, Goal
from services.reporting.domain.courses import PREPARING, Course, courses
from services.reporting.domain.disclosure import disclosed
from services.reporting.domain.facts import Fact, civil_date, known
from services.reporting.domain.gatherings import Gatherings, gatherings
from services.reporting.domain.indicators import IndicatorResult, result
from services.reporting.domain.lifecycle import (
    Ballot,
    Count,
    Standing,
    ballots,
    counts,
    standings,
)
from services.reporting.domain.members import Members, members
from services.reporting.domain.outcomes import Outcome, outcomes
from services.reporting.domain.ratings import Ratings, ratings
from services.reporting.domain.refusals import refused


@dataclass(frozen=True, slots=True)
class GoalResult:
    """One goal of the policy in one year, and who works for it."""

    goal: Goal
    indicators: tuple[IndicatorResult, ...]
    served_by: tuple[str, ...]  # references of partnerships in force
    prepared_by: tuple[str, ...]  # references of partnerships not yet in force


@dataclass(frozen=True, slots=True)
class Gaps:
    """Where policy and partnerships miss each other, in both directions."""

    unserved_goals: tuple[str, ...]
    aimless_partnerships: tuple[str, ...]  # references
    unplaced_indicators: tuple[str, ...]  # reported, not in the policy's catalogue


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Everything that is told about one year, as it was known at one instant."""

    catalogue: Catalogue
    year: int
    as_of: datetime
    counted_on: date  # the last day of the year, or the day of as_of when earlier
    goals: tuple[GoalResult, ...]
    gaps: Gaps
    ratings: Ratings
    counts: tuple[Count, ...]
    partnerships: tuple[Standing, ...]
    ballots: tuple[Ballot, ...]
    gatherings: Gatherings
    members: Members

    @property
    def still_in_force(self) -> int:
        """How many partnerships were in force, or rested, on the day counted on."""
        return sum(
            standing.status in {"active", "suspended"} for standing in self.partnerships
        )

    @property
    def is_empty(self) -> bool:
        """Whether no partnership was alive and nothing was measured in the year."""
        return not self.partnerships and not any(
            found.traces for goal in self.goals for found in goal.indicators
        )


def evaluate(
    facts: Iterable[Fact], catalogue: Catalogue, year: int, as_of: datetime
) -> Evaluation:
    """The evaluation of *year* as far as it was known at *as_of*, fit to publish."""
    _must_cover(catalogue, year)
    told = known(facts, as_of)
    followed, reported = courses(told), outcomes(told)
    counted_on = min(date(year, 12, 31), civil_date(as_of))
    alive = standings(followed, year, counted_on)
    goals = tuple(
        _goal_result(goal, year, followed, reported, alive)
        for goal in catalogue.goals()
    )
    return Evaluation(
        catalogue=catalogue,
        year=year,
        as_of=as_of,
        counted_on=counted_on,
        goals=goals,
        gaps=_gaps(goals, alive, reported, catalogue, year),
        ratings=ratings(told, year),
        counts=counts(told, year),
        partnerships=alive,
        ballots=ballots(told, year),
        gatherings=gatherings(told, year),
        members=members(told, followed, year),
    )


def explain(
    facts: Iterable[Fact], catalogue: Catalogue, year: int, as_of: datetime, key: str
) -> IndicatorResult:
    """One indicator with every message behind it, and nothing withheld."""
    _must_cover(catalogue, year)
    indicator = catalogue.indicators().get(key)
    if indicator is None:
        raise refused("unknown_indicator", indicator=key)
    told = known(facts, as_of)
    return result(indicator, year, courses(told), outcomes(told))


def _must_cover(catalogue: Catalogue, year: int) -> None:
    if not catalogue.covers(year):
        raise refused(
            "year_outside_policy",
            year=year,
            first=catalogue.first_year,
            last=catalogue.last_year,
        )


def _goal_result(
    goal: Goal,
    year: int,
    followed: Sequence[Course],
    reported: Sequence[Outcome],
    alive: Sequence[Standing],
) -> GoalResult:
    ours = [standing for standing in alive if goal.key in standing.goals]
    return GoalResult(
        goal=goal,
        indicators=tuple(
            disclosed(result(indicator, year, followed, reported))
            for indicator in goal.indicators
        ),
        served_by=tuple(standing.reference for standing in ours if standing.in_force),
        prepared_by=tuple(
            standing.reference
            for standing in ours
            if not standing.in_force and standing.status in PREPARING
        ),
    )


def _gaps(
    goals: Sequence[GoalResult],
    alive: Sequence[Standing],
    reported: Sequence[Outcome],
    catalogue: Catalogue,
    year: int,
) -> Gaps:
    keys = {found.goal.key for found in goals}
    return Gaps(
        unserved_goals=tuple(found.goal.key for found in goals if not found.served_by),
        aimless_partnerships=tuple(
            standing.reference
            for standing in alive
            if (standing.in_force or standing.status in PREPARING)
            and keys.isdisjoint(standing.goals)
        ),
        unplaced_indicators=tuple(
            sorted(
                {
                    outcome.figure.indicator
                    for outcome in reported
                    if outcome.year == year
                }
                - catalogue.indicators().keys()
            )
        ),
    )
