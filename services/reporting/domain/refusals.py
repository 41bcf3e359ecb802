"""Why an evaluation cannot be given, as stable codes."""

from typing import Literal

from chassis.decider import Fact, Refusal

type Reason = Literal["as_of_in_the_future", "unknown_indicator", "year_outside_policy"]


def refused(reason: Reason, **facts: Fact) -> Refusal:
    """The refusal to raise for *reason*, with the facts that its sentence names."""
    return Refusal(reason, **facts)
