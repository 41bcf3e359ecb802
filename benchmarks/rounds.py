"""Rounds: in each, every cell once and in an order drawn anew, beside its limits."""

import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import median

from benchmarks.outcome import Outcome
from benchmarks.servers import ROOT, Servers

type Round = Mapping[str, Outcome]


class CellFailedError(Exception):
    """A measurement ended without a figure; its own words are on standard error."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One thing to measure: `module:function`, and the Python that runs it."""

    name: str
    place: str
    python: Callable[[], Path] = lambda: Path(sys.executable)


def measured(
    servers: Servers, cells: Sequence[Cell], rounds: int, *, quick: bool
) -> list[Round]:
    """Measure every cell in every round."""
    order = Random(1)
    found: list[Round] = []
    for number in range(1, rounds + 1):
        this: dict[str, Outcome] = {}
        for cell in order.sample(cells, len(cells)):
            _tell(f"round {number} of {rounds}: {cell.name} ...")
            this[cell.name] = measure(servers, cell, quick=quick)
            _tell(f" {this[cell.name].rate:,.0f}/s\n")
        found.append(this)
    return found


def measure(servers: Servers, cell: Cell, *, quick: bool) -> Outcome:
    """Measure one cell on a stage and in a process of its own."""
    with servers.stage(quick=quick) as stage:
        done = subprocess.run(
            [str(cell.python()), "-m", "benchmarks.cell", cell.place],
            input=stage.to_json(),
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
        if done.returncode:
            raise CellFailedError(cell.name)
        return Outcome.from_json(done.stdout.splitlines()[-1])


def middle(rounds: Iterable[Round], name: str, of: Callable[[Outcome], float]) -> float:
    """The median over the rounds of one figure of one cell."""
    return median(of(one[name]) for one in rounds)


def ratio(
    rounds: Iterable[Round],
    name: str,
    limit: str,
    of: Callable[[Outcome], float] = lambda outcome: outcome.rate,
) -> float:
    """The median over the rounds of a cell's figure over its limit's in that round."""
    return median(of(one[name]) / of(one[limit]) for one in rounds)


def figures(rounds: Iterable[Round], name: str) -> dict[str, float]:
    """The medians of everything else that a cell told."""
    told: dict[str, list[float]] = defaultdict(list)
    for one in rounds:
        for figure, value in one[name].figures.items():
            told[figure].append(value)
    return {figure: median(values) for figure, values in told.items()}


def costs(rounds: Iterable[Round], name: str) -> dict[str, float]:
    """The medians of the CPU seconds of each part for 1,000 commands."""
    parts: dict[str, list[float]] = defaultdict(list)
    for one in rounds:
        for part, seconds in one[name].cpu.items():
            parts[part].append(1000 * seconds / one[name].count)
    return {part: median(values) for part, values in parts.items()}


def _tell(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()
