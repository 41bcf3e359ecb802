"""Each safeguard is switched off once, and the comparison must notice it.

A comparison that finds nothing proves nothing, unless it has been seen to find.
"""

import random
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.faults.checking.finding import Code
from tests.faults.rig import looping
from tests.faults.table import table
from tests.faults.trial import Plan, held


@dataclass(frozen=True, slots=True)
class Control:
    """A safeguard, the faults that it is there for, and what is found without it."""

    safeguard: str
    kinds: tuple[str, ...]
    found: Code


CONTROLS = (
    Control("inbox", ("messages reordered",) * 4, "wrong_row"),
    Control("message-id", ("relay dropped while marking",), "published_twice"),
    Control("relay-lock", ("mail slow",), "raced"),
    Control("version-check", ("mail slow",), "lost"),
)


@pytest.mark.no_cover
@pytest.mark.timeout(600)
@pytest.mark.parametrize("control", CONTROLS, ids=lambda one: one.safeguard)
def test_a_safeguard_that_is_off_is_noticed(
    control: Control, chance: random.Random, folder: Path
) -> None:
    """The faults that it guards against leave their trace, and it is found."""
    plan = Plan(600, 150, kinds=control.kinds, sabotage=control.safeguard)

    outcome = looping.run(held(folder, plan, chance))

    sys.stdout.write("\n" + table(outcome))
    assert control.found in {finding.code for finding in outcome.findings}
