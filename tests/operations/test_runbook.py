"""Every page of the runbook, tried: the alert fires, the page is followed, it ends."""

import asyncio
import signal
from collections.abc import Generator, Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import httpx
import pytest

from chassis import cloudevents, jetstream
from chassis.dialling import NatsAccess
from chassis.ids import derived_id
from contracts import (
    Addressee,
    BallotOpenedV1,
    Envelope,
    Message,
    OrganisationRegisteredV1,
)
from tests.adapters.notifications.postbox import Postbox, listening
from tests.operations.rules import alerts, page
from tests.support.replica import organisations
from tests.support.stack import ROOT
from tests.support.watching import Watched, watched

RUNBOOK = ROOT / "docs" / "how-to" / "runbook"
ALL = alerts()
SECTIONS = (
    "## What it means",
    "## How to see it",
    "## What to do",
    "## How it was tried",
)

ORGANISATIONS = organisations()
PARKED = "select id from {schema}.parked where settled_at is null"
PLAN = """
insert into partnerships.timer (stream_id, name, due_at)
values ($1, 'term-ends', now() - interval '1 hour')
"""

HOLDER = """
select distinct unnest(pg_blocking_pids(pid)) from pg_stat_activity
where wait_event_type = 'Lock' and not exists (
    select from unnest(pg_blocking_pids(pid)) as other (pid)
    where cardinality(pg_blocking_pids(other.pid)) > 0
)
"""

pytestmark = pytest.mark.timeout(900)


def test_every_alert_has_its_page_and_every_page_its_alert() -> None:
    """Whoever is woken follows the link and is at the right place."""
    pointed_to = {page(alert, RUNBOOK) for alert in ALL.values()}

    assert pointed_to | {RUNBOOK / "README.md"} == set(RUNBOOK.glob("*.md"))


@pytest.mark.parametrize("name", ALL)
def test_every_page_names_its_alert_and_says_what_to_do(name: str) -> None:
    """The same four questions in the same order, and the index has it too."""
    text = page(ALL[name], RUNBOOK).read_text()
    places = [text.find(section) for section in SECTIONS]

    assert f"`{name}`" in text
    assert -1 not in places
    assert places == sorted(places)
    assert f"`{name}`" in (RUNBOOK / "README.md").read_text()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Generator[Watched]:
    """A Medspil under watch, which every test leaves as it found it."""
    with watched(tmp_path_factory.mktemp("watched")) as one:
        yield one


@pytest.fixture
async def medspil(running: Watched) -> Watched:
    """A Medspil under watch of which everybody knows that it can work.

    Whatever a test hurts makes a service unready for a moment beside; who comes next
    must not take that for what they did themselves.
    """
    await running.is_quiet("MedspilUnready")
    return running


async def publish(medspil: Watched, subject: str, body: bytes) -> None:
    """Put something in the stream that is no message of ours."""
    client = await jetstream.connect(NatsAccess.of(medspil.settings), "stranger")
    try:
        await client.jetstream().publish(subject, body)
    finally:
        await client.close()


async def publish_whole(medspil: Watched, told: Sequence[Envelope[Message]]) -> None:
    """Put messages in the stream that no relay of ours put there."""
    client = await jetstream.connect(NatsAccess.of(medspil.settings), "stranger")
    try:
        for one in told:
            body = cloudevents.body(one).encode()
            headers = cloudevents.headers(one)
            await client.jetstream().publish(one.subject, body, headers=headers)
    finally:
        await client.close()


def registered(number: int) -> Envelope[Message]:
    """Return the message of an organisation that nobody registered."""
    organisation = derived_id("nobody", number)
    return Envelope(
        id=organisation,
        occurred_at=datetime(2024, 1, 10, tzinfo=UTC),
        aggregate_id=organisation,
        sequence=1,
        actor="system",
        correlation_id="test",
        message=OrganisationRegisteredV1(
            organisation_id=organisation,
            cvr="19501817",
            industry_code=None,
            size_class=None,
            focus=(),
        ),
    )


async def test_down(medspil: Watched) -> None:
    """A process that is killed is started again."""
    medspil.end(signal.SIGKILL)
    await medspil.fires("MedspilDown")

    await asyncio.to_thread(medspil.start)
    await medspil.is_quiet("MedspilDown")


async def test_unready_outbox_and_relay(medspil: Watched) -> None:
    """Without NATS, commands are taken in, messages wait, and all is told afterwards."""
    medspil.nats.kill()
    async with medspil.http() as http:
        answer = await http.post("/v1/organisations", json=next(ORGANISATIONS))
        assert answer.status_code == 201
        body = {"kind": "bid", "title": "Noget der venter"}
        assert (await http.post("/v1/partnerships", json=body)).status_code == 201
        await medspil.fires("MedspilUnready")
        assert "NATS is away" in (await http.get("/healthz")).text
    await medspil.sql(
        "update partnerships.outbox set created_at = created_at - interval '5 minutes'"
        " where published_at is null"
    )
    await medspil.fires("MedspilOutboxOld")

    medspil.nats.start()
    await medspil.is_quiet("MedspilOutboxOld")
    await medspil.is_quiet("MedspilUnready")


async def test_nobody_publishes(medspil: Watched) -> None:
    """A database that refuses the relay its connection leaves the post without a clerk."""
    await medspil.sql("alter role medspil_events connection limit 0")
    await medspil.sql(
        "select pg_terminate_backend(pid) from pg_stat_activity"
        " where usename = 'medspil_events' and pid in"
        " (select pid from pg_locks where locktype = 'advisory')"
    )
    await medspil.fires("MedspilNobodyPublishes")

    await medspil.sql("alter role medspil_events connection limit -1")
    await medspil.is_quiet("MedspilNobodyPublishes")


async def test_parked(medspil: Watched) -> None:
    """What is mended is handled after all; what nobody could handle is given up."""
    subject = f"medspil.partnerships.ballot-opened.{UUID(int=7)}"
    await publish(medspil, subject, b"no message")
    await medspil.fires("MedspilParked")
    assert "Nothing is parked" not in await medspil.ask("parked", "list")

    for service in ("notifications", "reporting", "events"):
        for parked_id in await medspil.sql(PARKED.format(schema=service)):
            said = await medspil.ask("parked", "discard", service, parked_id)
            assert "is given up" in said
    await medspil.is_quiet("MedspilParked")
    assert "Nothing is parked" in await medspil.ask("parked", "list")


async def test_lag(medspil: Watched) -> None:
    """A session that holds a lock stops a consumer; it is found and ended."""
    told = [registered(number) for number in range(600)]
    async with medspil.locked("reporting.stream_position", "exclusive"):
        await publish_whole(medspil, told)
        await medspil.fires("MedspilConsumerLag")
    await medspil.is_quiet("MedspilConsumerLag")


async def test_timers(medspil: Watched) -> None:
    """A timer that fails says why in its row."""
    await medspil.sql(PLAN, UUID(int=9))
    await medspil.fires("MedspilTimerLate")

    await medspil.sql(
        "delete from partnerships.timer where stream_id = $1", UUID(int=9)
    )
    await medspil.is_quiet("MedspilTimerLate")


async def test_letters(medspil: Watched) -> None:
    """They wait for a server that is away, and are given up by one that says no."""
    async with medspil.http() as http:
        for number in range(6):
            await tell_somebody(medspil, http, number)
        await move_clock(http, timedelta(hours=1))
        await medspil.fires("MedspilLettersWait")
        postbox = Postbox(medspil.smtp_port, rcpt=["550 no such mailbox"] * 6)
        async with listening(postbox):
            await move_clock(http, timedelta(hours=1))
            await medspil.fires("MedspilLettersFail")
            await medspil.is_quiet("MedspilLettersWait")
            failed = (await http.get("/v1/deliveries?state=failed")).json()["items"]
            for one in failed:
                again = await http.post(f"/v1/deliveries/{one['id']}/retry")
                assert again.is_success
            await medspil.is_quiet("MedspilLettersFail")

    assert len(failed) == len(postbox.letters) == 6


async def tell_somebody(medspil: Watched, http: httpx.AsyncClient, number: int) -> None:
    """Register a contact, and tell of a ballot in which it may vote."""
    organisation = await http.post("/v1/organisations", json=next(ORGANISATIONS))
    contact = {
        "organisation_id": organisation.json()["id"],
        "name": f"Vælger {number}",
        "email": f"vaelger{number}@example.dk",
        "language": "da",
        "consent": True,
    }
    answer = await http.post("/v1/contacts", json=contact)
    assert answer.status_code == 201, answer.text
    person = Addressee(
        organisation_id=UUID(contact["organisation_id"]),
        contact_id=UUID(answer.json()["id"]),
    )
    partnership = derived_id("ballot", number)
    told = BallotOpenedV1(
        partnership_id=partnership,
        reference=f"HTK-BID-2024-{number:04}",
        kind="bid",
        title="Hedehusene Bymidte",
        closes_on=date(2099, 1, 31),
        voters=(person,),
    )
    envelope = Envelope(
        id=derived_id("told", number),
        occurred_at=datetime(2024, 1, 10, tzinfo=UTC),
        aggregate_id=partnership,
        sequence=1,
        actor="system",
        correlation_id="test",
        message=told,
    )
    await publish_whole(medspil, [envelope])


async def move_clock(http: httpx.AsyncClient, by: timedelta) -> None:
    """Let time pass for Medspil."""
    now = datetime.fromisoformat((await http.get("/v1/clock")).json()["now"])
    moved = {"now": (now + by).isoformat()}
    assert (await http.put("/v1/clock", json=moved)).is_success


async def test_errors_slowness_and_waits(medspil: Watched) -> None:
    """A forgotten lock keeps connections until requests fail; it is found and ended."""
    async with medspil.http() as http:
        async with medspil.locked("partnerships.partnership", "access exclusive"):
            people = [asyncio.create_task(read_on(http)) for _ in range(20)]
            people += [asyncio.create_task(propose_on(http)) for _ in range(60)]
            await medspil.fires("MedspilErrorBudgetFast")
            await medspil.fires("MedspilDatabaseWaits")
            await medspil.fires("MedspilSlow")
            (holder,) = await medspil.sql(HOLDER)
            await medspil.sql("select pg_terminate_backend($1)", int(holder))
        for one in people:
            one.cancel()
        await asyncio.gather(*people, return_exceptions=True)
        answers = [await http.get("/v1/partnerships") for _ in range(20)]

    # The alerts end minutes later, by their windows; promtool has tried that.
    assert {answer.status_code for answer in answers} == {200}
    assert max(answer.elapsed for answer in answers) < timedelta(seconds=5)


async def read_on(http: httpx.AsyncClient) -> None:
    """Look at the list again and again, whatever comes of it."""
    while True:
        await http.get("/v1/partnerships")


async def propose_on(http: httpx.AsyncClient) -> None:
    """Propose partnerships, one after the other, whatever comes of it."""
    while True:
        await http.post("/v1/partnerships", json={"kind": "bid", "title": "For sent"})
