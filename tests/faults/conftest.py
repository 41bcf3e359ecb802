"""The chance that draws the moments; its seed is told, to draw them again."""

import random
import sys

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
