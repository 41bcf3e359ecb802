"""Everything that partnerships writes: the ports of handling, in PostgreSQL."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import override
from uuid import UUID

from pydantic_core import to_json

from chassis.committing import Change, Ledger
from chassis.history import Conflict, Place
from chassis.postgres import Connection, Record, columns
from contracts import DeliveryFailedV1
from services.partnerships import queries
from services.partnerships.domain.decisions import PARTNERSHIP
from services.partnerships.domain.events import Event
from services.partnerships.domain.kinds import Kind
from services.partnerships.domain.proposal import EMPTY_BOX, Tally
from services.partnerships.finding import FOUND
from services.partnerships.handling import Standing, Work, nothing_yet
from services.partnerships.history import CODEC
from services.partnerships.organisations import Organisation
from services.partnerships.tasks import TASKS


class PostgresWork(Work):
    """One command's work in the transaction of a connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @override
    async def load(self, partnership_id: UUID) -> Standing:
        found = await standings(self._connection, [partnership_id])
        return found.get(partnership_id) or nothing_yet(partnership_id)

    @override
    async def kind(self, key: str, version: int) -> Kind:
        kind = await queries.kind(self._connection, key, version)
        if kind is None:
            raise LookupError(f"Version {version} of kind {key} is gone.")
        return kind

    @override
    async def write(self, change: Change[Event]) -> None:
        verdicts = await LEDGER.write(self._connection, [change])
        if verdicts != ["done"]:
            raise Conflict(str(change.stream_id))


async def standings(
    connection: Connection, ids: Iterable[UUID]
) -> dict[UUID, Standing]:
    """Return where each of these partnerships stands; nothing for an unknown one."""
    rows = await connection.fetch(_STANDINGS, list(ids))
    return {
        partnership_id: _standing(partnership_id, list(events))
        for partnership_id, events in groupby(rows, itemgetter("stream_id"))
    }


def _standing(partnership_id: UUID, events: Sequence[Record]) -> Standing:
    last = events[-1]
    state = PARTNERSHIP.fold(CODEC.decode(row["type"], row["data"]) for row in events)
    box = EMPTY_BOX
    if last["yes_heads"] is not None:
        box = Tally(
            last["yes_heads"], last["no_heads"], last["yes_share"], last["no_share"]
        )
    return Standing(partnership_id, Place(last["version"], last["hash"]), state, box)


async def lock(connection: Connection, partnership_id: UUID) -> None:
    """Wait until nobody else is changing the partnership, and keep others waiting."""
    await connection.execute(_LOCK, partnership_id)


async def next_numbers(
    connection: Connection, asked: Sequence[tuple[str, int]]
) -> list[int]:
    """Take the next case number of each kind and year; two who ask get two."""
    counted = sorted(Counter(asked).items())
    rows = await connection.fetch(
        _NEXT_NUMBERS, *columns(((*key, count) for key, count in counted), 3)
    )
    last = {(row["kind"], row["year"]): row["last"] for row in rows}
    first = {key: last[key] - count + 1 for key, count in counted}
    return [first[key] + asked[:place].count(key) for place, key in enumerate(asked)]


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


async def register_all(connection: Connection, new: Sequence[Organisation]) -> int:
    """Write new organisations in one statement; return how many were not known."""
    rows = await connection.fetch(
        _REGISTER_ALL, to_json([asdict(one) for one in new]).decode()
    )
    return len(rows)


@dataclass(frozen=True, slots=True)
class Unreached:
    """That a contact was not told something, and since when."""

    failure: DeliveryFailedV1
    since: datetime


async def note_deliveries(
    connection: Connection, deliveries: Mapping[UUID, Unreached | None]
) -> None:
    """Note who was not told something about a partnership, and who was after all."""
    noted = [
        (one.failure, one.since)
        for one in deliveries.values()
        if one is not None and one.failure.partnership_id is not None
    ]
    if noted:
        await connection.execute(
            _UNREACHED,
            [failure.delivery_id for failure, _ in noted],
            [failure.partnership_id for failure, _ in noted],
            [failure.contact_id for failure, _ in noted],
            [failure.fact for failure, _ in noted],
            [failure.reason for failure, _ in noted],
            [since for _, since in noted],
        )
    reached = [id_ for id_, unreached in deliveries.items() if unreached is None]
    if reached:
        await connection.execute(_REACHED, reached)


_STANDINGS = """
select stream_id, version, type, data::text, hash,
       yes_heads, no_heads, yes_share, no_share
from event left join ballot_box on partnership_id = stream_id
where stream_id = any($1::uuid[]) order by stream_id, version
"""

_KEEPING = """
kept as (
    insert into partnership (id, reference, kind, kind_version, title, status, version,
                             organisations, goals, updated_at)
    select stream_id, kept.* from won, jsonb_to_record(row) as kept (
        reference text, kind text, kind_version int, title text, status text,
        version int, organisations uuid[], goals text[], updated_at timestamptz
    )
    on conflict (id) do update set
        kind_version = excluded.kind_version, title = excluded.title,
        status = excluded.status, version = excluded.version,
        organisations = excluded.organisations, goals = excluded.goals,
        updated_at = excluded.updated_at
), boxes as (
    insert into ballot_box (partnership_id, yes_heads, no_heads, yes_share, no_share)
    select stream_id, box.* from won, jsonb_to_record(row -> 'ballot_box') as box (
        yes_heads int, no_heads int, yes_share int, no_share int
    )
    where row ? 'ballot_box'
    on conflict (partnership_id) do update set
        yes_heads = excluded.yes_heads, no_heads = excluded.no_heads,
        yes_share = excluded.yes_share, no_share = excluded.no_share
)
"""

LEDGER = Ledger("partnership", f"{_KEEPING.strip()}, {FOUND.strip()}, {TASKS.strip()}")

_LOCK = "select 1 from partnership where id = $1 for update"

_NEXT_NUMBERS = """
insert into reference_counter (kind, year, last)
select kind, year, count from unnest($1::text[], $2::int[], $3::int[])
    as asked (kind, year, count)
on conflict (kind, year) do update set last = reference_counter.last + excluded.last
returning kind, year, last
"""

_REGISTER = """
insert into organisation (id, name, cvr, p_number, industry_code, size_class, focus,
                          registered_by, registered_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
on conflict on constraint organisation_is_known do nothing
returning id
"""

_REGISTER_ALL = """
insert into organisation (id, name, cvr, p_number, industry_code, size_class, focus,
                          registered_by, registered_at)
select * from jsonb_to_recordset($1::text::jsonb) as sent (
    id uuid, name text, cvr text, p_number text, industry_code text, size_class text,
    focus text[], registered_by text, registered_at timestamptz
)
on conflict on constraint organisation_is_known do nothing
returning id
"""

_KNOWN = """
select id from organisation where cvr = $1 and p_number is not distinct from $2
"""

_UNREACHED = """
insert into unreached (delivery_id, partnership_id, contact_id, fact, reason, failed_at)
select * from unnest(
    $1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::timestamptz[]
) as told (delivery_id, partnership_id, contact_id, fact, reason, failed_at)
where not exists (select from destroyed_stream where stream_id = partnership_id)
on conflict (delivery_id) do update
    set reason = excluded.reason, failed_at = excluded.failed_at
"""

_REACHED = "delete from unreached where delivery_id = any($1)"
