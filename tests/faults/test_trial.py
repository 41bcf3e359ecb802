"""Under load and under faults, nothing is lost, doubled, reordered or wrong."""

import random
import sys
from math import inf
from pathlib import Path

import pytest

from tests.faults.rig import looping
from tests.faults.table import table
from tests.faults.trial import Plan, held

# One of each sort, for a run that everybody waits for; `make test-faults` has all.
SHORT = (
    "partnerships killed",
    "mail put off (451)",
    "postgres killed",
    "clock forward",
    "postgres backend killed",
    "messages doubled",
    "nats killed",
    "mail refused (550)",
    "postgres frozen",
    "messages reordered",
    "postgres cut off",
    "mail slow",
    "nats wiped",
    "nats silent",
    "notifications restarted",
    "delivery stolen",
    "relay dropped while marking",
    "everything killed",
)


@pytest.mark.no_cover
@pytest.mark.timeout(7200)
def test_nothing_is_lost_under_faults(
    pytestconfig: pytest.Config, chance: random.Random, folder: Path
) -> None:
    """What was acknowledged is there once, in order, and everywhere the same."""
    rounds = pytestconfig.getoption("rounds")
    plan = Plan(
        commands=pytestconfig.getoption("commands"),
        pace=pytestconfig.getoption("pace"),
        rounds=rounds,
        kinds=None if rounds else SHORT,
        within=60 * float(pytestconfig.getoption("minutes")),
    )

    outcome = looping.run(held(folder, plan, chance))

    sys.stdout.write("\n" + table(outcome))
    assert outcome.findings == []
    assert outcome.ledger.done >= plan.commands or plan.within < inf
