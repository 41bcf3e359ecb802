"""Everything starts in one process, says where it is, and stops without a trace."""

import asyncio
import os
import signal
import socket
from pathlib import Path
from uuid import UUID

import asyncpg
import httpx
import pytest
from typer.testing import CliRunner

from chassis.auth import Role
from chassis.settings import BadSettingError, Settings
from medspil import launcher, operating, rebuilding, staff
from medspil.cli import app
from medspil.launcher import PortTakenError
from medspil.premises import InUseError, addresses
from tests.support.demonstration import settings_in

pytestmark = pytest.mark.timeout(180)

PARK = """
insert into reporting.parked (id, subject, headers, body, reason, detail)
values ($1, 'medspil.x.y.z', '{}', 'body', 'unknown_type', 'Nobody knows it.')
"""
PARKED_ID = UUID("00000000-0000-7000-8000-000000000001")


def authorised(settings: Settings, role: Role) -> dict[str, str]:
    """The header of a member of staff in a role."""
    return {"Authorization": f"Bearer {staff.token(settings, 'test', [role])}"}


async def test_a_running_medspil_answers_and_moves_its_clock(tmp_path: Path) -> None:
    """Its keys are public, its clock is the administrator's, others find it."""
    seen: dict[str, object] = {}

    async def job(settings: Settings) -> None:
        async with httpx.AsyncClient(base_url=settings.public_url) as http:
            health = await http.get("/healthz")
            seen["health"] = {
                name: service["state"]
                for name, service in health.json()["services"].items()
            }
            jwks = (await http.get("/.well-known/jwks.json")).json()
            seen["curve"] = jwks["keys"][0]["crv"]
            time = {"now": "2024-01-10T08:30:00Z"}
            reader = authorised(settings, "reader")
            admin = authorised(settings, "admin")
            seen["refused"] = (
                await http.put("/v1/clock", json=time, headers=reader)
            ).status_code
            await http.put("/v1/clock", json=time, headers=admin)
            now = (await http.get("/v1/clock", headers=reader)).json()["now"]
            seen["now"] = now[:16]
        running = addresses(tmp_path)
        seen["pid"] = running and running.pid
        seen["drift"] = await operating.provision(settings_in(tmp_path))
        seen["verdicts"] = [
            one.events for one in await operating.verify(settings_in(tmp_path))
        ]
        with pytest.raises(InUseError):
            await launcher.run_everything(settings_in(tmp_path), job)

    await launcher.run_everything(settings_in(tmp_path), job)

    assert seen == {
        "health": dict.fromkeys(
            ("partnerships", "events", "notifications", "reporting"), "ready"
        ),
        "curve": "Ed25519",
        "pid": os.getpid(),
        "refused": 403,
        "now": "2024-01-10T08:30",
        "drift": [],
        "verdicts": [0, 0, 0, 0],
    }
    assert addresses(tmp_path) is None


async def test_a_signal_stops_it_in_order(tmp_path: Path) -> None:
    """Ctrl-C and SIGTERM end the job, the services and the servers; nothing is left."""
    ended = asyncio.Event()

    async def job(_: Settings) -> None:
        try:
            os.kill(os.getpid(), signal.SIGTERM)
            await asyncio.Event().wait()
        finally:
            ended.set()

    await launcher.run_everything(settings_in(tmp_path), job)

    assert ended.is_set()
    assert addresses(tmp_path) is None


async def test_a_signal_is_told_to_callers_first(
    database_url: str, nats_url: str, tmp_path: Path
) -> None:
    """For as long as the settings say, requests are answered and /healthz is not well."""
    settings = Settings(
        database_url=database_url,
        nats_url=nats_url,
        data_dir=tmp_path,
        port=0,
        drain_seconds=0.5,
    )
    seen: list[int] = []

    async def job(reached: Settings) -> None:
        async with httpx.AsyncClient(base_url=reached.public_url) as http:
            os.kill(os.getpid(), signal.SIGTERM)
            while (healthz := await http.get("/healthz")).is_success:
                pass
            answer = await http.get("/.well-known/jwks.json")
            seen.extend((healthz.status_code, answer.status_code))
        await asyncio.Event().wait()

    await launcher.run_one(settings, "reporting", job)

    assert seen == [503, 200]


async def test_a_taken_port_is_named_before_anything_starts(tmp_path: Path) -> None:
    """The message says which port and how to choose another."""

    async def job(_: Settings) -> None:
        """Never begins."""

    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        settings = Settings(data_dir=tmp_path / "data", port=port)
        with pytest.raises(PortTakenError, match=f"Port {port} .* MEDSPIL_PORT"):
            await launcher.run_everything(settings, job)

    assert not (tmp_path / "data").exists()


async def test_one_service_runs_on_servers_that_are_named(
    database_url: str, nats_url: str, tmp_path: Path
) -> None:
    """`serve` hosts one service and no other."""
    settings = Settings(
        database_url=database_url, nats_url=nats_url, data_dir=tmp_path, port=0
    )
    seen: list[dict[str, object]] = []

    async def job(reached: Settings) -> None:
        async with httpx.AsyncClient(base_url=reached.public_url) as http:
            seen.append((await http.get("/healthz")).json()["services"])

    await launcher.run_one(settings, "reporting", job)

    assert [list(services) for services in seen] == [["reporting"]]


def test_an_operator_tends_a_medspil_that_is_stopped(tmp_path: Path) -> None:
    """The commands bring the servers they need, and leave none behind."""
    command = CliRunner()
    folder = ("--data-dir", str(tmp_path))

    verified = command.invoke(app, ["verify-history", *folder])
    unknown = command.invoke(
        app, ["verify-history", "--stream", str(PARKED_ID), *folder]
    )
    nothing = command.invoke(app, ["parked", "list", *folder])
    asyncio.run(_park(tmp_path))
    listed = command.invoke(app, ["parked", "list", *folder], terminal_width=200)
    redriven = command.invoke(app, ["parked", "redrive", "reporting", *folder])

    discarded = command.invoke(
        app, ["parked", "discard", "reporting", str(PARKED_ID), *folder]
    )
    again = command.invoke(
        app, ["parked", "discard", "reporting", str(PARKED_ID), *folder]
    )

    assert verified.exit_code == 0
    assert "partnerships: 0 events, whole" in verified.output
    assert f"There is no event of {PARKED_ID}." in unknown.output
    assert "Nothing is parked." in nothing.output
    assert "reporting" in listed.output
    assert redriven.output.startswith("1 message will be tried again")
    assert f"{PARKED_ID} is given up" in discarded.output
    assert again.exit_code == 1
    assert f"No message {PARKED_ID} is parked in reporting." in again.output


async def _park(folder: Path) -> None:
    async with operating.reached(settings_in(folder)) as complete:
        connection = await asyncpg.connect(complete.database_url)
        await connection.execute(PARK, PARKED_ID)
        await connection.close()


async def test_what_is_not_derived_cannot_be_rebuilt(
    database_url: str, nats_url: str, tmp_path: Path
) -> None:
    """Only reporting forgets without loss."""
    settings = Settings(database_url=database_url, nats_url=nats_url, data_dir=tmp_path)

    with pytest.raises(BadSettingError, match="partnerships keeps nothing"):
        await rebuilding.rebuild(settings, "partnerships", lambda _: None)
