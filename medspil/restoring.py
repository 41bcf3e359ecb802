"""Brings everything back from a backup, and proves that it is whole.

What was committed between the reading of the stream and that of the database is not
in the stream of the backup: it is marked as untold, and told again.
"""

import shutil
from collections.abc import AsyncGenerator, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from itertools import batched
from pathlib import Path

from nats.aio.client import Client
from nats.js.errors import NotFoundError

from chassis import archive, jetstream, positions, roles
from chassis.archive import Kept
from chassis.dialling import NatsAccess
from chassis.ids import new_id
from chassis.jetstream import Standing
from chassis.postgres import Database, OwnConnection
from chassis.service import Service
from chassis.settings import Settings
from contracts import STREAM as STREAM_NAME
from medspil import backup, composition, dumping, operating
from medspil.backup import DATABASE, STREAM, Manifest
from medspil.operating import Verdict
from medspil.premises import addresses


class NotRestored(Exception):
    """Nothing was touched; the message says what stands in the way."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was brought back, and what was found of it."""

    manifest: Manifest
    untold: int  # messages that will be told again
    keys: tuple[str, ...]  # that differ from those of the backup
    verdicts: tuple[Verdict, ...]


async def restore(settings: Settings, folder: Path, *, replace: bool) -> Restored:
    """Bring a backup back into servers that hold nothing, unless told to replace.

    The backup is checked first; the history is verified afterwards.
    """
    manifest = backup.checked(folder)
    if addresses(settings.data_dir) is not None:
        raise NotRestored(f"A Medspil runs in {settings.data_dir}. Stop it first.")
    async with operating.reached(settings) as complete:
        async with _servers(complete) as (owner, client):
            await _require_rest(owner)
            await _make_room(owner, client, replace=replace)
            # First: whoever finds no key makes one.
            keys = put_keys(settings, folder / "keys", replace=replace)
            for name in composition.NAMES:
                await roles.make(owner, name)
            await dumping.load(complete.owner_database_url(), folder / DATABASE)
            stream, copies = client.jetstream(timeout=5), complete.nats_replicas
            await jetstream.provision_stream(stream, copies)
            await archive.replay(client, folder / STREAM, new_id)
            standing = await jetstream.standing(stream, copies)
            untold = await _mark_untold(owner, archive.read(folder / STREAM))
        await operating.migrate(complete)
        await _let_services_know(operating.assembled(complete), standing)
        verdicts = await operating.verify(complete)
    return Restored(manifest, untold, keys, tuple(verdicts))


@asynccontextmanager
async def _servers(
    settings: Settings,
) -> AsyncGenerator[tuple[OwnConnection, Client]]:
    owner = await Database(settings.owner_database_url(), "public").connect()
    client = await jetstream.connect(NatsAccess.of(settings), "medspil-restore")
    try:
        yield owner, client
    finally:
        await client.close()
        await owner.close()


async def _require_rest(owner: OwnConnection) -> None:
    working = await owner.fetch(_AT_WORK)
    if working:
        names = ", ".join(row["usename"] for row in working)
        raise NotRestored(f"Services are at work ({names}). Stop them first.")


async def _make_room(owner: OwnConnection, client: Client, *, replace: bool) -> None:
    schemas = [row["nspname"] for row in await owner.fetch(_SCHEMAS, _names())]
    messages = await archive.length(client)
    if (schemas or messages) and not replace:
        found = ", ".join([*(f"schema {name}" for name in schemas), *_stream(messages)])
        raise NotRestored(
            f"There is something already: {found}. To lose it for the backup, "
            "add --replace."
        )
    for name in schemas:
        await owner.execute(f"drop schema {name} cascade")
    with suppress(NotFoundError):
        await client.jetstream(timeout=5).delete_stream(STREAM_NAME)


def _names() -> list[str]:
    return list(composition.NAMES)


def _stream(messages: int) -> list[str]:
    return [f"{messages} messages in the stream"] if messages else []


async def _mark_untold(owner: OwnConnection, stream: Iterable[Kept]) -> int:
    """Let the relays publish what the stream of the backup does not hold."""
    await owner.execute("create temporary table told (id text primary key)")
    for some in batched((kept.id for kept in stream if kept.id), 5000, strict=False):
        await owner.execute(_TOLD, list(some))
    untold = 0
    for name in composition.NAMES:
        untold += int(await owner.fetchval(_UNTELL.format(schema=name)))
    return untold


async def _let_services_know(services: list[Service], stream: Standing) -> None:
    """Let relays go on in the new stream, and each service do what it must.

    The consumers begin at its beginning by themselves: it is another stream to them.
    """
    for service in services:
        await service.database.open()
        try:
            async with service.database.transaction() as connection:
                await positions.note(connection, "relay", stream)
                if service.brought_back is not None:
                    await service.brought_back(connection)
        finally:
            await service.database.close()


def put_keys(settings: Settings, folder: Path, *, replace: bool) -> tuple[str, ...]:
    """Put keys back that are missing; return those that stay other ones."""
    differing = []
    for kept in sorted(folder.glob("*.pem")):
        place = backup.key_file(settings, kept.name)
        ours = place.is_relative_to(settings.data_dir)
        if not place.exists() or (replace and ours):
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            shutil.copyfile(kept, place)
            place.chmod(0o600)
        elif place.read_bytes() != kept.read_bytes():
            differing.append(str(place))
    return tuple(differing)


_AT_WORK = r"""
select distinct usename from pg_stat_activity
where usename like 'medspil\_%' and datname = current_database()
order by usename
"""

_SCHEMAS = "select nspname from pg_namespace where nspname = any($1) order by nspname"

_TOLD = "insert into told select unnest($1::text[]) on conflict do nothing"

_UNTELL = """
with untold as (
    update {schema}.outbox set published_at = null
    where published_at is not null
      and not exists (select from told where told.id = message_id::text)
    returning id
)
select count(*) from untold
"""
