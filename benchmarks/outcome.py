"""What one measurement came to, and how it travels from the process that made it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Self


@dataclass(frozen=True, slots=True)
class Outcome:
    """The figures of one cell in one round."""

    count: int  # commands that were carried out, proved afterwards
    seconds: float
    cpu: Mapping[str, float] = field(default_factory=dict)  # seconds, by part
    figures: Mapping[str, float] = field(default_factory=dict)

    @property
    def rate(self) -> float:
        """Commands a second."""
        return self.count / self.seconds

    @property
    def cost(self) -> float:
        """CPU seconds of all parts for 1,000 commands."""
        return 1000 * sum(self.cpu.values()) / self.count

    def to_json(self) -> str:
        """Write it down for another process."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what another process wrote down."""
        return cls(**json.loads(text))


def percentile(sample: Sequence[float], hundredths: int) -> float:
    """The value below which so many hundredths of the sample lie; 0 of nothing."""
    ordered = sorted(sample)
    return (
        ordered[min(len(ordered) * hundredths // 100, len(ordered) - 1)]
        if ordered
        else 0.0
    )


def quantiles(name: str, seconds: Sequence[float]) -> dict[str, float]:
    """Median and 99th percentile in milliseconds, under speaking names."""
    return {
        f"{name} p50 ms": round(1000 * percentile(seconds, 50), 2),
        f"{name} p99 ms": round(1000 * percentile(seconds, 99), 2),
    }
