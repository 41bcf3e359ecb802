"""Why a command may be refused: one closed list of codes."""

from typing import Literal

from chassis.decider import Fact, Refusal

type Reason = Literal[
    "gathering_unknown",
    "proposed_already",
    "partnership_missing",
    "ends_before_start",
    "starts_in_the_past",
    "not_scheduled",
    "people_told_already",
    "nobody_told",
    "nobody_to_invite",
    "invited_twice",
    "invited_already",
    "too_many_invited",
    "answer_by_passed",
    "answer_by_after_start",
    "not_invited",
    "too_late_to_answer",
    "gathering_cancelled",
    "gathering_held",
    "not_begun",
    "negative_heads",
]


def refused(reason: Reason, **facts: Fact) -> Refusal:
    """Return the refusal for a reason, with the facts that its sentence names."""
    return Refusal(reason, **facts)
