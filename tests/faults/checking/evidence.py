"""Everything that an installation left, read past the wires once it is at rest."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chassis.history import Recorded
from chassis.postgres import Connection, Database, Record
from contracts import Envelope, Message
from services.partnerships import queries
from services.partnerships.domain.events import Event
from services.partnerships.domain.kinds import Kind
from services.partnerships.history import CODEC
from tests.faults.checking.listening import Streamed
from tests.faults.load.ledger import Ledger
from tests.faults.rig.house import House
from tests.faults.rig.mailserver import Letter
from tests.support.stack import SERVICES

READ_WITHIN = 300.0  # seconds for one table

type Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What there is to compare."""

    ledger: Ledger
    histories: Mapping[UUID, Sequence[Recorded[Event]]]
    kinds: Mapping[tuple[str, int], Kind]
    tables: Mapping[str, Rows]  # by schema.table
    stream: Sequence[Streamed]
    letters: Sequence[Letter]

    def heard(self, *types: type[Message]) -> list[Envelope[Message]]:
        """The messages of these types, each once, in the order of the stream."""
        seen: dict[UUID, Envelope[Message]] = {}
        for one in self.stream:
            if isinstance(one.envelope.message, types):
                seen.setdefault(one.envelope.id, one.envelope)
        return list(seen.values())


async def gathered(
    house: House, ledger: Ledger, stream: Sequence[Streamed]
) -> Evidence:
    """Read it all."""
    tables: dict[str, Rows] = {}
    histories: dict[UUID, list[Recorded[Event]]] = defaultdict(list)
    kinds: dict[tuple[str, int], Kind] = {}
    for service in SERVICES:
        connection = await Database(str(house.settings.database_url), service).connect()
        try:
            for table in (*_EVERYWHERE, *_TABLES[service]):
                tables[f"{service}.{table}"] = await _rows(connection, table)
            if service == "partnerships":
                for row in await connection.fetch(_HISTORY, timeout=READ_WITHIN):
                    histories[row["stream_id"]].append(_recorded(row))
                kinds = await _kinds(connection)
        finally:
            await connection.close()
    return Evidence(ledger, histories, kinds, tables, stream, tuple(house.mail.letters))


async def _rows(connection: Connection, table: str) -> Rows:
    columns = _COLUMNS.get(table, "*")
    query = f"select {columns} from {table}"  # noqa: S608 - names of this module
    rows = await connection.fetch(query, timeout=READ_WITHIN)
    return [dict(row) for row in rows]


async def _kinds(connection: Connection) -> dict[tuple[str, int], Kind]:
    """Every version of every kind."""
    kinds: dict[tuple[str, int], Kind] = {}
    for row in await connection.fetch("select kind, version from kind_version"):
        kind = await queries.kind(connection, row["kind"], row["version"])
        if kind is not None:
            kinds[row["kind"], row["version"]] = kind
    return kinds


def _recorded(row: Record) -> Recorded[Event]:
    return Recorded(
        stream_id=row["stream_id"],
        version=row["version"],
        event=CODEC.decode(row["type"], row["data"]),
        actor=row["actor"],
        occurred_at=row["occurred_at"],
        correlation_id=row["correlation_id"],
        hash=row["hash"],
    )


_HISTORY = """
select stream_id, version, type, data::text, actor, occurred_at, correlation_id, hash
from event order by stream_id, version
"""
_EVERYWHERE = ("outbox", "inbox", "parked", "timer")
# Of the kept answers only what tells two apart: all together they are large.
_COLUMNS = {
    "idempotency": "principal, key, status, "
    "encode(sha256(convert_to(body, 'UTF8')), 'hex') as digest"
}
_TABLES: Mapping[str, Sequence[str]] = {
    "partnerships": (
        "partnership",
        "ballot_box",
        "unreached",
        "issued_link",
        "idempotency",
    ),
    "events": ("partnership", "gathering", "event"),
    "notifications": (
        "contact",
        "news",
        "delivery",
        "partnership_reference",
        "organisation_cvr",
    ),
    "reporting": ("fact",),
}
