"""Messages that come together leave the rows that they leave one by one."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from chassis.ids import derived_id
from chassis.postgres import Record
from chassis.service import Service, Site
from contracts import MESSAGES, Envelope, Message, PartnershipDestroyedV1
from medspil import composition
from tests.support.stack import ROOT, Databases

CASES = 3  # partnerships, or whatever a sample is about
KEPT = {
    "partnerships": ("unreached", "issued_link", "event", "outbox"),
    "events": ("partnership", "gathering", "event", "outbox"),
    "notifications": (
        "news",
        "delivery",
        "partnership_reference",
        "organisation_cvr",
        "outbox",
    ),
    "reporting": ("fact",),
}
WRITTEN_AT = frozenset({"created_at", "published_at", "id"})  # of the outbox


def samples(site: Site) -> Iterator[Envelope[Message]]:
    """Every message about several cases, there and back; and about one there again."""
    there, back = MESSAGES, tuple(reversed(MESSAGES))
    ways = ((there, CASES), (back, CASES), (there, 1))
    for version, (types, cases) in enumerate(ways, start=1):
        for message_type in types:
            # Of a case that was destroyed nothing is kept to compare.
            for case in range(1 if message_type is PartnershipDestroyedV1 else cases):
                name = f"{message_type.service}.{message_type.event}.v1.json"
                text = (ROOT / "contracts" / "samples" / name).read_text()
                # Why: the ids of a sample end alike, and those of a case are its own.
                about = text.replace("-0c9d5e77a00", f"-0c9d5e77{version}{case}0")
                about = about.replace("HTK-BID-", f"HTK-BID-{version}")
                about = about.replace("-3f0f6c2b8e1", f"-3f0f6c2b8e{case}")
                about = about.replace("-e10b7d3c580", f"-e10b7d3c58{case}")
                yield Envelope(
                    id=derived_id(name, case, version),
                    occurred_at=site.clock.now() + timedelta(minutes=version),
                    aggregate_id=UUID(int=case),
                    sequence=version,
                    actor="staff:ida",
                    correlation_id=f"{name}-{case}-{version}",
                    message=message_type.model_validate_json(about),
                )


async def kept(service: Service) -> dict[str, list[str]]:
    """The rows of a service's tables, without what tells when they were written."""
    async with service.database.reading() as connection:
        found: dict[str, list[str]] = {}
        for table in KEPT[service.name]:
            rows = await connection.fetch(f"select * from {table}")  # noqa: S608 - named above
            left_out = WRITTEN_AT if table == "outbox" else frozenset()
            found[table] = sorted(
                str([one for one in _untraced(row) if one[0] not in left_out])
                for row in rows
            )
        return found


def _untraced(row: Record) -> list[tuple[str, object]]:
    """The columns of a row, without the trace in which a message was posted."""
    return [
        (
            name,
            {key: value[key] for key in value if key != "traceparent"}
            if name == "headers"
            else value,
        )
        for name, value in row.items()
    ]


async def at(site: Site, url: str, name: str, folder: Path) -> Service:
    """A service on a database of its own, opened."""
    settings = site.settings.model_copy(
        update={"database_url": url, "smtp_url": "smtp://127.0.0.1", "data_dir": folder}
    )
    [service] = composition.services(replace(site, settings=settings), name)
    await service.database.open()
    return service


@pytest.mark.parametrize("name", KEPT)
async def test_together_or_alone(
    site: Site, databases: Databases, tmp_path: Path, name: str
) -> None:
    """In each service: all in one transaction, or each in its own."""
    alone = await at(site, await databases.fresh(), name, tmp_path)
    together = await at(site, await databases.fresh(), name, tmp_path)
    heard = [
        one for one in samples(site) if type(one.message) in alone.subscriptions.types
    ]

    for envelope in heard:
        async with alone.database.transaction() as connection:
            await alone.subscriptions.handle(connection, envelope)
    async with together.database.transaction() as connection:
        await together.subscriptions.handle_all(connection, heard)

    expected = await kept(alone)
    assert all(expected[table] for table in KEPT[name][:1])
    assert await kept(together) == expected
    await alone.database.close()
    await together.database.close()
