"""What the kinds measure is what the policy's catalogue knows, in the same unit."""

import json
from pathlib import Path

import pytest

SERVICES = Path(__file__).parents[2] / "services"
KINDS = sorted((SERVICES / "partnerships" / "kinds").glob("*.json"))
CATALOGUE = SERVICES / "reporting" / "catalogue" / "2023-2027.json"

type Measured = dict[str, tuple[str, str]]


def known() -> Measured:
    """Return the goal and the unit of each indicator of the catalogue."""
    catalogue = json.loads(CATALOGUE.read_bytes())
    return {
        indicator["key"]: (goal["key"], indicator["unit"])
        for theme in catalogue["themes"]
        for goal in theme["goals"]
        for indicator in goal["indicators"]
    }


def measured(file: Path) -> Measured:
    """Return the goal and the unit of each indicator of a kind."""
    kind = json.loads(file.read_bytes())
    return {one["key"]: (one["goal"], one["unit"]) for one in kind["indicators"]}


def strange(kind: Measured, catalogue: Measured) -> list[str]:
    """Return the indicators that the catalogue does not know like this."""
    return sorted(key for key, told in kind.items() if catalogue.get(key) != told)


def test_definitions_are_held_to_the_policy_that_is_reported_on() -> None:
    """Neither service may read the other's file, and the two must say the same."""
    policy = json.loads((SERVICES / "partnerships" / "policy.json").read_bytes())
    units = {
        indicator: (goal, unit)
        for goal, measured in policy["goals"].items()
        for indicator, unit in measured.items()
    }

    assert units == known()
    assert policy["key"] == json.loads(CATALOGUE.read_bytes())["key"]


@pytest.mark.parametrize("file", KINDS, ids=lambda file: file.stem)
def test_a_kind_measures_what_the_catalogue_adds_up(file: Path) -> None:
    """Figures under another key, goal or unit would be added to nothing."""
    assert strange(measured(file), known()) == []


@pytest.mark.parametrize("file", KINDS, ids=lambda file: file.stem)
def test_a_kind_serves_goals_that_the_policy_has(file: Path) -> None:
    """Each goal of the kind is measured by one of its indicators."""
    goals = json.loads(file.read_bytes())["goals"]

    assert sorted({goal for goal, _ in measured(file).values()}) == sorted(goals)


def test_another_unit_is_noticed() -> None:
    """Seen red: a strange key, another goal, another unit."""
    catalogue = {"trees": ("G2.2", "trees"), "bees": ("G2.2", "hives")}
    kind = {
        "trees": ("G2.2", "trees"),
        "bees": ("G2.2", "bees"),
        "ants": ("G2.2", "ants"),
    }

    assert strange(kind, catalogue) == ["ants", "bees"]
    assert strange({"trees": ("G1.1", "trees")}, catalogue) == ["trees"]
