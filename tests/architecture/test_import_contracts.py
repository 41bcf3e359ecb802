"""Every rule about imports is seen to break when somebody breaks it."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture.reading import PACKAGES, ROOT

CONTRACTS = tuple(
    contract["name"]
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"][
        "importlinter"
    ]["contracts"]
)

# The contract that must break, where the import is planted, and the import.
VIOLATIONS = {
    "No service imports another": (
        "services/events/planted.py",
        "import services.reporting",
    ),
    "Services stand on the chassis and the contracts, never the reverse": (
        "chassis/planted.py",
        "import services.events",
    ),
    "Inside a service, imports point inwards": (
        "services/partnerships/publishing/planted.py",
        "import services.partnerships.store",
    ),
    "Domain code is pure": (
        "services/partnerships/domain/planted.py",
        "import random",
    ),
    "Only adapters know the driver": (
        "services/events/planted.py",
        "import asyncpg",
    ),
    "Contracts are imported through their front door": (
        "services/events/planted.py",
        "import contracts.envelope",
    ),
}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a copy of the packages and of the rules about them."""
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package,
            tmp_path / package,
            ignore=shutil.ignore_patterns("__pycache__"),
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def broken(folder: Path) -> set[str]:
    """Return the names of the contracts that a tree breaks."""
    verdict = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--no-logo"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    assert all(name in verdict for name in CONTRACTS), verdict
    return {name for name in CONTRACTS if f"{name} BROKEN" in verdict}


def test_every_contract_has_a_planted_violation() -> None:
    """A contract that nobody saw break may hold nothing at all."""
    assert set(VIOLATIONS) == set(CONTRACTS)


def test_the_tree_keeps_every_contract(copy: Path) -> None:
    """What is planted below is the only reason why it breaks."""
    assert broken(copy) == set()


@pytest.mark.parametrize("contract", CONTRACTS)
def test_a_planted_import_breaks_its_contract(copy: Path, contract: str) -> None:
    """Seen red: one forbidden import, and the contract that forbids it says so."""
    place, statement = VIOLATIONS[contract]
    (copy / place).write_text(f'"""Planted."""\n\n{statement}\n')

    assert broken(copy) == {contract}
