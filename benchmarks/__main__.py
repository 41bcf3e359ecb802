"""The command line of the benchmarks: everything, interleaved, in one run."""

import asyncio
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from benchmarks import gate as gating
from benchmarks import looking, showing, starting
from benchmarks.plan import CELLS, GROWTH
from benchmarks.rounds import Cell, Round, measured
from benchmarks.servers import servers
from chassis.clock import SystemClock, civil_date

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False)
Quick = Annotated[bool, typer.Option(help="One round of short cells.")]
Rounds = Annotated[int, typer.Option(help="How often each cell is measured.")]
Only = Annotated[
    str | None, typer.Option(help="Cells by name, with semicolons between.")
]
Record = Annotated[bool, typer.Option(help="Add a line to the trend.")]


@app.command()
def compare(
    *,
    quick: Quick = False,
    rounds: Rounds = 3,
    only: Only = None,
    record: Record = True,
) -> None:
    """Measure the limits, the product and the peers, and print how they compare."""
    names = None if only is None else [name.strip() for name in only.split(";")]
    cells = [cell for cell in CELLS if names is None or cell.name in names]
    _finish(_measured(cells, rounds, quick=quick), record=record)


@app.command()
def growth(*, quick: Quick = False, rounds: Rounds = 3, record: Record = True) -> None:
    """Measure how cost grows with the partnerships, and with what is in flight."""
    _finish(_measured(GROWTH, rounds, quick=quick), record=record)


@app.command()
def find(*, partnerships: int = 100_000) -> None:
    """Measure how long readers wait in a town with so many partnerships."""
    with servers() as prepared, prepared.stage(quick=False) as stage:
        questions, founding = looking.measure(stage, partnerships)
        plans = asyncio.run(looking.plans(stage))
    showing.show_waits(questions, partnerships, founding)
    for name, plan in plans.items():
        sys.stdout.write(f"\n-- {name}\n{plan}\n")


@app.command()
def start() -> None:
    """Measure how fast the product starts, and how much memory it holds."""
    for what, value in starting.started().items():
        sys.stdout.write(f"{what}: {value:,.3g}\n")


@app.command()
def gate() -> None:
    """Fail when a command, or loading the program, has become too dear."""
    try:
        gating.hold()
    except gating.TooDearError as error:
        sys.stderr.write(f"{error}\n")
        raise typer.Exit(1) from error


def _measured(cells: Sequence[Cell], rounds: int, *, quick: bool) -> Sequence[Round]:
    with servers() as prepared:
        return measured(prepared, cells, 1 if quick else rounds, quick=quick)


def _finish(found: Sequence[Round], *, record: bool) -> None:
    showing.show(found)
    if record:
        today = civil_date(SystemClock().now())
        showing.remember(found, commit=showing.commit(), on=today)


if __name__ == "__main__":
    app()
