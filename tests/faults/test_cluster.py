"""Whoever leads is killed under load: nothing is lost, and commands go on soon."""

import random
import sys
from pathlib import Path

import pytest
import uvloop

from tests.faults.cluster.trial import held, table

PACE = 40.0  # commands a second
LONGEST_SILENCE = 30.0  # seconds without a command, on a machine that does all of it


@pytest.mark.timeout(7200)
def test_nothing_is_lost_with_a_leader(
    pytestconfig: pytest.Config, chance: random.Random, tmp_path: Path
) -> None:
    """The NATS leader and the PostgreSQL primary are killed, each so many times."""
    falls = pytestconfig.getoption("falls")

    outcome = uvloop.run(held(tmp_path, falls, PACE, chance))

    sys.stdout.write("\n" + table(outcome))
    assert outcome.findings == []
    assert len(outcome.falls) == 2 * falls
    assert max(outcome.silences) < LONGEST_SILENCE
