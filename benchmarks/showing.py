"""Figures as a person reads them, and one line of them for the trend."""

import json
import platform
import subprocess
import sysconfig
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.looking import Question
from benchmarks.plan import COMPARED
from benchmarks.rounds import Round, costs, figures, middle, ratio
from benchmarks.servers import ROOT

TREND = Path(__file__).parent / "trend.jsonl"


def show(rounds: Sequence[Round]) -> None:
    """Print what was measured, and the ratios inside the rounds."""
    console = Console(width=150)
    console.print(f"commit {commit()}, {interpreter()}")
    console.print(_cells(rounds))
    console.print(_ratios(rounds))


def show_waits(
    questions: Sequence[Question], partnerships: int, founding: float
) -> None:
    """Print how long readers waited for each page."""
    title = f"{partnerships:,} partnerships, written in {founding:,.0f} s"
    table = Table("page", title=title)
    for heading in ("p50 ms", "p95 ms", "most ms"):
        table.add_column(heading, justify="right")
    for one in questions:
        waits = (f"{one.milliseconds(hundredths):,.1f}" for hundredths in (50, 95, 100))
        table.add_row(one.name, *waits)
    Console(width=150).print(table)


def remember(rounds: Sequence[Round], *, commit: str, on: date) -> None:
    """Append one line to the trend: ratios, and CPU seconds per 1,000 commands."""
    line = {
        "date": on.isoformat(),
        "commit": commit,
        "rounds": len(rounds),
        "machine": f"{platform.machine()}, {interpreter()}",
        "ratios": {name: round(value, 3) for name, value in _compared(rounds)},
        "cost": {
            name: round(middle(rounds, name, lambda one: one.cost), 4)
            for name in rounds[0]
        },
        "rate": {
            name: round(middle(rounds, name, lambda one: one.rate))
            for name in rounds[0]
        },
    }
    with TREND.open("a") as trend:
        trend.write(json.dumps(line) + "\n")


def interpreter() -> str:
    """Which Python measures, and whether it was built for speed, as distributed ones are."""
    options = str(sysconfig.get_config_var("CONFIG_ARGS"))
    build = "optimized" if "--enable-optimizations" in options else "plain"
    return f"Python {platform.python_version()}, {build} build"


def commit() -> str:
    """The commit that is measured; a + says that there are changes beside it."""
    described = ["git", "describe", "--always", "--dirty=+", "--abbrev=7"]
    done = subprocess.run(
        described, cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def _cells(rounds: Sequence[Round]) -> Table:
    table = Table("cell", title=f"Medians of {len(rounds)} rounds")
    for heading in ("per second", "CPU s / 1,000"):
        table.add_column(heading, justify="right")
    table.add_column("of which")
    table.add_column("more")
    for name in rounds[0]:
        parts = costs(rounds, name)
        table.add_row(
            name,
            f"{middle(rounds, name, lambda one: one.rate):,.0f}",
            f"{middle(rounds, name, lambda one: one.cost):.3f}",
            ", ".join(f"{part} {cost:.3f}" for part, cost in parts.items() if cost),
            ", ".join(f"{what} {value:,g}" for what, value in _rounded(rounds, name)),
        )
    return table


def _ratios(rounds: Sequence[Round]) -> Table:
    table = Table("ratio in one round", title="Medians of the ratios")
    table.add_column("rate", justify="right")
    for name, value in _compared(rounds):
        table.add_row(name, f"{value:.2f}")
    return table


def _compared(rounds: Sequence[Round]) -> list[tuple[str, float]]:
    there = rounds[0].keys()
    return [
        (one.name, ratio(rounds, one.cell, one.limit))
        for one in COMPARED
        if {one.cell, one.limit} <= there
    ]


def _rounded(rounds: Sequence[Round], name: str) -> list[tuple[str, float]]:
    return [(what, round(value, 2)) for what, value in figures(rounds, name).items()]
