"""What a service may say to NATS is what its work needs, and no more."""

import asyncio
import shutil
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import pytest
from nats.aio.client import Client
from nats.js.api import AckPolicy, ConsumerConfig
from nats.js.errors import APIError, NotFoundError

from chassis.dialling import NatsAccess
from chassis.settings import Settings
from contracts import MESSAGES, STREAM
from medspil import credentials, launcher, operating
from medspil.cli import ServiceName
from tests.support.natsserver import nats_server
from tests.support.stack import ROOT, SERVICES

PATIENCE = 5  # seconds; the refusal of a server comes at once


@dataclass(frozen=True, slots=True)
class Guarded:
    """A server with the permissions of deploy/nats, and everybody's seeds."""

    url: str
    secrets: Path

    @asynccontextmanager
    async def door(self, user: str) -> AsyncGenerator["Door"]:
        """Log in as one of the users."""
        refusals: asyncio.Queue[str] = asyncio.Queue()

        async def on_error(error: Exception) -> None:
            refusals.put_nowait(str(error))

        inbox = "_INBOX" if user == "operator" else f"_INBOX_{user}"
        access = NatsAccess((self.url,), self.secrets / user / "nats-seed", None, inbox)
        client = await access.connect(user, on_error)
        try:
            yield Door(client, refusals)
        finally:
            await client.close()


@dataclass(frozen=True, slots=True)
class Door:
    """One user's connection, and what the server refused there."""

    client: Client
    refusals: asyncio.Queue[str]

    async def is_refused(self, subject: str) -> bool:
        """Publish there; tell whether the server refused it."""
        await self.client.publish(subject, b"{}")
        await self.heard()
        if self.refusals.empty():
            return False
        assert subject.lower() in self.refusals.get_nowait()
        return True

    async def heard(self) -> None:
        """Return when the server has answered to everything so far."""
        await self.client.flush(PATIENCE)  # the client's ping may overtake the rest
        await self.client.flush(PATIENCE)


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Generator[Guarded]:
    """A server that runs on the configuration of the containers."""
    folder = tmp_path_factory.mktemp("nats")
    credentials.make(folder / "secrets")
    shutil.copytree(folder / "secrets" / "nats", folder / "keys")
    shutil.copy(ROOT / "deploy" / "nats" / "permissions.conf", folder)
    config = (ROOT / "deploy" / "nats" / "nats.conf").read_text()
    ours = [
        line for line in config.splitlines() if line[:7] not in {"listen:", 'http: "'}
    ]
    stored = "\n".join(ours).replace('"/data"', f'"{folder}/jetstream"')
    with nats_server(folder, stored) as port:
        yield Guarded(f"nats://127.0.0.1:{port}", folder / "secrets")


def settings_of(
    guarded: Guarded, user: str, database_url: str, folder: Path
) -> Settings:
    """Settings of an installation with permissions, for one user."""
    return Settings(
        database_url=database_url,
        nats_url=guarded.url,
        nats_nkey_seed_file=guarded.secrets / user / "nats-seed",
        smtp_url="smtp://127.0.0.1:1",
        data_dir=folder,
        port=0,
    )


async def provision(guarded: Guarded, database_url: str, folder: Path) -> None:
    """Make the stream and the durables, as the operator does."""
    await operating.provision(settings_of(guarded, "operator", database_url, folder))


@pytest.mark.parametrize("user", SERVICES)
async def test_each_publishes_its_own_messages_alone(
    guarded: Guarded, user: str
) -> None:
    """Whoever breaks into one service cannot speak for another."""
    subjects = {
        message: message.type_name().removeprefix("dk.htk.").rpartition(".v")[0] + ".x"
        for message in MESSAGES
    }
    async with guarded.door(user) as door:
        allowed = {
            message
            for message, subject in subjects.items()
            if not await door.is_refused(subject)
        }

    assert allowed == {
        message
        for message, subject in subjects.items()
        if subject.startswith(f"medspil.{user}.")
    }


@pytest.mark.parametrize("user", SERVICES)
async def test_nobody_touches_the_stream_or_what_others_read(
    guarded: Guarded, user: str
) -> None:
    """Neither another's durable, nor a new one, nor the stream itself."""
    others = [name for name in (*SERVICES, "thief") if name != user]
    api = [
        f"$JS.API.{what}.{STREAM}"
        for what in ("STREAM.UPDATE", "STREAM.DELETE", "STREAM.PURGE")
    ]
    api += [f"$JS.API.STREAM.MSG.{what}.{STREAM}" for what in ("GET", "DELETE")]
    api += [f"$JS.API.DIRECT.GET.{STREAM}", f"$JS.API.CONSUMER.CREATE.{STREAM}"]
    api += ["$JS.API.STREAM.CREATE.OTHER", "$JS.API.ACCOUNT.PURGE.$G"]
    api += [
        f"$JS.API.CONSUMER.{what}.{STREAM}.{other}"
        for what in ("CREATE", "DURABLE.CREATE", "DELETE", "MSG.NEXT", "INFO")
        for other in others
    ]
    api += [f"$JS.ACK.{STREAM}.{other}.1.1.1.1.0" for other in others]
    async with guarded.door(user) as door:
        passed = [subject for subject in api if not await door.is_refused(subject)]

    assert passed == []


@pytest.mark.parametrize("user", [*SERVICES, "operator"])
async def test_nobody_listens_to_others(guarded: Guarded, user: str) -> None:
    """Not to their messages as they pass, and not to the answers they get."""
    heard = [f"_INBOX_{name}.>" for name in SERVICES if name != user]
    async with guarded.door(user) as door:
        for subject in ("medspil.>", ">", *heard):
            await door.client.subscribe(subject)
            await door.heard()
            assert subject.lower() in door.refusals.get_nowait()


async def test_the_operator_provisions_and_publishes_nothing(
    guarded: Guarded, database_url: str, tmp_path: Path
) -> None:
    """Whoever tends the stream cannot write what happened."""
    await provision(guarded, database_url, tmp_path)
    async with guarded.door("operator") as door:
        refused = [
            await door.is_refused(f"medspil.{service}.x.y") for service in SERVICES
        ]
        refused.append(await door.is_refused(f"$JS.API.STREAM.DELETE.{STREAM}"))

    assert refused == [True] * 5


@pytest.mark.parametrize("user", get_args(ServiceName.__value__))
async def test_each_service_works_with_what_it_may(
    guarded: Guarded, database_url: str, tmp_path: Path, user: str
) -> None:
    """It becomes ready, also when nobody has provisioned; and nothing is refused."""
    await provision(guarded, database_url, tmp_path)
    ready: list[Settings] = []

    async def job(reached: Settings) -> None:
        ready.append(reached)

    await launcher.run_one(
        settings_of(guarded, user, database_url, tmp_path), user, job
    )

    assert len(ready) == 1


@pytest.mark.parametrize(
    "mouth", ["medspil.partnerships.ended.x", f"$JS.API.STREAM.DELETE.{STREAM}"]
)
async def test_a_durable_is_no_mouth_to_speak_with(
    guarded: Guarded, database_url: str, tmp_path: Path, mouth: str
) -> None:
    """One that pushes could otherwise say what its service may not."""
    await provision(guarded, database_url, tmp_path)
    wanted = ConsumerConfig(
        durable_name="reporting",
        deliver_subject=mouth,
        filter_subject="medspil.reporting.>",
        ack_policy=AckPolicy.NONE,
    )
    async with guarded.door("reporting") as door:
        stream = door.client.jetstream(timeout=PATIENCE)
        before = (await stream.stream_info(STREAM)).state.messages
        await stream.delete_consumer(STREAM, "reporting")
        with suppress(APIError):
            await stream.add_consumer(STREAM, wanted)
        await stream.publish("medspil.reporting.x.y", b"")
        await door.heard()
        with suppress(NotFoundError):
            await stream.delete_consumer(STREAM, "reporting")
        after = (await stream.stream_info(STREAM)).state.messages

    assert after == before + 1
