"""One command from start to finish: load, decide, append, keep, post.

Everything happens in the transaction of the given Work, so that what was decided and
what the others are told can never differ.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from chassis.history import Recorded
from contracts import Envelope, Message
from services.events.domain.commands import Command
from services.events.domain.decisions import GATHERING
from services.events.domain.events import Event
from services.events.domain.gathering import Stage
from services.events.domain.overview import Overview, overview
from services.events.publishing import announce


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a gathering stands after so many events."""

    id: UUID
    version: int
    stage: Stage

    @property
    def seen(self) -> Overview:
        """What it shows; LookupError if nobody proposed it."""
        seen = overview(self.stage)
        if seen is None:
            raise LookupError(f"Nobody proposed the gathering {self.id}.")
        return seen


@dataclass(frozen=True, slots=True)
class Occasion:
    """Who asks and when, what led to it, and in whose name people are invited."""

    actor: str
    now: datetime
    organizer: str
    causation_id: UUID | None = None


class Work(Protocol):
    """What one command needs of the store, all in one transaction."""

    async def load(self, gathering_id: UUID) -> list[Recorded[Event]]:
        """Return the history, oldest event first."""
        ...

    async def append(
        self,
        earlier: Sequence[Recorded[Event]],
        gathering_id: UUID,
        events: Iterable[Event],
        occasion: Occasion,
    ) -> list[Recorded[Event]]:
        """Write events behind *earlier*; Conflict if somebody else was first."""
        ...

    async def keep(self, standing: Standing, at: datetime) -> None:
        """Write the row that lists and filters read."""
        ...

    async def post(self, envelopes: Iterable[Envelope[Message]]) -> None:
        """Leave messages for the relay."""
        ...


def anyway(_: Standing) -> None:
    """Carry the command out wherever the gathering stands."""


async def handle(
    work: Work,
    gathering_id: UUID,
    command: Command,
    occasion: Occasion,
    check: Callable[[Standing], None] = anyway,
) -> Standing:
    """Carry out a command; Refusal when a rule says no, or what *check* raises."""
    earlier = await work.load(gathering_id)
    standing = standing_of(gathering_id, earlier)
    check(standing)
    events = GATHERING.decide(command, standing.stage, occasion.now)
    if not events:
        return standing
    recorded = await work.append(earlier, gathering_id, events, occasion)
    after = Standing(
        gathering_id, recorded[-1].version, GATHERING.fold(events, standing.stage)
    )
    await work.keep(after, occasion.now)
    await work.post(_told(recorded, standing.stage, occasion))
    return after


def standing_of(gathering_id: UUID, history: Sequence[Recorded[Event]]) -> Standing:
    """Where a gathering stands after its history."""
    stage = GATHERING.fold(one.event for one in history)
    return Standing(gathering_id, history[-1].version if history else 0, stage)


def _told(
    recorded: Iterable[Recorded[Event]], stage: Stage, occasion: Occasion
) -> Iterable[Envelope[Message]]:
    for one in recorded:
        stage = GATHERING.evolve(stage, one.event)
        told = announce(one, stage, occasion.organizer, occasion.causation_id)
        if told is not None:
            yield told
