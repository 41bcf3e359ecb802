"""How many came to what was arranged, by type of gathering."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from services.reporting.domain.amounts import WITHHELD, Withheld
from services.reporting.domain.facts import Fact, civil_date
from services.reporting.domain.happenings import AttendanceRecorded
from services.reporting.domain.suppression import is_small, withheld


@dataclass(frozen=True, slots=True)
class Attendance:
    """The gatherings of one type, or all: held, invited to, attended."""

    gatherings: int
    invited: int | Withheld
    attended: int | Withheld
    messages: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Gatherings:
    """All gatherings of the year, and the same by type."""

    overall: Attendance
    by_type: tuple[tuple[str, Attendance], ...]


type Recorded = tuple[Fact, AttendanceRecorded]


def gatherings(facts: Iterable[Fact], year: int) -> Gatherings:
    """The gatherings held in *year*; the last count of each one stands.

    People are counted here, so small cells are withheld, with their complements.
    """
    last: dict[UUID, Recorded] = {
        fact.happening.gathering_id: (fact, fact.happening)
        for fact in facts
        if isinstance(fact.happening, AttendanceRecorded)
    }
    held = [
        (fact, count)
        for fact, count in last.values()
        if civil_date(count.held_at).year == year
    ]
    types: defaultdict[str, list[Recorded]] = defaultdict(list)
    for fact, count in held:
        types[count.gathering_type].append((fact, count))
    invited = withheld({name: _invited(counted) for name, counted in types.items()})
    attended = withheld({name: _attended(counted) for name, counted in types.items()})
    return Gatherings(
        overall=_attendance(
            held,
            hide_invited=is_small(_invited(held)),
            hide_attended=is_small(_attended(held)),
        ),
        by_type=tuple(
            (
                name,
                _attendance(
                    counted,
                    hide_invited=name in invited,
                    hide_attended=name in attended,
                ),
            )
            for name, counted in sorted(types.items())
        ),
    )


def _invited(held: Sequence[Recorded]) -> int:
    return sum(count.invited for _, count in held)


def _attended(held: Sequence[Recorded]) -> int:
    return sum(count.attended for _, count in held)


def _attendance(
    held: Sequence[Recorded], *, hide_invited: bool, hide_attended: bool
) -> Attendance:
    return Attendance(
        gatherings=len(held),
        invited=WITHHELD if hide_invited else _invited(held),
        attended=WITHHELD if hide_attended else _attended(held),
        messages=tuple(fact.message_id for fact, _ in held),
    )
