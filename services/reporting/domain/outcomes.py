"""Which reported figures count: accepted, not returned, not replaced."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal
from uuid import UUID

from services.reporting.domain.facts import Fact
from services.reporting.domain.happenings import (
    Grade,
    OutcomeAccepted,
    OutcomeReported,
    OutcomeReturned,
)

type Standing = Literal["claimed", "accepted", "returned", "replaced"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One reported figure and where it stands."""

    figure: OutcomeReported
    grade: Grade
    standing: Standing
    reported: Fact
    settled: Fact | None = None

    @property
    def year(self) -> int:
        """The calendar year it belongs to: the one in which its period ends.

        A school year spans two calendar years; it is counted once, in the later.
        """
        return self.figure.period.last_day.year


def outcomes(facts: Iterable[Fact]) -> tuple[Outcome, ...]:
    """Every reported figure with its standing, in the order of reporting."""
    settled: dict[UUID, Outcome] = {}
    for fact in facts:
        match fact.happening:
            case OutcomeReported() as figure:
                settled[figure.outcome_id] = Outcome(
                    figure, figure.evidence_grade, "claimed", fact
                )
            case OutcomeAccepted(outcome_id=key, evidence_grade=grade) if (
                key in settled
            ):
                settled[key] = replace(
                    settled[key], grade=grade, standing="accepted", settled=fact
                )
            case OutcomeReturned(outcome_id=key) if key in settled:
                settled[key] = replace(settled[key], standing="returned", settled=fact)
            case _:
                continue
    gone = _replaced(settled)
    return tuple(
        replace(outcome, standing="replaced") if key in gone else outcome
        for key, outcome in settled.items()
    )


def _replaced(settled: Mapping[UUID, Outcome]) -> frozenset[UUID]:
    """Outcomes that a restatement has taken the place of.

    An accepted restatement replaces all that came before it in its chain. One that
    is only claimed replaces claims, never a figure that already counts.
    """
    gone: set[UUID] = set()
    for outcome in settled.values():
        if outcome.standing == "returned":
            continue
        for earlier in _chain(outcome, settled):
            overtaken = outcome.standing == "accepted" or earlier.standing == "claimed"
            if overtaken and earlier.standing != "returned":
                gone.add(earlier.figure.outcome_id)
    return frozenset(gone)


def _chain(outcome: Outcome, settled: Mapping[UUID, Outcome]) -> Iterable[Outcome]:
    """The outcomes that this one restates, directly or through another."""
    seen = {outcome.figure.outcome_id}
    earlier = settled.get(outcome.figure.restates or outcome.figure.outcome_id)
    while earlier is not None and earlier.figure.outcome_id not in seen:
        seen.add(earlier.figure.outcome_id)
        yield earlier
        earlier = settled.get(earlier.figure.restates or earlier.figure.outcome_id)
