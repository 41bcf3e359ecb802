"""Prometheus' own checker, where the machine has one."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.stack import ROOT

PROMETHEUS = ROOT / "deploy" / "prometheus"
ALERTS = PROMETHEUS / "alerts.yml"
MISSING = "is not installed; Debian's package `prometheus` brings it"


def program(name: str) -> str:
    """Return where a program of Prometheus is; skip the test where there is none."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} {MISSING}")
    return found


def promtool(*arguments: str | Path) -> str:
    """Let promtool check something; return what it found fault with, or nothing."""
    done = subprocess.run(
        [program("promtool"), *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr if done.returncode else ""
