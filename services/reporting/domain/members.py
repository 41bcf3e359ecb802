"""Which organisations took part in partnerships in force, and what they work in."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from services.reporting.domain.courses import Course
from services.reporting.domain.facts import Fact
from services.reporting.domain.happenings import OrganisationRegistered

MUNICIPALITY = "municipality"


@dataclass(frozen=True, slots=True)
class Members:
    """Organisations beside the municipality, each counted once."""

    number: int
    by_focus: tuple[tuple[str, int], ...]


def members(facts: Iterable[Fact], followed: Sequence[Course], year: int) -> Members:
    """The partners of the partnerships that were in force in *year*."""
    taking_part = {
        party.organisation_id
        for course in followed
        if course.in_force_during(year)
        for party in course.parties
        if party.role != MUNICIPALITY
    }
    focus = {
        fact.happening.organisation_id: fact.happening.focus
        for fact in facts
        if isinstance(fact.happening, OrganisationRegistered)
    }
    works_in = Counter(
        area for organisation in taking_part for area in focus.get(organisation, ())
    )
    return Members(len(taking_part), tuple(sorted(works_in.items())))
