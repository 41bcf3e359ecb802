"""How fast reporting is rebuilt from the stream, beside the row-at-a-time way.

Both in one run, on servers of their own with their durable settings:
`python -m benchmarks.rebuild --messages 1000000`.
"""

import asyncio
import os
import tempfile
import time
from collections.abc import Awaitable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Annotated

import psutil
import typer
import uvloop

from chassis import cloudevents, jetstream
from chassis.client import Client, Packet
from chassis.clock import SystemClock
from chassis.dialling import NatsAccess
from chassis.embedded import EmbeddedNats, EmbeddedPostgres
from chassis.ids import derived_id
from chassis.intake import Intake
from chassis.links import Links
from chassis.migrating import migrate
from chassis.rebuilding import rebuild
from chassis.service import Service, Site
from chassis.settings import Settings
from contracts import STREAM, Envelope, OutcomeReportedV1, Period
from services.reporting import app as reporting

AT_A_TIME = 5_000  # rows that the slow way is measured with
_PER_PARTNERSHIP = 20
_BATCH = 1_000
_BETWEEN_LOOKS = 0.05  # seconds
_BEGINNING = datetime(2024, 1, 1, tzinfo=UTC)
_YEAR = Period(first_day=date(2024, 1, 1), last_day=date(2024, 12, 31))


@dataclass(frozen=True, slots=True)
class Place:
    """The servers of one run, and the service that is rebuilt there."""

    service: Service
    access: NatsAccess
    parts: dict[str, psutil.Process]


@dataclass(slots=True)
class Reader:
    """Who wants to read the facts again and again, and how long that took at most."""

    service: Service
    longest: float = 0.0  # seconds

    async def read(self, enough: asyncio.Event) -> None:
        """Read until there is enough."""
        async with self.service.database.reading() as connection:
            while not enough.is_set():
                begun = time.perf_counter()
                await connection.fetchval("select true from fact limit 1")
                self.longest = max(self.longest, time.perf_counter() - begun)
                with suppress(TimeoutError):
                    await asyncio.wait_for(enough.wait(), _BETWEEN_LOOKS)


def main(
    messages: Annotated[int, typer.Option(help="In the stream.")] = 1_000_000,
    folder: Annotated[Path | None, typer.Option(help="On a disk with room.")] = None,
) -> None:
    """Measure both ways, and print how they compare."""
    with ExitStack() as stack:
        home = folder or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        postgres, nats = (
            EmbeddedPostgres(home / "postgres"),
            EmbeddedNats(home / "nats"),
        )
        owner_url = postgres.start()
        stack.callback(postgres.stop)
        nats_url = nats.start()
        stack.callback(nats.stop)
        parts = {
            "python": psutil.Process(),
            "postgres": _process(home / "postgres" / "postmaster.pid"),
            "nats": _process(home / "nats" / "nats.pid"),
        }
        settings = Settings(database_url=owner_url, nats_url=nats_url, data_dir=home)
        links = Links.kept_in(home / "links.pem")
        service = reporting.assemble(Site(settings, SystemClock(), links))
        place = Place(service, NatsAccess((nats_url,)), parts)
        uvloop.run(_compare(place, owner_url, messages))


async def _compare(place: Place, owner_url: str, messages: int) -> None:
    service = place.service
    await migrate(owner_url, service.name, service.migrations)
    await service.database.open()
    client = await jetstream.connect(place.access, "benchmark")
    try:
        await jetstream.provision_stream(client.jetstream())
        await _fill(client, messages)
        slow = await _measured(
            place, "row at a time", AT_A_TIME, _one_by_one(client, service)
        )
        fast = await _measured(place, "rebuild", messages, _rebuild(client, service))
        typer.echo(f"rebuild / row at a time: {fast / slow:.0f}")
    finally:
        await client.close()
        await service.database.close()


async def _measured(
    place: Place, what: str, count: int, work: Awaitable[None]
) -> float:
    cpu = {name: _cpu(process) for name, process in place.parts.items()}
    begun = time.perf_counter()
    await work
    took = time.perf_counter() - begun
    spent = [
        f"{name} {(_cpu(process) - cpu[name]) / count * 1e6:.1f}"
        for name, process in place.parts.items()
    ]
    rate = count / took
    typer.echo(
        f"{what}: {count} messages, {rate:,.0f}/s; µs of CPU each: {', '.join(spent)}"
    )
    return rate


async def _one_by_one(client: Client, service: Service) -> None:
    """Take in the first messages, each with a commit of its own."""
    durable = jetstream.consumer_config("one-by-one", forgotten_after=60)
    intake = await Intake.of(client, durable)
    done = 0
    while done < AT_A_TIME:
        for one in await intake.take(AT_A_TIME - done, 5):
            async with service.database.transaction() as connection:
                await service.subscriptions.handle(connection, one.read())
            done += 1
    await intake.end()


async def _rebuild(client: Client, service: Service) -> None:
    """Rebuild everything while somebody reads, and see that nothing is missing."""
    reader, enough = Reader(service), asyncio.Event()
    reading = asyncio.create_task(reader.read(enough))
    try:
        done = await rebuild(service, client, _in_silence)
    finally:
        enough.set()  # or the pool would wait for the reader for ever
        await reading
    typer.echo(f"a reader waited {reader.longest * 1e3:,.0f} ms at most")
    async with service.database.reading() as connection:
        kept = await connection.fetchval("select count(*) from fact")
    if kept != done:
        raise AssertionError(f"{done} messages gave {kept} facts.")


async def _in_silence(_: int) -> None:
    """Tell nobody how many are left."""


async def _fill(client: Client, messages: int) -> None:
    for first in range(0, messages, _BATCH):
        last = min(first + _BATCH, messages) - 1
        batch = f"fill-{first}"
        client.send(_packet(n, batch, n - first + 1) for n in range(first, last))
        subject, _, _, body = _packet(last, batch, last - first + 1)
        ending = _headers(last, batch, last - first + 1) | {"Nats-Batch-Commit": "1"}
        await client.request(subject, body, timeout=30, headers=ending)
    info = await client.jetstream().stream_info(STREAM)
    if info.state.messages != messages:
        raise AssertionError(f"The stream holds {info.state.messages} messages.")


def _packet(number: int, batch: str, place: int) -> Packet:
    envelope = _reported(number)
    lines = (
        f"{name}: {value}\r\n" for name, value in _headers(number, batch, place).items()
    )
    head = f"NATS/1.0\r\n{''.join(lines)}\r\n".encode()
    return envelope.subject, "", head, cloudevents.body(envelope).encode()


def _headers(number: int, batch: str, place: int) -> dict[str, str]:
    kept = sorted(cloudevents.headers(_reported(number)).items(), key=_as_jsonb)
    return dict(kept) | {
        "Nats-Batch-Id": batch,
        "Nats-Batch-Sequence": str(place),
    }


def _as_jsonb(header: tuple[str, str]) -> tuple[int, str]:
    """Where a header stands when it comes out of the outbox."""
    name, _ = header
    return len(name), name


def _reported(number: int) -> Envelope[OutcomeReportedV1]:
    partnership, sequence = divmod(number, _PER_PARTNERSHIP)
    partnership_id = derived_id("partnership", partnership)
    return Envelope(
        id=derived_id("message", number),
        occurred_at=_BEGINNING + timedelta(seconds=number),
        aggregate_id=partnership_id,
        sequence=sequence + 1,
        actor="staff:ida",
        correlation_id=str(derived_id("request", number)),
        message=OutcomeReportedV1(
            partnership_id=partnership_id,
            reference=f"HTK-BID-2024-{partnership:04}",
            kind="bid",
            outcome_id=derived_id("outcome", number),
            indicator="business_area_upgraded",
            period=_YEAR,
            value=Decimal("1200.5"),
            unit="m²",
            evidence_grade="claimed",
            organisation_id=None,
            restates=None,
        ),
    )


def _process(pid_file: Path) -> psutil.Process:
    return psutil.Process(int(pid_file.read_text().split()[0]))


def _cpu(process: psutil.Process) -> float:
    """CPU seconds of this process, or of a server with its backends, ended ones too."""
    if process.pid == os.getpid():
        return time.process_time()
    ended = process.cpu_times()
    alive = [one.cpu_times() for one in process.children(recursive=True)]
    spent = sum(times.user + times.system for times in (ended, *alive))
    return float(spent + ended.children_user + ended.children_system)


if __name__ == "__main__":
    typer.run(main)
