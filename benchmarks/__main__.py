"""The command line of the benchmarks: everything, interleaved, in one run."""

from typing import Annotated

import typer

from benchmarks import showing
from benchmarks.plan import CELLS
from benchmarks.rounds import measured
from benchmarks.servers import servers
from chassis.clock import SystemClock, civil_date


def main(
    *,
    quick: Annotated[bool, typer.Option(help="One round of short cells.")] = False,
    rounds: Annotated[int, typer.Option(help="How often each cell is measured.")] = 3,
    only: Annotated[
        str | None, typer.Option(help="Cells by name, with semicolons between.")
    ] = None,
    record: Annotated[bool, typer.Option(help="Add a line to the trend.")] = True,
) -> None:
    """Measure the limits, the product and the peers, and print how they compare."""
    wanted = None if only is None else [name.strip() for name in only.split(";")]
    cells = [cell for cell in CELLS if wanted is None or cell.name in wanted]
    with servers() as prepared:
        found = measured(prepared, cells, 1 if quick else rounds, quick=quick)
    showing.show(found)
    if record:
        today = civil_date(SystemClock().now())
        showing.remember(found, commit=showing.commit(), on=today)


if __name__ == "__main__":
    typer.run(main)
