"""What every trial needs: a chance that can be had again, and a folder of its own."""

import random
import shutil
import sys
from collections.abc import Generator
from pathlib import Path
from tempfile import mkdtemp

import pytest

LARGEST_SEED = 2**32


@pytest.fixture
def chance(pytestconfig: pytest.Config) -> random.Random:
    """The chance of one test."""
    seed = pytestconfig.getoption("seed")
    if seed is None:
        seed = random.SystemRandom().randrange(LARGEST_SEED)
    sys.stdout.write(f"--seed={seed}\n")
    return random.Random(seed)  # noqa: S311 - chance that can be had again is the point


@pytest.fixture
def folder(request: pytest.FixtureRequest) -> Generator[Path]:
    """A folder that stays when the test fails, with every process's log.

    Not below pytest's own, which each run shuts to the user that PostgreSQL runs as.
    """
    failed_before = request.session.testsfailed
    made = Path(mkdtemp(prefix="medspil-faults-"))
    made.chmod(0o755)
    yield made
    if request.session.testsfailed > failed_before:
        sys.stdout.write(f"The logs are in {made}\n")
    else:
        shutil.rmtree(made, ignore_errors=True)
