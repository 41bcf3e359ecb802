"""What became of the partnerships in a year, counted from their messages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.reporting.domain.courses import PREPARING, Course
from services.reporting.domain.facts import Fact
from services.reporting.domain.happenings import (
    AgreementConcluded,
    AgreementTookEffect,
    BallotClosed,
    Decided,
    Ended,
    Happening,
    Proposed,
    ReviewConcluded,
    ReviewOpened,
    StatementGiven,
)

MILESTONES = (
    "proposed",
    "approved",
    "rejected",
    "withdrawn",
    "concluded",
    "took_effect",
    "completed",
    "expired",
    "terminated",
    "reviews_opened",
    "statements_given",
    "reviews_concluded",
)

NAMES: dict[type[Happening], str] = {
    Proposed: "proposed",
    AgreementConcluded: "concluded",
    AgreementTookEffect: "took_effect",
    ReviewOpened: "reviews_opened",
    StatementGiven: "statements_given",
    ReviewConcluded: "reviews_concluded",
}


@dataclass(frozen=True, slots=True)
class Count:
    """How many times something happened, and the messages that say so."""

    milestone: str
    messages: tuple[UUID, ...]

    @property
    def number(self) -> int:
        """How many."""
        return len(self.messages)


@dataclass(frozen=True, slots=True)
class Standing:
    """One partnership at the end of the year, or on the day of the count."""

    reference: str
    kind: str
    title: str
    status: str
    in_force: bool  # on any day of the year
    goals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ballot:
    """One ballot's turnout and result; never what anybody chose."""

    reference: str
    closed_on: date
    roll_heads: int
    cast_heads: int
    cast_share: int  # basis points of the contributions
    passed: bool
    message: UUID


def counts(facts: Iterable[Fact], year: int) -> tuple[Count, ...]:
    """How often each milestone was passed in *year*."""
    passed = [
        (_milestone(fact.happening), fact.message_id)
        for fact in facts
        if _day(fact).year == year
    ]
    return tuple(
        Count(milestone, tuple(key for name, key in passed if name == milestone))
        for milestone in MILESTONES
    )


def standings(followed: Iterable[Course], year: int, day: date) -> tuple[Standing, ...]:
    """Every partnership that was alive in *year*, as it stood on *day*."""
    return tuple(
        Standing(
            course.reference,
            course.kind,
            course.title,
            status,
            course.in_force_during(year),
            tuple(sorted(course.goals_served(year))),
        )
        for course in followed
        if (status := course.status_on(day)) is not None
        and (
            course.in_force_during(year)
            or status in PREPARING
            or any(step.day.year == year for step in course.steps)
        )
    )


def ballots(facts: Iterable[Fact], year: int) -> tuple[Ballot, ...]:
    """The ballots that closed in *year*."""
    return tuple(
        Ballot(
            closed.reference,
            fact.happened_on,
            closed.roll_heads,
            closed.cast_heads,
            closed.cast_share,
            closed.passed,
            fact.message_id,
        )
        for fact in facts
        if isinstance(closed := fact.happening, BallotClosed)
        and fact.happened_on.year == year
    )


def _milestone(happening: Happening) -> str | None:
    """The name under which a message is counted; None when it is not."""
    match happening:
        case Decided(decision=name) | Ended(outcome=name):
            return name
        case _:
            return NAMES.get(type(happening))


def _day(fact: Fact) -> date:
    """The day that the message tells of, which may be before it was sent."""
    match fact.happening:
        case (
            AgreementTookEffect(starts_on=day)
            | Ended(ended_on=day)
            | ReviewOpened(opened_on=day)
            | StatementGiven(given_on=day)
        ):
            return day
        case _:
            return fact.happened_on
