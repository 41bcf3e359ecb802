"""What is measured side by side, and which ratios are read from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from benchmarks.peers import fetching
from benchmarks.rounds import Cell

LIMITS = (
    Cell("pgbench", "benchmarks.limits.pgbench"),
    Cell("pgbench alone", "benchmarks.limits.pgbench:alone"),
    Cell("group commit", "benchmarks.limits.design:commit_only"),
    Cell("design", "benchmarks.limits.design"),
    Cell("design, every row", "benchmarks.limits.design:every_row"),
    Cell("JetStream publish", "benchmarks.limits.jetstream:publish"),
    Cell("JetStream fetch", "benchmarks.limits.jetstream:fetch"),
    Cell("bare FastAPI", "benchmarks.limits.bare_http:unguarded"),
    Cell("bare FastAPI, verified", "benchmarks.limits.bare_http:verified"),
)
PRODUCT = (
    Cell("in process", "benchmarks.product.in_process"),
    Cell("in process, one at a time", "benchmarks.product.in_process:alone"),
    Cell("HTTP, one at a time", "benchmarks.product.over_http:one_at_a_time"),
    Cell("evaluation, small", "benchmarks.product.evaluating"),
    Cell("evaluation, large", "benchmarks.product.evaluating:large"),
    Cell("HTTP, asked alone", "benchmarks.product.over_http:run_alone"),
    Cell("HTTP, every service", "benchmarks.product.over_http"),
)
PEERS = tuple(
    Cell(name, f"benchmarks.peers.in_{name}", partial(fetching.python, name))
    for name in fetching.PEERS
)
_TOGETHER = Cell(
    "pgqueuer, enqueued together",
    "benchmarks.peers.in_pgqueuer:together",
    partial(fetching.python, "pgqueuer"),
)
CELLS: Sequence[Cell] = (*LIMITS, *PRODUCT, *PEERS, _TOGETHER)


@dataclass(frozen=True, slots=True)
class Compared:
    """One ratio: the rate of a cell over that of another in the same round."""

    name: str
    cell: str
    limit: str


GROWTH = (
    *(
        Cell(
            f"{number:,} partnerships",
            f"benchmarks.product.in_process?partnerships={number}",
        )
        for number in (1_000, 10_000, 100_000, 1_000_000)
    ),
    *(
        Cell(f"{number} in flight", f"benchmarks.product.in_process?in_flight={number}")
        for number in (1, 4, 16, 64, 256)
    ),
)
GATED = (
    Cell("design, every row", "benchmarks.limits.design:every_row"),
    Cell("in process", "benchmarks.product.in_process"),
)

COMPARED = (
    Compared("in process / design", "in process", "design"),
    Compared("in process / design, every row", "in process", "design, every row"),
    Compared("G1: in process / pgbench", "in process", "pgbench"),
    *(
        Compared(f"G4: in process / {one.name}", "in process", one.name)
        for one in PEERS
    ),
    Compared(
        "G4: in process / pgqueuer, enqueued together", "in process", _TOGETHER.name
    ),
    Compared(
        "1,000,000 / 1,000 partnerships", "1,000,000 partnerships", "1,000 partnerships"
    ),
    Compared("HTTP, asked alone / bare FastAPI", "HTTP, asked alone", "bare FastAPI"),
    Compared(
        "HTTP, asked alone / bare FastAPI, verified",
        "HTTP, asked alone",
        "bare FastAPI, verified",
    ),
    Compared(
        "HTTP, every service / bare FastAPI, verified",
        "HTTP, every service",
        "bare FastAPI, verified",
    ),
    Compared("G2: HTTP, every service / pgbench", "HTTP, every service", "pgbench"),
    Compared("design / pgbench", "design", "pgbench"),
    Compared("design, every row / pgbench", "design, every row", "pgbench"),
    Compared("group commit / pgbench", "group commit", "pgbench"),
)
