"""Everything that events writes: the port of handling, in PostgreSQL."""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import override
from uuid import UUID

from chassis.committing import Change, Ledger
from chassis.history import Conflict, Place
from chassis.postgres import Connection
from services.events.domain.decisions import GATHERING
from services.events.domain.events import Event
from services.events.handling import Standing, Work, nothing_yet
from services.events.history import CODEC


class PostgresWork(Work):
    """One command's work in the transaction of a connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @override
    async def load(self, gathering_id: UUID) -> Standing:
        found = await standings(self._connection, [gathering_id])
        return found.get(gathering_id) or nothing_yet(gathering_id)

    @override
    async def write(self, change: Change[Event]) -> None:
        verdicts = await LEDGER.write(self._connection, [change])
        if verdicts != ["done"]:
            raise Conflict(str(change.stream_id))


async def standings(
    connection: Connection, ids: Iterable[UUID]
) -> dict[UUID, Standing]:
    """Return where each of these gatherings stands; nothing for an unknown one."""
    rows = await connection.fetch(_STANDINGS, list(ids))
    found: dict[UUID, Standing] = {}
    for gathering_id, events in groupby(rows, itemgetter("stream_id")):
        stage = GATHERING.initial
        for row in events:
            stage = GATHERING.evolve(stage, CODEC.decode(row["type"], row["data"]))
            place = Place(row["version"], row["hash"])
            found[gathering_id] = Standing(gathering_id, place, stage)
    return found


async def keep_partnerships(
    connection: Connection, contacts: Mapping[UUID, Iterable[UUID]]
) -> None:
    """Remember whom partnerships consist of; replaces what was known."""
    told = {str(partnership): [*map(str, of)] for partnership, of in contacts.items()}
    await connection.execute(_KEEP_PARTNERSHIPS, told)


async def end_partnership(
    connection: Connection, partnership_id: UUID, ended_on: date
) -> None:
    """Remember that a partnership is over."""
    await connection.execute(_END_PARTNERSHIP, partnership_id, ended_on)


_STANDINGS = """
select stream_id, version, type, data::text, hash
from event where stream_id = any($1::uuid[]) order by stream_id, version
"""

_KEEPING = """
kept as (
    insert into gathering
        (id, type, partnership_id, title, status, starts_at, ends_at, place,
         invited, accepted, declined, tentative, attended, version, proposed_at)
    select stream_id, kept.* from won, jsonb_to_record(row) as kept (
        type text, partnership_id uuid, title text, status text,
        starts_at timestamptz, ends_at timestamptz, place text,
        invited int, accepted int, declined int, tentative int, attended int,
        version int, proposed_at timestamptz
    )
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
)
"""

LEDGER = Ledger("gathering", _KEEPING)

_KEEP_PARTNERSHIPS = """
insert into partnership (id, contacts)
select key::uuid, array(select jsonb_array_elements_text(value)::uuid)
from jsonb_each($1::jsonb)
where not exists (
    select from dropped_partnership where partnership_id = key::uuid
)
on conflict (id) do update set contacts = excluded.contacts
"""

_END_PARTNERSHIP = """
update partnership set ended_on = $2 where id = $1
"""
