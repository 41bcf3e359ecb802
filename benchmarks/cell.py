"""Measures one cell on the stage that is described on its standard input."""

import sys
from collections.abc import Callable
from importlib import import_module
from urllib.parse import parse_qsl

from benchmarks.outcome import Outcome
from benchmarks.stage import Stage


def main(place: str) -> None:
    """Measure what `module:function?number=1` names, and write down what it came to."""
    path, _, query = place.partition("?")
    module, _, function = path.partition(":")
    measure: Callable[..., Outcome] = getattr(import_module(module), function or "run")
    numbers = {name: int(value) for name, value in parse_qsl(query)}
    outcome = measure(Stage.from_json(sys.stdin.read()), **numbers)
    sys.stdout.write(outcome.to_json())


if __name__ == "__main__":
    main(sys.argv[1])
