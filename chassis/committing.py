"""Writes what commands came to: one statement for as many as are committed together.

Each command is written whole or not at all, on the version that it was decided on.
One that comes too late, or repeats another's idempotency key, holds up nobody.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic_core import to_json

from chassis.answers import Claim
from chassis.history import Entry
from chassis.outbox import Row
from chassis.postgres import Connection, columns

type Verdict = Literal["done", "stale", "repeated"]


@dataclass(frozen=True, slots=True)
class Change[Event]:
    """Everything that one command writes, decided on one version of one stream."""

    stream_id: UUID
    seen: int  # the version it was decided on; 0 for a new stream
    entries: Sequence[Entry[Event]]
    row: Mapping[str, object]  # what the service keeps beside the history
    due: Mapping[str, datetime] | None  # its pending timers; None: as they were
    told: Sequence[Row]


class Ledger:
    """The statement of one service, whose streams have their version in a table."""

    def __init__(self, table: str, keeping: str) -> None:
        """*keeping* is a list of CTEs that write the rows of `won` (stream_id, row)."""
        self._statement = _STATEMENT.format(table=table, keeping=keeping.strip())

    async def write(
        self,
        connection: Connection,
        changes: Sequence[Change[object]],
        claims: Sequence[Claim | None] = (),
    ) -> list[Verdict]:
        """Write the changes of different streams and keys; tell what became of each.

        With *claims* each is written only if the answer to it can be kept.
        """
        asked = _asked(changes, claims or [None] * len(changes))
        rows = await connection.fetch(
            self._statement, *asked, *_entries(changes), *_due(changes),
            *columns(_told(changes), 5),
        )  # fmt: skip
        return [row["verdict"] for row in rows]


def _asked(
    changes: Sequence[Change[object]], claims: Sequence[Claim | None]
) -> list[list[object]]:
    return columns(
        (
            (
                change.stream_id,
                change.seen,
                to_json(change.row).decode(),
                change.due is not None,
                *_of_claim(claim),
            )
            for change, claim in zip(changes, claims, strict=True)
        ),
        10,
    )


def _of_claim(claim: Claim | None) -> tuple[object, ...]:
    if claim is None:
        return (None,) * 6
    return (
        claim.principal,
        claim.key,
        claim.fingerprint,
        claim.status,
        to_json(claim.headers).decode(),
        claim.body,
    )


def _entries(changes: Sequence[Change[object]]) -> list[list[object]]:
    return columns(
        (
            (
                place,
                entry.recorded.version,
                entry.type,
                entry.data,
                entry.recorded.actor,
                entry.recorded.occurred_at,
                entry.recorded.correlation_id,
                entry.recorded.hash,
            )
            for place, change in enumerate(changes, start=1)
            for entry in change.entries
        ),
        8,
    )


def _due(changes: Sequence[Change[object]]) -> list[list[object]]:
    return columns(
        (
            (place, name, at)
            for place, change in enumerate(changes, start=1)
            for name, at in (change.due or {}).items()
        ),
        3,
    )


def _told(changes: Sequence[Change[object]]) -> Iterable[tuple[object, ...]]:
    for place, change in enumerate(changes, start=1):
        for row in change.told:
            yield (place, *row)


# Who holds the row of a stream at the version it was seen at goes on; those who were
# overtaken, and those whose key is taken, are left out of everything that follows.
_STATEMENT = """
with asked as materialized (
    select * from unnest(
        $1::uuid[], $2::int[], $3::text[], $4::bool[],
        $5::text[], $6::text[], $7::text[], $8::int[], $9::text[], $10::text[]
    ) with ordinality as asked (
        stream_id, seen, row, replan,
        principal, key, fingerprint, status, headers, body, place
    )
), held as materialized (
    select asked.place from {table} kept
    join asked on kept.id = asked.stream_id and kept.version = asked.seen
    order by kept.id for update of kept
), current as materialized (
    select * from asked where seen = 0 or place in (select place from held)
), claimed as (
    insert into idempotency (principal, key, fingerprint, status, headers, body)
    select principal, key, fingerprint, status, headers::jsonb, body
    from current where key is not null
    on conflict do nothing
    returning principal, key
), won as materialized (
    select place, stream_id, row::jsonb as row, replan from current
    where key is null or (principal, key) in (select principal, key from claimed)
), {keeping}, written as (
    insert into event
        (stream_id, version, type, data, actor, occurred_at, correlation_id, hash)
    select stream_id, version, type, data::jsonb, actor, occurred_at, correlation_id,
           hash
    from unnest(
        $11::int[], $12::int[], $13::text[], $14::text[], $15::text[],
        $16::timestamptz[], $17::text[], $18::bytea[]
    ) as event (
        place, version, type, data, actor, occurred_at, correlation_id, hash
    ) join won using (place)
), due as materialized (
    select stream_id, name, due_at
    from unnest($19::int[], $20::text[], $21::timestamptz[]) as due (place, name, due_at)
    join won using (place)
), dropped as (
    delete from timer using won
    where timer.stream_id = won.stream_id and won.replan and timer.fired_at is null
      and not exists (
          select from due where due.stream_id = timer.stream_id
              and due.name = timer.name and due.due_at = timer.due_at
      )
), planned as (
    insert into timer (stream_id, name, due_at) select * from due
    on conflict do nothing
), posted as (
    insert into outbox (message_id, subject, headers, body)
    select message_id, subject, headers::jsonb, body
    from unnest($22::int[], $23::uuid[], $24::text[], $25::text[], $26::text[])
        with ordinality as told (place, message_id, subject, headers, body, nth)
    join won using (place) order by nth
    on conflict (message_id) do nothing
)
select case
    when won.place is not null then 'done'
    when current.place is not null then 'repeated'
    else 'stale'
end as verdict
from asked left join current using (place) left join won using (place)
order by place
"""
