"""Everything that partnerships writes: the ports of handling, in PostgreSQL."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import override
from uuid import UUID

from pydantic import TypeAdapter

from chassis import outbox, timers
from chassis.history import EventCodec, History, Recorded
from chassis.postgres import Connection
from contracts import DeliveryFailedV1, Envelope, Message
from services.partnerships import queries
from services.partnerships.domain.events import Event
from services.partnerships.domain.kinds import Kind
from services.partnerships.domain.proposal import EMPTY_BOX, Choice, Tally
from services.partnerships.domain.states import status
from services.partnerships.handling import Occasion, Standing, Work
from services.partnerships.organisations import Organisation

CODEC: EventCodec[Event] = EventCodec.of(Event)
HISTORY = History(CODEC)

_TALLY = TypeAdapter(Tally)


class PostgresWork(Work):
    """One command's work in the transaction of a connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @override
    async def load(self, partnership_id: UUID) -> list[Recorded[Event]]:
        return await HISTORY.load(self._connection, partnership_id)

    @override
    async def kind(self, key: str, version: int) -> Kind:
        kind = await queries.kind(self._connection, key, version)
        if kind is None:
            raise LookupError(f"Version {version} of kind {key} is gone.")
        return kind

    @override
    async def ballot_box(self, partnership_id: UUID) -> Tally:
        row = await self._connection.fetchrow(_BALLOT_BOX, partnership_id)
        return EMPTY_BOX if row is None else _TALLY.validate_python(dict(row))

    @override
    async def append(
        self,
        earlier: Sequence[Recorded[Event]],
        standing: Standing,
        events: Iterable[Event],
        occasion: Occasion,
    ) -> list[Recorded[Event]]:
        return await HISTORY.append(
            self._connection,
            earlier,
            standing.id,
            events,
            actor=occasion.actor,
            at=occasion.now,
        )

    @override
    async def keep(self, standing: Standing, at: datetime) -> None:
        case = standing.case
        parties = case.proposal.parties
        await self._connection.execute(
            _KEEP,
            standing.id,
            case.reference,
            case.kind,
            case.kind_version,
            case.proposal.title,
            status(standing.state),
            standing.version,
            [party.organisation_id for party in parties],
            list(case.proposal.goals),
            at,
        )

    @override
    async def set_up_ballot_box(self, partnership_id: UUID) -> None:
        await self._connection.execute(_SET_UP_BALLOT_BOX, partnership_id)

    @override
    async def count(self, partnership_id: UUID, choice: Choice, share: int) -> None:
        yes = choice == "yes"
        await self._connection.execute(_COUNT, partnership_id, yes, share)

    @override
    async def plan(self, partnership_id: UUID, due: Mapping[str, datetime]) -> None:
        await timers.plan(self._connection, partnership_id, due)

    @override
    async def post(self, envelopes: Iterable[Envelope[Message]]) -> None:
        await outbox.post(self._connection, envelopes)


async def lock(connection: Connection, partnership_id: UUID) -> None:
    """Wait until nobody else is changing the partnership, and keep others waiting."""
    await connection.execute(_LOCK, partnership_id)


async def next_number(connection: Connection, kind: str, year: int) -> int:
    """Take the next case number of a kind and year; two who ask get two."""
    number: int = await connection.fetchval(_NEXT_NUMBER, kind, year)
    return number


async def register(connection: Connection, new: Organisation) -> UUID | None:
    """Write a new organisation; the id of the one that is known already, if any."""
    written = await connection.fetchval(
        _REGISTER,
        new.id,
        new.name,
        new.cvr,
        new.p_number,
        new.industry_code,
        new.size_class,
        list(new.focus),
        new.registered_by,
        new.registered_at,
    )
    if written is not None:
        return None
    known: UUID = await connection.fetchval(_KNOWN, new.cvr, new.p_number)
    return known


async def note_unreached(
    connection: Connection, failure: Envelope[DeliveryFailedV1]
) -> None:
    """Note that a contact was not told something about a partnership."""
    message = failure.message
    if message.partnership_id is not None:
        await connection.execute(
            _UNREACHED,
            message.delivery_id,
            message.partnership_id,
            message.contact_id,
            message.fact,
            message.reason,
            failure.occurred_at,
        )


async def note_reached(connection: Connection, delivery_id: UUID) -> None:
    """Note that a contact was told after all."""
    await connection.execute(_REACHED, delivery_id)


_BALLOT_BOX = """
select yes_heads, no_heads, yes_share, no_share
from ballot_box where partnership_id = $1
"""

_KEEP = """
insert into partnership (id, reference, kind, kind_version, title, status, version,
                         organisations, goals, updated_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
on conflict (id) do update set
    title = excluded.title, status = excluded.status, version = excluded.version,
    organisations = excluded.organisations, goals = excluded.goals,
    updated_at = excluded.updated_at
"""

_SET_UP_BALLOT_BOX = """
insert into ballot_box (partnership_id) values ($1)
on conflict (partnership_id) do update
    set yes_heads = 0, no_heads = 0, yes_share = 0, no_share = 0
"""

_COUNT = """
update ballot_box set
    yes_heads = yes_heads + $2::bool::int,
    no_heads = no_heads + (not $2::bool)::int,
    yes_share = yes_share + $3 * $2::bool::int,
    no_share = no_share + $3 * (not $2::bool)::int
where partnership_id = $1
"""

_LOCK = "select 1 from partnership where id = $1 for update"

_NEXT_NUMBER = """
insert into reference_counter (kind, year, last) values ($1, $2, 1)
on conflict (kind, year) do update set last = reference_counter.last + 1
returning last
"""

_REGISTER = """
insert into organisation (id, name, cvr, p_number, industry_code, size_class, focus,
                          registered_by, registered_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
on conflict on constraint organisation_is_known do nothing
returning id
"""

_KNOWN = """
select id from organisation where cvr = $1 and p_number is not distinct from $2
"""

_UNREACHED = """
insert into unreached (delivery_id, partnership_id, contact_id, fact, reason, failed_at)
values ($1, $2, $3, $4, $5, $6)
on conflict (delivery_id) do update
    set reason = excluded.reason, failed_at = excluded.failed_at
"""

_REACHED = "delete from unreached where delivery_id = $1"
