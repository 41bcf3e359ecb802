"""Destroys a case: everything of it goes in one transaction, and a record is left."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime

from chassis import destroying, outbox
from chassis.clock import civil_date
from chassis.correlation import correlation_id
from chassis.history import Place
from chassis.ids import derived_id
from chassis.pages import Paging
from chassis.postgres import Connection
from contracts import Envelope, PartnershipDestroyedV1

# What belongs to a case and goes with it, in the order in which it can go. What else
# names a case stays: the access log for its two years, messages, and the records.
GOES = (
    "task",
    "evidence_file",
    "disclosure",
    "legal_hold",
    "kind_move_item",
    "ballot_box",
    "unreached",
    "issued_link",
    "finding",
    "imported",
)


@dataclass(frozen=True, slots=True)
class Destruction:
    """That a case is to be destroyed, or was; the record that is left of it."""

    id: UUID
    partnership_id: UUID
    reference: str
    kind: str
    kind_version: int
    outcome: str
    closed_on: date
    due_on: date
    reason: str
    proposed_by: str
    proposed_at: datetime
    status: Literal["proposed", "withdrawn", "destroyed"] = "proposed"
    settled_by: str | None = None
    settled_at: datetime | None = None
    last_version: int | None = None
    head: str | None = None
    counts: Mapping[str, int] | None = None
    files: tuple[str, ...] | None = None
    disclosures: tuple[str, ...] | None = None


async def propose(connection: Connection, new: Destruction) -> None:
    """Write down that a case is to be destroyed, for another to confirm."""
    await connection.execute(
        _PROPOSE,
        new.id,
        new.partnership_id,
        new.reference,
        new.kind,
        new.kind_version,
        new.outcome,
        new.closed_on,
        new.due_on,
        new.reason,
        new.proposed_by,
        new.proposed_at,
    )


async def locked(connection: Connection, destruction_id: UUID) -> Destruction | None:
    """Return a destruction that nobody else can settle meanwhile."""
    row = await connection.fetchrow(f"{_READ} where id = $1 for update", destruction_id)
    return None if row is None else Destruction(**row)


async def read(connection: Connection, destruction_id: UUID) -> Destruction | None:
    """Return a destruction; nothing for an unknown one."""
    row = await connection.fetchrow(f"{_READ} where id = $1", destruction_id)
    return None if row is None else Destruction(**row)


async def record_of(connection: Connection, partnership_id: UUID) -> Destruction | None:
    """Return the record under which a case was destroyed, if it was."""
    row = await connection.fetchrow(
        f"{_READ} where partnership_id = $1 and status = 'destroyed'", partnership_id
    )
    return None if row is None else Destruction(**row)


async def destructions(connection: Connection, paging: Paging) -> list[Destruction]:
    """Return what was proposed and what was destroyed, the newest first."""
    after = paging.after(tuple[AwareDatetime, UUID]) or (None, None)
    rows = await connection.fetch(_LIST, *after, paging.fetch)
    return [Destruction(**row) for row in rows]


async def withdraw(
    connection: Connection, destruction_id: UUID, by: str, at: datetime
) -> None:
    """Let a case be, which was to be destroyed."""
    await connection.execute(_WITHDRAW, destruction_id, by, at)


async def destroy(
    connection: Connection, proposed: Destruction, by: str, at: datetime
) -> None:
    """Destroy all that is kept of a case, complete its record, and tell the others."""
    case = proposed.partnership_id
    place = Place(*await connection.fetchrow(_PLACE, case) or Place())
    files = [row[0] for row in await connection.fetch(_FILES, case)]
    disclosed = [row[0] for row in await connection.fetch(_DISCLOSED, case)]
    await destroying.destroy(connection, [case], proposed.id, at)
    counts = {"event": place.version}
    for table in GOES:
        done = await connection.execute(_GOES.format(table=table), case)
        counts[table] = int(done.rpartition(" ")[2])
    await connection.execute(_ROW, case)
    await connection.execute(_ANSWERS, str(case))
    await connection.execute(
        _DESTROYED,
        proposed.id,
        by,
        at,
        place.version,
        place.hash.hex(),
        counts,
        files,
        disclosed,
    )
    await outbox.post(connection, [_told(proposed, place, by, at)])


def _told(
    proposed: Destruction, place: Place, by: str, at: datetime
) -> Envelope[PartnershipDestroyedV1]:
    version = place.version + 1
    return Envelope(
        id=derived_id(proposed.partnership_id, version),
        occurred_at=at,
        aggregate_id=proposed.partnership_id,
        sequence=version,
        actor=by,
        correlation_id=correlation_id() or "none",
        message=PartnershipDestroyedV1(
            partnership_id=proposed.partnership_id,
            reference=proposed.reference,
            kind=proposed.kind,
            record_id=proposed.id,
            destroyed_on=civil_date(at),
        ),
    )


_PROPOSE = """
insert into destruction (id, partnership_id, reference, kind, kind_version, outcome,
    closed_on, due_on, reason, proposed_by, proposed_at, status)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'proposed')
"""

_READ = """
select id, partnership_id, reference, kind, kind_version, outcome, closed_on, due_on,
    reason, proposed_by, proposed_at, status, settled_by, settled_at, last_version,
    head, counts, files, disclosures
from destruction
"""

_LIST = f"""
{_READ} where $1::timestamptz is null or (proposed_at, id) < ($1, $2::uuid)
order by proposed_at desc, id desc limit $3
"""

_WITHDRAW = """
update destruction set status = 'withdrawn', settled_by = $2, settled_at = $3
where id = $1
"""

_PLACE = """
select version, hash from event where stream_id = $1 order by version desc limit 1
"""

_FILES = "select sha256 from evidence_file where partnership_id = $1 order by id"

_DISCLOSED = "select sha256 from disclosure where partnership_id = $1 order by id"

_GOES = "delete from {table} where partnership_id = $1"

_ROW = "delete from partnership where id = $1"

# Answers that are kept for a repeat show the case as it was then.
_ANSWERS = "delete from idempotency where position($1 in body) > 0"

_DESTROYED = """
update destruction set status = 'destroyed', settled_by = $2, settled_at = $3,
    last_version = $4, head = $5, counts = $6, files = $7, disclosures = $8
where id = $1
"""
