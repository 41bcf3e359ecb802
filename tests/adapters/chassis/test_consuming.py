"""One consumer at work among several, and what becomes of messages that kill it."""

import asyncio
import gc
import weakref
from collections.abc import AsyncGenerator, Sequence
from contextlib import suppress
from dataclasses import dataclass

import asyncpg
import pytest
from nats.js.errors import NotFoundError

from chassis import jetstream, parking, positions
from chassis.client import Client
from chassis.consuming import Consumer, Subscriptions
from chassis.ids import derived_id
from chassis.intake import Intake, Interrupted
from chassis.jetstream import Standing
from chassis.positions import Overtaken
from chassis.postgres import Connection, OwnConnection
from chassis.service import Site
from chassis.taking import CRASHES, Taker
from contracts import (
    STREAM,
    ContactRegisteredV1,
    DeliverySucceededV1,
    Envelope,
    Message,
)
from tests.adapters.chassis.listening import (
    WAIT,
    Listening,
    consuming,
    deliveries,
    publish,
    registered,
)

HEARD = "select number from reporting.heard order by place"
CONTACTS = {registered(number).message.contact_id: number for number in range(1000)}


@dataclass(slots=True)
class Book:
    """What consumers wrote, in the order in which it was committed to."""

    owner: OwnConnection

    async def heard(self) -> list[int]:
        """The numbers of the messages that took effect, in order."""
        return [row[0] for row in await self.owner.fetch(HEARD)]

    async def until(self, count: int) -> list[int]:
        """Return what was heard as soon as it is so many."""
        pause = asyncio.Event()
        async with asyncio.timeout(WAIT.total_seconds()):
            while len(heard := await self.heard()) < count:
                with pytest.raises(TimeoutError):
                    await asyncio.wait_for(pause.wait(), 0.02)
        return heard


@pytest.fixture
async def book(database_url: str) -> AsyncGenerator[Book]:
    """A table that effects are written to."""
    owner = await asyncpg.connect(database_url)
    await owner.execute(
        """
        create table reporting.heard (place serial primary key, number int unique);
        grant all on reporting.heard to medspil_reporting;
        grant usage on reporting.heard_place_seq to medspil_reporting;
        """
    )
    yield Book(owner)
    await owner.close()


class Replica:
    """One of several processes of a service, with connections of its own."""

    def __init__(self, site: Site, client: Client) -> None:
        self.client = client
        self.database = site.database("reporting")
        self.at_work = asyncio.Event()
        self.may_go_on = asyncio.Event()
        self.may_go_on.set()
        self.failing: set[int] = set()
        self.batches: list[int] = []
        subscriptions = Subscriptions()
        subscriptions.on_batch([ContactRegisteredV1], self.write_down)
        self.consumer = Consumer("reporting", self.database, subscriptions)

    async def write_down(
        self, connection: Connection, heard: Sequence[Envelope[Message]]
    ) -> None:
        """Write down the numbers of what was heard."""
        self.at_work.set()
        self.batches.append(len(heard))
        numbers = [CONTACTS[one.aggregate_id] for one in heard]
        assert not self.failing.intersection(numbers), "no such tree"
        await connection.execute(
            "insert into heard (number) select unnest($1::int[])", numbers
        )
        await self.may_go_on.wait()

    async def hear(self) -> bool:
        """Hear for a stint."""
        return await self.consumer.hear(self.client)


@pytest.fixture
async def replicas(site: Site, client: Client) -> AsyncGenerator[list[Replica]]:
    """Two processes of one service."""
    replicas = [Replica(site, client), Replica(site, client)]
    for replica in replicas:
        await replica.database.open()
    yield replicas
    for replica in replicas:
        replica.consumer.stop()
        await replica.consumer.resign()
        await replica.database.close()


async def publish_all(client: Client, numbers: range) -> None:
    """Publish messages past the outbox."""
    for number in numbers:
        await publish(client, registered(number))


async def test_what_is_there_takes_effect_together(
    client: Client, replicas: list[Replica], book: Book
) -> None:
    """A backlog costs a commit for many, and nobody waits for more to come."""
    await publish_all(client, range(300))

    await replicas[0].hear()

    assert await book.heard() == [*range(300)]
    assert len(replicas[0].batches) < 10


async def test_one_of_two_replicas_hears(
    client: Client, replicas: list[Replica], book: Book
) -> None:
    """The other finds the lock taken, and takes over when it is free."""
    first, second = replicas
    await publish_all(client, range(3))
    assert await first.hear()

    assert not await second.hear()
    await first.consumer.resign()
    await publish_all(client, range(3, 5))
    assert await second.hear()

    assert await book.heard() == [0, 1, 2, 3, 4]
    assert sum(second.batches) == 2


async def test_a_leader_that_dies_with_a_batch_under_way_changes_nothing(
    client: Client, replicas: list[Replica], book: Book
) -> None:
    """Its batch is rolled back; the next one hears it all, in order, once."""
    first, second = replicas
    first.may_go_on.clear()
    await publish_all(client, range(20))
    dying = asyncio.create_task(first.hear())
    await first.at_work.wait()

    await book.owner.execute(
        """
        select pg_terminate_backend(pid) from pg_stat_activity
        where usename = 'medspil_reporting'
        """
    )
    await publish_all(client, range(20, 30))
    async with asyncio.timeout(WAIT.total_seconds()):
        while not await second.hear():
            pass
    heard = await book.until(30)
    first.consumer.stop()
    first.may_go_on.set()
    await asyncio.gather(dying, return_exceptions=True)

    assert heard == [*range(30)]
    assert await book.heard() == [*range(30)]


async def test_a_leader_that_lost_its_lock_without_knowing_is_overtaken(
    client: Client, replicas: list[Replica], book: Book
) -> None:
    """Frozen through a change of leaders, it finds the position moved and stops."""
    await publish_all(client, range(4))
    stream = await jetstream.standing(client.jetstream())
    stopping = asyncio.Event()
    subscriptions = Subscriptions()
    subscriptions.on_batch([ContactRegisteredV1], replicas[1].write_down)
    frozen = Taker("reporting", replicas[1].database, subscriptions, stopping)
    assert await frozen.begin(stream, again=False) == 0
    held = await deliveries(client, 4)

    await replicas[0].hear()
    with pytest.raises(Overtaken):
        await frozen.take(held)

    assert await book.heard() == [0, 1, 2, 3]


async def test_poison_in_a_batch_stops_nobody_and_keeps_the_order(
    client: Client, replicas: list[Replica], book: Book
) -> None:
    """The batch is taken one by one; only the message that fails is parked."""
    replicas[0].failing = {2}
    await publish_all(client, range(5))

    await replicas[0].hear()

    assert await book.until(4) == [0, 1, 3, 4]
    async with replicas[0].database.reading() as connection:
        [parked] = await parking.waiting(connection)
    assert parked.id == parking.id_of(parked.subject, parked.headers, parked.body)


async def test_messages_for_others_are_passed_over(
    client: Client, replicas: list[Replica], book: Book
) -> None:
    """They cost no transaction each, and are not seen again after a restart."""
    other = Envelope(
        id=derived_id("other"),
        occurred_at=registered(1).occurred_at,
        aggregate_id=derived_id("delivery"),
        sequence=1,
        actor="system",
        correlation_id="other",
        message=DeliverySucceededV1(
            delivery_id=derived_id("delivery"),
            partnership_id=None,
            contact_id=derived_id("contact"),
            fact="decided",
        ),
    )
    await publish(client, other)
    await replicas[0].hear()
    await replicas[0].consumer.resign()

    async with replicas[0].database.reading() as connection:
        known = await positions.known(connection, "consumer")
    assert known is not None
    assert known[1] == 1
    assert await book.heard() == []


async def test_a_message_that_kills_the_process_is_parked(
    client: Client, replicas: list[Replica], book: Book
) -> None:
    """After too many beginnings without an end it is suspected, counted and parked."""
    await publish_all(client, range(2))
    [poison, _] = await deliveries(client, 2)
    stream = await jetstream.standing(client.jetstream())
    poisonous = parking.id_of(poison.subject, poison.headers, poison.body)
    async with replicas[0].database.transaction() as connection:
        await positions.begin(connection, stream, again=False)
        for _ in range(CRASHES):
            await parking.count_attempt(connection, poisonous)

    await replicas[0].hear()

    assert await book.heard() == [1]
    async with replicas[0].database.reading() as connection:
        [parked] = await parking.waiting(connection)
    assert (parked.id, parked.reason) == (poisonous, "crashed_consumer")


async def test_a_process_that_only_began_again_suspects_nobody(
    client: Client, replicas: list[Replica], book: Book
) -> None:
    """Restarts with nothing to do, and broken connections, prove nothing."""
    stream = await jetstream.standing(client.jetstream())
    waiting = Standing(stream.identity, 1)
    async with replicas[0].database.transaction() as connection:
        for _ in range(CRASHES):
            begun = await positions.begin(connection, stream, again=False)
            assert begun.starts == 0
        for _ in range(CRASHES):
            begun = await positions.begin(connection, waiting, again=True)
            assert begun.starts == 0
    await publish_all(client, range(2))

    await replicas[0].hear()

    assert await book.heard() == [0, 1]
    assert replicas[0].batches == [2]


async def test_a_gap_in_what_arrives_is_noticed(client: Client) -> None:
    """Another reader on our durable takes a message away; nothing is passed over."""
    intake = await Intake.of(client, jetstream.consumer_config("reporting"))
    await publish(client, registered(1))
    assert len(await intake.take(10, 5)) == 1
    thief = await client.jetstream().pull_subscribe_bind("reporting", STREAM)
    stolen = asyncio.create_task(thief.fetch(1, timeout=5))
    await asyncio.wait({stolen}, timeout=0.2)

    async def take_all() -> None:
        for number in range(2, 8):
            await publish(client, registered(number))
            await intake.take(10, 0.2)

    with pytest.raises(Interrupted, match="was to come"):
        await take_all()
    await intake.end()
    await asyncio.gather(stolen, return_exceptions=True)


async def test_a_durable_that_is_deleted_interrupts_at_once(client: Client) -> None:
    """The server says so, and does not let us wait."""
    intake = await Intake.of(client, jetstream.consumer_config("reporting"))
    await publish(client, registered(1))
    assert len(await intake.take(1, 5)) == 1
    await client.jetstream().delete_consumer(STREAM, "reporting")

    with pytest.raises(Interrupted, match="Consumer Deleted"):
        await intake.take(1, 5)
    await intake.end()
    with pytest.raises(NotFoundError):
        await client.jetstream().consumer_info(STREAM, "reporting")


async def test_who_is_interrupted_again_and_again_takes_a_breath(
    client: Client, replicas: list[Replica], book: Book
) -> None:
    """Something takes our durable away each time; we do not race with it."""
    stream = client.jetstream()

    async def interrupted() -> bool:
        hearing = asyncio.create_task(replicas[0].hear())
        pause = asyncio.Event()
        while not hearing.done():
            with suppress(TimeoutError):
                await asyncio.wait_for(pause.wait(), 0.02)
            with suppress(NotFoundError):
                if (await stream.consumer_info(STREAM, "reporting")).num_waiting:
                    await stream.delete_consumer(STREAM, "reporting")
        return await hearing

    assert not await interrupted()
    await publish_all(client, range(3))
    assert await replicas[0].hear()
    assert await book.heard() == [0, 1, 2]


async def test_an_intake_that_ended_is_forgotten(client: Client) -> None:
    """A broken connection each night must not fill the memory in a year."""
    intake = await Intake.of(client, jetstream.consumer_config("reporting"))
    ended = weakref.ref(intake)
    await intake.end()
    following = await Intake.of(client, jetstream.consumer_config("reporting"))
    del intake
    gc.collect()

    assert ended() is None
    await following.end()


async def test_a_lone_message_waits_for_no_other(
    client: Client, listening: Listening
) -> None:
    """It takes effect in some milliseconds, not when a batch is full or time is up."""
    async with consuming(client, listening):
        await publish(client, registered(0))
        await listening.until(1)
        clock = asyncio.get_running_loop()
        begun = clock.time()
        for number in range(1, 21):
            await publish(client, registered(number))
            await listening.until(number + 1)
        each = (clock.time() - begun) / 20

    assert each < 0.05
