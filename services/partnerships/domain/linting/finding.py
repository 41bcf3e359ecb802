"""One mistake in a definition: what it is, and where it stands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from chassis.decider import Fact, Refusal

type Mistake = Literal[
    "name_missing",
    "key_reserved",
    "key_twice",
    "role_not_declared",
    "limits_reversed",
    "group_impossible",
    "flag_impossible",
    "no_municipality",
    "nobody_signs",
    "order_of_nobody",
    "order_in_a_circle",
    "field_lacks",
    "field_has_needless",
    "baseline_not_a_field",
    "validity_reversed",
    "ballot_without_shares",
    "declaration_without_contacts",
    "rhythm_not_one",
    "rhythm_not_in_order",
    "reminder_beyond_deadline",
    "reminder_without_ballot",
    "goal_not_in_policy",
    "goal_not_measured",
    "indicator_not_in_policy",
    "indicator_measures_other_goal",
    "indicator_in_other_unit",
    "indicator_of_goal_not_served",
]


@dataclass(frozen=True, slots=True)
class Finding:
    """A mistake at a place, given as a JSON pointer into the definition."""

    code: Mistake
    place: str
    facts: Mapping[str, Fact]

    def refusal(self) -> Refusal:
        """Return it in the form in which people are told."""
        return Refusal(self.code, **self.facts)


type Found = Iterator[Finding]


def finding(code: Mistake, *steps: str | int, **facts: Fact) -> Finding:
    """Return the finding of a mistake at the place that these steps lead to."""
    return Finding(code, "".join(f"/{step}" for step in steps), facts)
