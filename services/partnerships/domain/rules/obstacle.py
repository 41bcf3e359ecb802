"""One reason why a step cannot be taken yet, and how rules are kept per stage."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from chassis.decider import Fact, Refusal
from services.partnerships.domain.circumstances import Circumstances
from services.partnerships.domain.commands import CommandName
from services.partnerships.domain.refusals import Reason, refused


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A code, and the facts that its sentence names."""

    code: Reason
    facts: Mapping[str, Fact]

    def refusal(self) -> Refusal:
        """Return what a command meets that is asked in spite of it."""
        return refused(self.code, **self.facts)


type Found = Iterator[Obstacle]
type Rule[Stage] = Callable[[Stage, Circumstances], Found]
type Rules[Stage] = Mapping[CommandName, tuple[Rule[Stage], ...]]


def obstacle(code: Reason, **facts: Fact) -> Obstacle:
    """Return the obstacle of a code with its facts."""
    return Obstacle(code, facts)
