"""A lifecycle as two pure functions: what is decided, and what it changes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce

type Fact = str | int | list[str]


class Refusal(Exception):
    """A rule said no: a stable code, and the facts that its sentence names."""

    def __init__(self, code: str, **facts: Fact) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Decider[Command, State, Event, Circumstances]:
    """Decides commands against a state, and folds events into one."""

    initial: State
    decide: Callable[[Command, State, Circumstances], list[Event]]
    evolve: Callable[[State, Event], State]

    def fold(self, events: Iterable[Event], state: State | None = None) -> State:
        """Return the state after *events*, starting from *state* or from nothing."""
        start = self.initial if state is None else state
        return reduce(self.evolve, events, start)
