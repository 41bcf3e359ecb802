"""Goals and indicators are those of the policy, and each goal is measured."""

from services.partnerships.domain.kinds import IndicatorRule, Kind
from services.partnerships.domain.linting.finding import Found, finding
from services.partnerships.domain.policy import Policy


def mistakes(kind: Kind, policy: Policy) -> Found:
    """Return what is wrong with the goals and their indicators."""
    measured = {rule.goal for rule in kind.indicators}
    for number, goal in enumerate(kind.goals):
        if goal not in policy.goals:
            goals = list(policy.goals)
            yield finding("goal_not_in_policy", "goals", number, goal=goal, goals=goals)
        elif goal not in measured:
            yield finding("goal_not_measured", "goals", number, goal=goal)
    for number, rule in enumerate(kind.indicators):
        yield from _of_indicator(number, rule, kind, policy)


def _of_indicator(
    number: int, rule: IndicatorRule, kind: Kind, policy: Policy
) -> Found:
    if rule.goal not in kind.goals:
        yield finding(
            "indicator_of_goal_not_served",
            "indicators",
            number,
            "goal",
            indicator=rule.key,
            goal=rule.goal,
        )
    goal = policy.goal_of(rule.key)
    if goal is None:
        yield finding(
            "indicator_not_in_policy", "indicators", number, "key", indicator=rule.key
        )
    elif goal != rule.goal:
        yield finding(
            "indicator_measures_other_goal",
            "indicators",
            number,
            "goal",
            indicator=rule.key,
            goal=goal,
        )
    elif policy.goals[goal][rule.key] != rule.unit:
        unit = policy.goals[goal][rule.key]
        yield finding(
            "indicator_in_other_unit",
            "indicators",
            number,
            "unit",
            indicator=rule.key,
            unit=unit,
        )
