"""Each partnership's course through the years, folded from its messages."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import assert_never
from uuid import UUID

from services.reporting.domain.facts import Fact
from services.reporting.domain.happenings import (
    AgreementConcluded,
    AgreementTookEffect,
    Decided,
    Ended,
    OfPartnership,
    Party,
    Promise,
    Proposed,
    Resumed,
    Revised,
    Suspended,
)

PREPARING: frozenset[str] = frozenset({"proposed", "approved", "agreed"})


@dataclass(frozen=True, slots=True)
class Step:
    """From this day on the partnership had this status."""

    day: date
    status: str


@dataclass(frozen=True, slots=True)
class Terms:
    """What one concluded version of an agreement promises."""

    reference: str
    version: int
    starts_on: date
    promises: tuple[Promise, ...]
    concluded: Fact


@dataclass(frozen=True, slots=True)
class Agreement:
    """Terms that came into force, and the message that says so."""

    terms: Terms
    took_effect: Fact


@dataclass(frozen=True, slots=True)
class Course:
    """Where a partnership has been, and what it promised on the way."""

    reference: str
    kind: str
    title: str = ""
    goals: tuple[str, ...] = ()
    parties: tuple[Party, ...] = ()  # of the agreement concluded last
    steps: tuple[Step, ...] = ()
    concluded: tuple[Terms, ...] = ()
    agreements: tuple[Agreement, ...] = ()  # in the order they took effect
    began_on: date | None = None
    ended_on: date | None = None

    def status_on(self, day: date) -> str | None:
        """The status at the end of *day*; None before it was proposed."""
        past = [step.status for step in self.steps if step.day <= day]
        return past[-1] if past else None

    def in_force_during(self, year: int) -> bool:
        """Whether it was in force, or rested, on any day of *year*."""
        if self.began_on is None or self.began_on.year > year:
            return False
        return self.ended_on is None or self.ended_on.year >= year

    def agreement_of(self, year: int) -> Agreement | None:
        """The version that took effect last, in *year* or before."""
        effective = [
            agreement
            for agreement in self.agreements
            if agreement.terms.starts_on.year <= year
        ]
        return effective[-1] if effective and self.in_force_during(year) else None

    def goals_served(self, year: int) -> frozenset[str]:
        """The goals of the proposal and of the agreement of *year*."""
        agreement = self.agreement_of(year)
        promised = () if agreement is None else agreement.terms.promises
        return frozenset(self.goals) | {promise.goal for promise in promised}


def courses(facts: Iterable[Fact]) -> tuple[Course, ...]:
    """Every partnership's course, in the order of their references."""
    followed: dict[UUID, Course] = {}
    for fact in sorted(facts, key=lambda fact: fact.sequence):
        happening = fact.happening
        if fact.partnership_id is None or not isinstance(happening, OfPartnership):
            continue
        course = followed.get(fact.partnership_id) or Course(
            happening.reference, happening.kind
        )
        followed[fact.partnership_id] = _after(course, fact)
    return tuple(sorted(followed.values(), key=lambda course: course.reference))


def _after(course: Course, fact: Fact) -> Course:
    """The course after one more message; most messages leave it as it was."""
    match fact.happening:
        case Proposed() | Revised() as proposal:
            described = replace(course, title=proposal.title, goals=proposal.goals)
            return _stepped(described, fact.happened_on, "proposed")
        case AgreementConcluded() as concluded:
            return _agreed(course, fact, concluded)
        case AgreementTookEffect() as effective:
            return _in_effect(course, fact, effective)
        case Decided() | Suspended() | Resumed() as turn:
            return _stepped(course, fact.happened_on, _status(turn))
        case Ended(outcome=status, ended_on=day):
            return replace(_stepped(course, day, status), ended_on=day)
        case _:
            return course


def _status(turn: Decided | Suspended | Resumed) -> str:
    match turn:
        case Decided(decision=decision):
            return decision
        case Suspended():
            return "suspended"
        case Resumed():
            return "active"
        case _:
            assert_never(turn)


def _stepped(course: Course, day: date, status: str) -> Course:
    return replace(course, steps=(*course.steps, Step(day, status)))


def _agreed(course: Course, fact: Fact, concluded: AgreementConcluded) -> Course:
    terms = Terms(
        concluded.reference,
        concluded.agreement_version,
        concluded.starts_on,
        concluded.indicators,
        fact,
    )
    extended = replace(
        course, parties=concluded.parties, concluded=(*course.concluded, terms)
    )
    if course.began_on is not None:
        return extended
    return _stepped(extended, fact.happened_on, "agreed")


def _in_effect(course: Course, fact: Fact, effective: AgreementTookEffect) -> Course:
    applied = tuple(
        Agreement(terms, fact)
        for terms in course.concluded
        if terms.version == effective.agreement_version
    )
    extended = replace(course, agreements=course.agreements + applied)
    if course.began_on is not None:
        return extended
    began = replace(extended, began_on=effective.starts_on)
    return _stepped(began, effective.starts_on, "active")
