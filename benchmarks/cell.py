"""Measures one cell on the stage that is described on its standard input."""

import sys
from collections.abc import Callable
from importlib import import_module

from benchmarks.outcome import Outcome
from benchmarks.stage import Stage


def main(place: str) -> None:
    """Measure what `module:function` names, and write down what it came to."""
    module, _, function = place.partition(":")
    measure: Callable[[Stage], Outcome] = getattr(
        import_module(module), function or "run"
    )
    outcome = measure(Stage.from_json(sys.stdin.read()))
    sys.stdout.write(outcome.to_json())


if __name__ == "__main__":
    main(sys.argv[1])
