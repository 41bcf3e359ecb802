"""What a backup holds and what a restore refuses, on real servers."""

import gzip
from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from nats.aio.client import Client
from nats.js.api import ConsumerConfig, DeliverPolicy
from typer.testing import CliRunner

from chassis import archive, jetstream, outbox
from chassis.dialling import NatsAccess
from chassis.ids import derived_id, new_id
from chassis.postgres import Database
from chassis.settings import Settings
from contracts import STREAM, ContactRegisteredV1, Envelope
from medspil import backup, dumping, restoring, telling
from medspil.backup import Manifest, NoBackup
from medspil.cli import app
from medspil.dumping import DumpFailed
from medspil.premises import Premises
from medspil.restoring import NotRestored, Restored
from tests.support.stack import Databases

SUBJECT = "medspil.notifications.contact-registered.x"
pytestmark = pytest.mark.timeout(180)


@pytest.fixture
def settings(database_url: str, nats_url: str, tmp_path: Path) -> Settings:
    """An installation with fresh schemas and an empty stream."""
    return Settings(
        database_url=database_url, nats_url=nats_url, data_dir=tmp_path / "data"
    )


@pytest.fixture
async def client(settings: Settings) -> AsyncGenerator[Client]:
    """A connection to an installation that has its stream."""
    client = await jetstream.connect(NatsAccess.of(settings), "test")
    await jetstream.provision_stream(client.jetstream())
    yield client
    await client.close()


@pytest.fixture
async def elsewhere(
    settings: Settings, databases: Databases, tmp_path: Path
) -> Settings:
    """Another database, another data folder; the stream goes where it came from."""
    return settings.model_copy(
        update={
            "database_url": await databases.empty(),
            "data_dir": tmp_path / "elsewhere",
        }
    )


async def present(client: Client) -> list[tuple[int, str, str | None, bytes]]:
    """Return everything that is in the stream: sequence, subject, id, body."""
    everything = ConsumerConfig(deliver_policy=DeliverPolicy.ALL)
    stream = await client.jetstream().pull_subscribe(
        "", stream=STREAM, config=everything
    )
    return [
        (
            message.metadata.sequence.stream,
            message.subject,
            (message.headers or {}).get(archive.MESSAGE_ID),
            message.data,
        )
        for message in await stream.fetch(1000, timeout=5)
    ]


async def lose_the_stream(client: Client) -> None:
    """Let the broker have lost its store."""
    await client.jetstream().delete_stream(STREAM)


async def post(settings: Settings, number: int) -> UUID:
    """Leave a message in the outbox of notifications, as published; return its id."""
    contact = derived_id("contact", number)
    message = ContactRegisteredV1(
        contact_id=contact, organisation_id=contact, language="da"
    )
    envelope = Envelope(
        id=contact,
        occurred_at=datetime(2024, 1, 10, tzinfo=UTC),
        aggregate_id=contact,
        sequence=1,
        actor="system",
        correlation_id="test",
        message=message,
    )
    database = Database(settings.service_database_url("notifications"), "notifications")
    connection = await database.connect()
    try:
        await outbox.post(connection, [envelope])
        await connection.execute("update outbox set published_at = clock_timestamp()")
    finally:
        await connection.close()
    return contact


async def untold(settings: Settings) -> list[UUID]:
    """Return the messages that the relay will publish."""
    database = Database(settings.service_database_url("notifications"), "notifications")
    connection = await database.connect()
    try:
        rows = await connection.fetch(
            "select message_id from outbox where published_at is null order by id"
        )
    finally:
        await connection.close()
    return [row["message_id"] for row in rows]


async def test_the_stream_comes_back_as_it_was(
    settings: Settings, elsewhere: Settings, client: Client, tmp_path: Path
) -> None:
    """Same order, sequences, ids and bytes; also of what no service of ours wrote."""
    stream = client.jetstream()
    for number in range(1203):
        headers = {archive.MESSAGE_ID: f"m{number}", "ce-id": f"{number}"}
        await stream.publish(SUBJECT, f"ø{number}".encode(), headers=headers)
    await stream.publish(SUBJECT, b"\xff\x00 no text")
    before = await present(client)
    manifest = await backup.take(settings, tmp_path / "kept")
    await lose_the_stream(client)

    done = await restoring.restore(elsewhere, tmp_path / "kept", replace=False)

    assert manifest.messages == 1204
    assert await present(client) == before
    assert [(one.service, one.events) for one in done.verdicts] == [
        ("partnerships", 0),
        ("events", 0),
        ("notifications", 0),
        ("reporting", 0),
    ]
    assert done.manifest == manifest


async def test_a_message_that_stands_there_twice_comes_back_twice(
    client: Client, tmp_path: Path
) -> None:
    """Beyond its window the stream takes a message again; its place is kept."""
    file = tmp_path / "stream.gz"
    stream = client.jetstream()
    await stream.publish(SUBJECT, b"a", headers={archive.MESSAGE_ID: "one"})
    await archive.write(client, file)
    line = gzip.decompress(file.read_bytes())
    file.write_bytes(gzip.compress(line + line))
    await lose_the_stream(client)
    await jetstream.provision_stream(client.jetstream())

    assert await archive.replay(client, file, new_id) == 2
    assert await present(client) == [
        (1, SUBJECT, "one", b"a"),
        (2, SUBJECT, None, b"a"),
    ]


async def test_what_the_stream_of_the_backup_lacks_is_told_again(
    settings: Settings, elsewhere: Settings, client: Client, tmp_path: Path
) -> None:
    """It was committed after the stream was read, and before the database was."""
    told, lacking = await post(settings, 1), await post(settings, 2)
    headers = {archive.MESSAGE_ID: str(told)}
    await client.jetstream().publish(SUBJECT, b"{}", headers=headers)
    await backup.take(settings, tmp_path / "kept")
    await lose_the_stream(client)

    done = await restoring.restore(elsewhere, tmp_path / "kept", replace=False)

    assert done.untold == 1
    assert await untold(elsewhere) == [lacking]


async def test_nothing_is_lost_to_a_restore_by_mistake(
    settings: Settings, client: Client, tmp_path: Path
) -> None:
    """What is there stays until somebody says that it may go."""
    await client.jetstream().publish(SUBJECT, b"{}")
    await backup.take(settings, tmp_path / "kept")
    await client.jetstream().publish(SUBJECT, b"{}")

    with pytest.raises(NotRestored, match=r"schema events.* 2 messages.* --replace"):
        await restoring.restore(settings, tmp_path / "kept", replace=False)
    assert await archive.length(client) == 2
    await restoring.restore(settings, tmp_path / "kept", replace=True)
    assert await archive.length(client) == 1


async def test_nothing_is_restored_under_services_that_work(
    settings: Settings, client: Client, tmp_path: Path
) -> None:
    """They would go on with what they know of the rows that go."""
    await backup.take(settings, tmp_path / "kept")
    database = Database(settings.service_database_url("events"), "events")
    service = await database.connect()

    with pytest.raises(NotRestored, match="medspil_events"):
        await restoring.restore(settings, tmp_path / "kept", replace=True)

    await service.close()
    assert await archive.length(client) == 0


async def test_a_backup_that_was_touched_is_none(
    settings: Settings, elsewhere: Settings, client: Client, tmp_path: Path
) -> None:
    """It is refused before anything else happens, and the file is named."""
    kept = tmp_path / "kept"
    await client.jetstream().publish(SUBJECT, b"{}")
    await backup.take(settings, kept)
    await lose_the_stream(client)
    content = bytearray((kept / backup.STREAM).read_bytes())
    content[-1] ^= 1
    (kept / backup.STREAM).write_bytes(content)

    with pytest.raises(NoBackup, match=r"stream\.jsonl\.gz is not as it was written"):
        await restoring.restore(elsewhere, kept, replace=False)
    (kept / backup.STREAM).unlink()
    with pytest.raises(NoBackup, match=r"stream\.jsonl\.gz is missing"):
        await restoring.restore(elsewhere, kept, replace=False)
    (kept / backup.MANIFEST).write_text("{}")
    with pytest.raises(NoBackup, match="cannot be read"):
        await restoring.restore(elsewhere, kept, replace=False)
    (kept / backup.MANIFEST).unlink()
    with pytest.raises(NoBackup, match="is no backup"):
        await restoring.restore(elsewhere, kept, replace=False)
    assert await archive.length(client) == 0


async def test_a_backup_overwrites_nothing(settings: Settings, tmp_path: Path) -> None:
    """Yesterday's is worth more than a folder's name."""
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "yesterday").touch()

    with pytest.raises(NoBackup, match="is not empty"):
        await backup.take(settings, tmp_path / "kept")


async def test_keys_come_back_and_other_ones_are_named(
    settings: Settings, elsewhere: Settings, client: Client, tmp_path: Path
) -> None:
    """A key that others hold is not written over; whoever restores is told."""
    theirs = tmp_path / "links.pem"
    (settings.data_dir / "keys").mkdir(parents=True)
    for name in ("links.pem", "staff.pem"):
        (settings.data_dir / "keys" / name).write_text(name)
    theirs.write_text("another")
    await backup.take(settings, tmp_path / "kept")
    named = elsewhere.model_copy(update={"link_private_key_file": theirs})
    await lose_the_stream(client)

    differing = restoring.put_keys(named, tmp_path / "kept" / "keys", replace=True)

    assert differing == (str(theirs),)
    assert theirs.read_text() == "another"
    assert (named.data_dir / "keys" / "staff.pem").read_text() == "staff.pem"


async def test_a_failed_dump_says_why(settings: Settings, tmp_path: Path) -> None:
    """In the words of PostgreSQL's own program."""
    nowhere = str(settings.database_url).replace("/test_", "/none_")

    with pytest.raises(DumpFailed, match=r"pg_dump failed: .*does not exist"):
        await dumping.dump(nowhere, tmp_path / "dump")


def test_an_operator_backs_up_and_restores_by_command(tmp_path: Path) -> None:
    """What is said is plain, and what is refused says what to do."""
    command = CliRunner()
    folder = ("--data-dir", str(tmp_path / "data"))
    kept = str(tmp_path / "kept")

    migrated = command.invoke(app, ["verify-history", *folder])
    taken = command.invoke(app, ["backup", kept, *folder])
    again = command.invoke(app, ["backup", kept, *folder])
    refused = command.invoke(app, ["restore", kept, *folder])
    restored = command.invoke(app, ["restore", kept, *folder, "--replace"])

    assert migrated.exit_code == taken.exit_code == restored.exit_code == 0
    assert "0 messages of the stream and the keys" in taken.output
    assert "names, addresses and keys" in taken.output
    assert (again.exit_code, refused.exit_code) == (1, 1)
    assert "is not empty; name a new folder" in again.output
    assert "add --replace" in refused.output
    assert "Brought back what" in restored.output
    assert "reporting: 0 events, whole" in restored.output


async def test_nothing_is_restored_into_a_folder_where_medspil_runs(
    settings: Settings, client: Client, tmp_path: Path
) -> None:
    """The process in it would go on with files that are gone."""
    await client.jetstream().publish(SUBJECT, b"{}")
    await backup.take(settings, tmp_path / "kept")

    with Premises.held(settings.data_dir) as premises:
        premises.announce(settings)
        with pytest.raises(NotRestored, match="A Medspil runs in"):
            await restoring.restore(settings, tmp_path / "kept", replace=True)


def test_what_differs_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """A key that is another one makes every link that was sent worthless."""
    manifest = Manifest(
        version="0.1.0",
        taken_at=datetime(2024, 1, 10, 8, 30, tzinfo=UTC),
        messages=7,
        parts=(),
    )

    telling.restored(Restored(manifest, 2, ("links.pem",), ()), Path("kept"))

    said = capsys.readouterr().out
    assert "as of 2024-01-10 08:30 UTC" in said
    assert "2 messages will be told again" in said
    assert "The key links.pem is another than that of the backup." in said
