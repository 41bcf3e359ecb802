"""One number for all histories: where each stream ended, so that no end can be cut off.

A chain shows what was changed inside it. That its last rows are gone, or that all of
it was written anew, shows only who noted its end before; a head is that note.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import override
from uuid import UUID

from chassis.history import Break
from chassis.postgres import Connection, columns


@dataclass(frozen=True, slots=True, order=True)
class End:
    """The last row of a stream when the head was taken."""

    stream_id: UUID
    version: int
    hash: bytes

    @override
    def __str__(self) -> str:
        """Return the end as a line of a head."""
        return f"{self.stream_id} {self.version} {self.hash.hex()}"


async def ends(connection: Connection) -> list[End]:
    """Return where every stream ends, or did, in the order of their ids."""
    rows = await connection.fetch(_ENDS) + await connection.fetch(_ENDED)
    return sorted(End(row["stream_id"], row["version"], row["hash"]) for row in rows)


def root(sealed: Iterable[End]) -> str:
    """Return the hex SHA-256 over the lines of ends, in their order."""
    whole = sha256()
    for end in sealed:
        whole.update(f"{end}\n".encode())
    return whole.hexdigest()


async def departures(connection: Connection, sealed: Sequence[End]) -> list[Break]:
    """Return where the history is not a continuation of what was sealed.

    What was destroyed under a record is no departure, as far as its end agrees.
    """
    arrays = columns(((one.stream_id, one.version, one.hash) for one in sealed), 3)
    rows = await connection.fetch(_DEPARTURES, *arrays)
    return [
        Break(row["stream_id"], row["version"], "rewritten" if row["there"] else "cut")
        for row in rows
    ]


_ENDS = """
select distinct on (stream_id) stream_id, version, hash
from event order by stream_id, version desc
"""

_ENDED = "select stream_id, version, hash from destroyed_stream"

_DEPARTURES = """
select sealed.stream_id, sealed.version,
       event.hash is not null or sealed.version = gone.version as there
from unnest($1::uuid[], $2::int[], $3::bytea[]) as sealed (stream_id, version, hash)
left join event using (stream_id, version)
left join destroyed_stream gone on gone.stream_id = sealed.stream_id
where event.hash is distinct from sealed.hash
  and (sealed.version < gone.version
       or (sealed.version, sealed.hash) = (gone.version, gone.hash)) is not true
order by sealed.stream_id
"""
