"""Whoever leads is killed under load: nothing is lost, and commands go on soon."""

import random
import sys
from pathlib import Path

import pytest

from tests.faults.cluster.harming import KINDS
from tests.faults.cluster.trial import felled, figures, harmed
from tests.faults.rig import looping
from tests.faults.table import table

PACE = 40.0  # commands a second
LONGEST_SILENCE = 30.0  # seconds without a command, on a machine that does all of it


@pytest.mark.no_cover
@pytest.mark.timeout(7200)
def test_nothing_is_lost_with_a_leader(
    pytestconfig: pytest.Config, chance: random.Random, folder: Path
) -> None:
    """The NATS leader and the PostgreSQL primary are killed, each so many times."""
    falls = pytestconfig.getoption("falls")

    outcome = looping.run(felled(folder, falls, PACE, chance))

    sys.stdout.write("\n" + figures(outcome))
    assert outcome.findings == []
    assert len(outcome.falls) == 2 * falls
    assert max(outcome.silences) < LONGEST_SILENCE


@pytest.mark.no_cover
@pytest.mark.timeout(7200)
@pytest.mark.skipif("not config.getoption('rounds')", reason="make test-cluster has it")
def test_nothing_is_lost_under_faults_of_a_cluster(
    pytestconfig: pytest.Config, chance: random.Random, folder: Path
) -> None:
    """Services, surroundings, and some of the servers are hurt, so many times each."""
    rounds = pytestconfig.getoption("rounds")
    kinds = list(KINDS) * rounds
    chance.shuffle(kinds)

    outcome = looping.run(harmed(folder, kinds, PACE, chance))

    sys.stdout.write("\n" + table(outcome))
    assert outcome.findings == []
    assert len(outcome.harms) == len(kinds)
