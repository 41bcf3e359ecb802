"""CPU seconds of whole process trees, as the kernel counts them; needs no library.

A child that has ended is in its parent's account once the parent has waited for
it, so that the backends of PostgreSQL are never lost.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

_TICKS = os.sysconf("SC_CLK_TCK")
_PROC = Path("/proc")


def tree(root: int) -> Iterator[int]:
    """Yield a process and everything below it."""
    yield root
    try:
        threads = list((_PROC / str(root) / "task").iterdir())
        children = [(thread / "children").read_text() for thread in threads]
    except OSError:
        return
    for child in " ".join(children).split():
        yield from tree(int(child))


def spent(root: int, *, but: frozenset[int] = frozenset()) -> float:
    """CPU seconds of a process tree until now, without the trees *but*."""
    counted = set(tree(root))
    for other in but & counted:
        counted -= set(tree(other))
    return sum(map(_own, counted))


def proportional_memory(root: int) -> int:
    """Bytes of memory that a tree has in use; shared pages are divided (PSS)."""
    return sum(_pss(process) for process in tree(root))


@dataclass(frozen=True, slots=True)
class Meter:
    """Reads the cost of several parts, each a process tree, over a time."""

    parts: Mapping[str, int]
    began: float
    before: Mapping[str, float]

    @classmethod
    def of(cls, parts: Mapping[str, int]) -> "Meter":
        """Begin to measure."""
        return cls(parts, perf_counter(), _read(parts))

    def stop(self) -> tuple[float, dict[str, float]]:
        """Seconds since the beginning, and CPU seconds of each part."""
        seconds = perf_counter() - self.began
        after = _read(self.parts)
        return seconds, {name: after[name] - self.before[name] for name in after}


def _read(parts: Mapping[str, int]) -> dict[str, float]:
    return {
        name: spent(root, but=frozenset(parts.values()) - {root})
        for name, root in parts.items()
    }


def _own(process: int) -> float:
    try:
        line = (_PROC / str(process) / "stat").read_text()
    except OSError:
        return 0.0
    fields = line.rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / _TICKS  # utime, stime, and of the waited for


def _pss(process: int) -> int:
    try:
        lines = (_PROC / str(process) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    kilobytes = (int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return 1024 * sum(kilobytes)
