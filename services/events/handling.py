"""What a command comes to, decided before anything is written.

A change holds the events, the row for lists and the messages of one command, so that
what was decided and what the others are told are written together or not at all.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from chassis import outbox
from chassis.committing import Change
from chassis.history import Place
from contracts import Envelope, Message
from services.events.domain.commands import Command
from services.events.domain.decisions import GATHERING
from services.events.domain.events import Event
from services.events.domain.gathering import Stage
from services.events.domain.overview import Overview, overview
from services.events.history import HISTORY
from services.events.publishing import announce


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a gathering stands after so many events."""

    id: UUID
    place: Place
    stage: Stage

    @property
    def version(self) -> int:
        """How many events there are."""
        return self.place.version

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


@dataclass(frozen=True, slots=True)
class Carried:
    """A command carried out in thought: what is to be written, and what is then so."""

    change: Change[Event]
    after: Standing


class Work(Protocol):
    """What one command needs of the store, all in one transaction."""

    async def load(self, gathering_id: UUID) -> Standing:
        """Return where a gathering stands; version 0 if there is none."""
        ...

    async def write(self, change: Change[Event]) -> None:
        """Write what a command came to; Conflict if somebody else was first."""
        ...


async def handle(
    work: Work, gathering_id: UUID, command: Command, occasion: Occasion
) -> Standing:
    """Carry out a command; Refusal when a rule says no."""
    carried = carry_out(await work.load(gathering_id), command, occasion)
    await work.write(carried.change)
    return carried.after


def carry_out(standing: Standing, command: Command, occasion: Occasion) -> Carried:
    """Return what a command comes to where a gathering stands, or refuse it.

    What changes nothing comes to no event, and is no refusal.
    """
    events = GATHERING.decide(command, standing.stage, occasion.now)
    entries = HISTORY.entries(
        standing.place, standing.id, events, actor=occasion.actor, at=occasion.now
    )
    stage, place = standing.stage, standing.place
    told: list[Envelope[Message]] = []
    for entry in entries:
        recorded = entry.recorded
        stage = GATHERING.evolve(stage, recorded.event)
        place = Place(recorded.version, recorded.hash)
        message = announce(recorded, stage, occasion.organizer, occasion.causation_id)
        if message is not None:
            told.append(message)
    after = Standing(standing.id, place, stage)
    change = Change(
        stream_id=standing.id,
        seen=standing.version,
        entries=entries,
        row=_row(after, occasion.now),
        due=None,
        told=outbox.rows(told),
    )
    return Carried(change, after)


def nothing_yet(gathering_id: UUID) -> Standing:
    """Where a gathering stands that nobody has proposed."""
    return Standing(gathering_id, Place(), GATHERING.initial)


def _row(after: Standing, at: datetime) -> dict[str, object]:
    seen = after.seen
    answers = [one.answer for one in seen.invitations]
    return {
        "type": seen.subject.type,
        "partnership_id": seen.subject.partnership_id,
        "title": seen.subject.title,
        "status": seen.status,
        "starts_at": seen.slot.starts_at if seen.slot else None,
        "ends_at": seen.slot.ends_at if seen.slot else None,
        "place": seen.slot.place if seen.slot else None,
        "invited": len(answers),
        "accepted": answers.count("accepted"),
        "declined": answers.count("declined"),
        "tentative": answers.count("tentative"),
        "attended": seen.attendance.attended if seen.attendance else None,
        "version": after.version,
        "proposed_at": at,
    }
