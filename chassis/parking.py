"""Messages that could not be handled wait here, whole, for somebody to decide."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.cloudevents import Unreadable
from chassis.ids import derived_id
from chassis.postgres import Connection, Record


@dataclass(frozen=True, slots=True)
class Parked:
    """One message with the reason why it could not be handled."""

    id: UUID
    subject: str
    headers: Mapping[str, str]
    body: bytes
    reason: str  # stable code: unknown_type, malformed_body, handler_failed...
    detail: str
    parked_at: datetime


def id_of(subject: str, headers: Mapping[str, str], body: bytes) -> UUID:
    """Return the id of a message as it came, however often it comes."""
    content = hashlib.sha256(body).hexdigest()
    return derived_id("parked", subject, headers.get("ce-id", ""), content)


def why(failure: Exception) -> tuple[str, str]:
    """Return the reason and the detail of a failure, as they are kept."""
    if isinstance(failure, Unreadable):
        return failure.reason, failure.detail
    return "handler_failed", f"{type(failure).__name__}: {failure}"


async def park(  # noqa: PLR0913, PLR0917 - the whole message is kept
    connection: Connection,
    parked_id: UUID,
    subject: str,
    headers: Mapping[str, str],
    body: bytes,
    reason: str,
    detail: str,
) -> None:
    """Keep a message; parked again after a redrive, it is open again."""
    await connection.execute(
        _PARK, parked_id, subject, dict(headers), body, reason, detail[:4000]
    )


async def count_attempt(connection: Connection, parked_id: UUID) -> int:
    """Note that a message is begun once more; return how often it was."""
    attempts: int = await connection.fetchval(_COUNT_ATTEMPT, parked_id)
    return attempts


async def waiting(connection: Connection) -> list[Parked]:
    """Return the parked messages that nobody has settled, oldest first."""
    return [_parked(row) for row in await connection.fetch(_WAITING)]


async def request_redrive(connection: Connection, parked_id: UUID | None = None) -> int:
    """Ask the consumer to try one parked message again, or all; return how many."""
    return len(await connection.fetch(_REQUEST, parked_id))


async def take_redrive(connection: Connection) -> Parked | None:
    """Lock and return the oldest message whose redrive was asked for."""
    row = await connection.fetchrow(_TAKE)
    return _parked(row) if row else None


async def settle(connection: Connection, parked_id: UUID) -> bool:
    """Note that a parked message waits no more; False if it did not."""
    return await connection.fetchval(_SETTLE, parked_id) is not None


def _parked(row: Record) -> Parked:
    return Parked(**dict(row.items()))


_PARK = """
insert into parked (id, subject, headers, body, reason, detail)
values ($1, $2, $3, $4, $5, $6)
on conflict (id) do update set
    reason = excluded.reason, detail = excluded.detail,
    redrive_requested_at = null, settled_at = null
"""

_COUNT_ATTEMPT = """
insert into attempt (id) values ($1)
on conflict (id) do update set count = attempt.count + 1
returning count
"""

_COLUMNS = "id, subject, headers, body, reason, detail, parked_at"

_WAITING = f"""
select {_COLUMNS} from parked where settled_at is null order by parked_at, id
"""  # noqa: S608 - a constant of this module

_REQUEST = """
update parked set redrive_requested_at = clock_timestamp()
where settled_at is null and ($1::uuid is null or id = $1)
returning id
"""

_TAKE = f"""
select {_COLUMNS} from parked
where settled_at is null and redrive_requested_at is not null
order by parked_at, id limit 1 for update skip locked
"""  # noqa: S608 - a constant of this module

_SETTLE = """
update parked set settled_at = clock_timestamp()
where id = $1 and settled_at is null
returning id
"""
