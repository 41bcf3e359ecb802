"""How the partners rate the municipality, without telling what one of them said.

Ratings come from organisations, yet a small company's rating is one person's view:
the rule for persons applies. A mean is published when 5 organisations or more are
behind it; by kind, so that no withheld mean can be found by subtraction.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from services.reporting.domain.amounts import WITHHELD, Amount, Withheld, mean
from services.reporting.domain.facts import Fact
from services.reporting.domain.happenings import StatementGiven
from services.reporting.domain.suppression import is_small, withheld


@dataclass(frozen=True, slots=True)
class Rating:
    """The mean of the ratings of one kind of partnership, or of all."""

    mean: Amount
    organisations: int | Withheld
    statements: int | Withheld
    messages: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Ratings:
    """All ratings of the year, and the same by kind."""

    overall: Rating
    by_kind: tuple[tuple[str, Rating], ...]


UNTOLD = Rating(WITHHELD, WITHHELD, WITHHELD, ())

type Given = tuple[Fact, StatementGiven]


def ratings(facts: Iterable[Fact], year: int) -> Ratings:
    """The ratings given in *year*."""
    given = [
        (fact, fact.happening)
        for fact in facts
        if isinstance(fact.happening, StatementGiven)
        and fact.happening.given_on.year == year
    ]
    kinds: defaultdict[str, list[Given]] = defaultdict(list)
    for fact, statement in given:
        kinds[statement.kind].append((fact, statement))
    hidden = withheld({kind: _organisations(said) for kind, said in kinds.items()})
    return Ratings(
        overall=UNTOLD if is_small(_organisations(given)) else _rating(given),
        by_kind=tuple(
            (kind, UNTOLD if kind in hidden else _rating(said))
            for kind, said in sorted(kinds.items())
        ),
    )


def _organisations(given: Sequence[Given]) -> int:
    return len({statement.organisation_id for _, statement in given})


def _rating(given: Sequence[Given]) -> Rating:
    return Rating(
        mean=mean([Decimal(statement.rating) for _, statement in given]),
        organisations=_organisations(given),
        statements=len(given),
        messages=tuple(fact.message_id for fact, _ in given),
    )
