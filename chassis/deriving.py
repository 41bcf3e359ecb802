"""Tables that messages alone make: each is filled by one statement over `told`.

`told` holds id, type, time, sequence and body of messages, and may hold one twice. What
a consumer hears takes effect in one statement: the position moves on, the inbox knows
the messages, and the tables are filled from those that are new to it.
"""

from collections.abc import Iterable, Mapping, Sequence

from chassis import retelling
from chassis.positions import MOVED, Overtaken
from chassis.postgres import Connection, columns
from chassis.retelling import Told
from contracts import Envelope, Message


class Derivation:
    """How the derived tables of one service are filled."""

    def __init__(self, tables: Mapping[str, str]) -> None:
        """*tables* holds for each the statement that fills `{table}` from `told`."""
        self.tables = tables
        filling = ", ".join(
            f"filled_{number} as ({statement.format(table=table)})"
            for number, (table, statement) in enumerate(tables.items())
        )
        self._fill = _FILL.format(filling=filling)
        self._move_on = MOVED + _TAKE_IN.format(filling=filling)

    async def fill(
        self, connection: Connection, heard: Sequence[Envelope[Message]]
    ) -> None:
        """Fill the tables from messages that are known to be new (a projection)."""
        await connection.execute(self._fill, *_arrays(map(retelling.told_by, heard)))

    async def move_on(
        self,
        connection: Connection,
        stream: str,
        step: tuple[int, int],
        told: Sequence[Told],
    ) -> None:
        """Move on from one sequence to another, and let what is new take effect."""
        moved = await connection.fetchval(self._move_on, stream, *step, *_arrays(told))
        if not moved:
            raise Overtaken(step[0])


def _arrays(told: Iterable[Told]) -> list[list[object]]:
    return columns(((*row.start, row.data.decode()) for row in told), 5)


# As text: it is read from headers and goes into rows, and nobody looks at it in between.
_FILL = """
with told as materialized (
    select message_id::uuid, type, occurred_at::timestamptz, sequence::int,
           data::jsonb
    from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])
        as told (message_id, type, occurred_at, sequence, data)
), {filling}
select count(*) from told
"""

_TAKE_IN = """
, arrived as materialized (
    select message_id::uuid, type, occurred_at::timestamptz, sequence::int,
           data::jsonb, nth
    from unnest($4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
        with ordinality as arrived (message_id, type, occurred_at, sequence, data, nth)
    where exists (select from moved)
), claimed as (
    insert into inbox (message_id) select message_id from arrived
    on conflict do nothing
    returning message_id
), told as materialized (
    select message_id, type, occurred_at, sequence, data
    from arrived join claimed using (message_id) order by nth
), {filling}
select exists (select from moved)
"""
