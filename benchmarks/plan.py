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


COMPARED = (
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
