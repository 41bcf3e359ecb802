"""An outcome that partnerships share is one outcome: reported in one, counted once.

Every partnership that has a part of it is named when it is reported, and the parts
make up the whole. So nobody can count it again, and no part is left to nobody.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol
from uuid import UUID

from services.partnerships.domain.agreement import Outcome, OutcomeShare, Results
from services.partnerships.domain.checks.repeating import repeated
from services.partnerships.domain.refusals import refused

COUNTING = frozenset({"reported", "accepted"})
WHOLE = Decimal(1)


class Figure(Protocol):
    """What a figure is about: whose it is, of which indicator and which days."""

    @property
    def indicator(self) -> str:
        """What was measured."""
        ...

    @property
    def first_day(self) -> date:
        """The first day that counts."""
        ...

    @property
    def last_day(self) -> date:
        """The last day that counts."""
        ...

    @property
    def organisation_id(self) -> UUID | None:
        """The party that achieved it; nothing for the whole partnership."""
        ...


@dataclass(frozen=True, slots=True)
class Sharer:
    """A partnership with a part of a figure, and what it measures if it ever did."""

    part: OutcomeShare
    results: Results | None
    reports: bool  # whether it is the one that the figure is reported in


def covers(figure: Figure, outcome: Outcome) -> bool:
    """Tell whether an outcome that counts is about the same days and parties."""
    partners = {figure.organisation_id, outcome.organisation_id}
    return (
        outcome.acceptance in COUNTING
        and outcome.indicator == figure.indicator
        and (len(partners) == 1 or None in partners)
        and outcome.first_day <= figure.last_day
        and figure.first_day <= outcome.last_day
    )


def check_shares(figure: Figure, sharers: Sequence[Sharer]) -> None:
    """Refuse parts that are not those of one whole, or that were counted already."""
    if not sharers:
        return
    parts = [one.part for one in sharers]
    twice = repeated(part.reference for part in parts)
    if twice is not None:
        raise refused("share_twice", reference=str(twice))
    if not any(one.reports for one in sharers):
        raise refused("share_of_others_only")
    for part in parts:
        if part.share <= 0:
            raise refused("share_not_positive", reference=part.reference)
    total = sum((part.share for part in parts), Decimal(0))
    if total != WHOLE:
        raise refused("shares_not_one", total=str(total))
    _check_others(figure, (one for one in sharers if not one.reports))


def _check_others(figure: Figure, others: Iterable[Sharer]) -> None:
    for other in others:
        results, reference = other.results, other.part.reference
        if results is None or figure.indicator not in results.indicators:
            raise refused(
                "share_not_measured", reference=reference, indicator=figure.indicator
            )
        if figure.first_day < results.since:
            since = results.since.isoformat()
            raise refused("share_before_start", reference=reference, since=since)
        counted = next((one for one in results.outcomes if covers(figure, one)), None)
        if counted is not None:
            raise refused(
                "share_counted_already",
                reference=reference,
                outcome_id=str(counted.id),
            )


def check_not_shared(figure: Figure, shared: Iterable[Outcome]) -> None:
    """Refuse a figure that another partnership has reported and shared with this one."""
    for one in shared:
        if covers(figure, one):
            raise refused("period_reported_already", outcome_id=str(one.id))
