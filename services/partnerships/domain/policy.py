"""The goals of the business policy, and the indicators that measure each of them."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Policy:
    """The unit of each indicator, by goal and indicator."""

    key: str
    goals: Mapping[str, Mapping[str, str]]

    def goal_of(self, indicator: str) -> str | None:
        """Return the goal that an indicator measures, or nothing for a strange one."""
        found = (goal for goal, measured in self.goals.items() if indicator in measured)
        return next(found, None)
