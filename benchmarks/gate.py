"""What CI holds: the cost of a command beside its limit, and of loading the program.

Rates swing with whatever else the machine does; CPU seconds of two things that were
measured in the same minute hardly do.
"""

import resource
import subprocess
import sys
from collections.abc import Sequence

from benchmarks.plan import GATED
from benchmarks.rounds import Round, measured, ratio
from benchmarks.servers import ROOT, servers
from medspil.composition import NAMES

MOST_COMMAND = 4.0  # times the design limit with every row, which has no domain
MOST_LOADING = 3.5  # times the libraries that any such service loads
_ROUNDS = 2
_LIBRARIES = "import asyncpg, fastapi, nats, pydantic, structlog, uvicorn"
_SERVICES = ", ".join(f"services.{name}.app" for name in NAMES)
# Everything that `up` loads: the services are loaded when they are assembled.
PROGRAM = f"import medspil.launcher, medspil.telling, {_SERVICES}"


class TooDearError(Exception):
    """A change made something dearer than it may be; the message says what."""


def hold() -> None:
    """Measure both, and print them; TooDearError if one is above what it may be."""
    with servers() as prepared:
        rounds = measured(prepared, GATED, _ROUNDS, quick=True)
    command, loading = _command(rounds), _loading()
    sys.stdout.write(
        f"CPU per command / design limit: {command:.2f}, at most {MOST_COMMAND}\n"
        f"CPU to load the program / its libraries: {loading:.2f}, "
        f"at most {MOST_LOADING}\n"
    )
    if command > MOST_COMMAND:
        raise TooDearError("A command costs too much; `make bench` says where.")
    if loading > MOST_LOADING:
        raise TooDearError(
            "The program loads too much; see `python -X importtime -c "
            f"'{PROGRAM}'`, and load what is rarely needed where it is used."
        )


def _command(rounds: Sequence[Round]) -> float:
    limit, product = GATED
    return ratio(rounds, product.name, limit.name, lambda one: one.cost)


def _loading() -> float:
    """The least CPU time of five loads of the program, over that of the libraries."""
    pairs = [(_cpu(PROGRAM), _cpu(_LIBRARIES)) for _ in range(5)]
    return min(one for one, _ in pairs) / min(other for _, other in pairs)


def _cpu(code: str) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
