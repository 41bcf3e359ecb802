"""Everything that events writes: the port of handling, in PostgreSQL."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import override
from uuid import UUID

from chassis import outbox
from chassis.history import EventCodec, History, Recorded
from chassis.postgres import Connection
from contracts import Envelope, Message
from services.events.domain.events import Event
from services.events.handling import Occasion, Standing, Work

CODEC: EventCodec[Event] = EventCodec.of(Event)
HISTORY = History(CODEC)


class PostgresWork(Work):
    """One command's work in the transaction of a connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @override
    async def load(self, gathering_id: UUID) -> list[Recorded[Event]]:
        return await HISTORY.load(self._connection, gathering_id)

    @override
    async def append(
        self,
        earlier: Sequence[Recorded[Event]],
        gathering_id: UUID,
        events: Iterable[Event],
        occasion: Occasion,
    ) -> list[Recorded[Event]]:
        return await HISTORY.append(
            self._connection,
            earlier,
            gathering_id,
            events,
            actor=occasion.actor,
            at=occasion.now,
        )

    @override
    async def keep(self, standing: Standing, at: datetime) -> None:
        seen = standing.seen
        answers = [one.answer for one in seen.invitations]
        await self._connection.execute(
            _KEEP,
            standing.id,
            seen.subject.type,
            seen.subject.partnership_id,
            seen.subject.title,
            seen.status,
            seen.slot.starts_at if seen.slot else None,
            seen.slot.ends_at if seen.slot else None,
            seen.slot.place if seen.slot else None,
            len(answers),
            answers.count("accepted"),
            answers.count("declined"),
            answers.count("tentative"),
            seen.attendance.attended if seen.attendance else None,
            standing.version,
            at,
        )

    @override
    async def post(self, envelopes: Iterable[Envelope[Message]]) -> None:
        await outbox.post(self._connection, envelopes)


async def keep_partnership(
    connection: Connection, partnership_id: UUID, contacts: Iterable[UUID]
) -> None:
    """Remember whom a partnership consists of; replaces what was known."""
    await connection.execute(_KEEP_PARTNERSHIP, partnership_id, list(contacts))


async def end_partnership(
    connection: Connection, partnership_id: UUID, ended_on: date
) -> None:
    """Remember that a partnership is over."""
    await connection.execute(_END_PARTNERSHIP, partnership_id, ended_on)


_KEEP = """
insert into gathering
    (id, type, partnership_id, title, status, starts_at, ends_at, place,
     invited, accepted, declined, tentative, attended, version, proposed_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
on conflict (id) do update set
    status = excluded.status,
    starts_at = excluded.starts_at,
    ends_at = excluded.ends_at,
    place = excluded.place,
    invited = excluded.invited,
    accepted = excluded.accepted,
    declined = excluded.declined,
    tentative = excluded.tentative,
    attended = excluded.attended,
    version = excluded.version
"""

_KEEP_PARTNERSHIP = """
insert into partnership (id, contacts) values ($1, $2)
on conflict (id) do update set contacts = excluded.contacts
"""

_END_PARTNERSHIP = """
update partnership set ended_on = $2 where id = $1
"""
