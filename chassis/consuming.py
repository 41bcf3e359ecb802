"""Hears one service's messages in the stream's order, in one process at a time."""

import asyncio

import structlog

from chassis import jetstream
from chassis.client import Client
from chassis.intake import Intake, Interrupted
from chassis.leading import Leadership
from chassis.positions import Overtaken
from chassis.postgres import Database
from chassis.subscribing import Subscriptions
from chassis.taking import BATCH, Taker

__all__ = ["Consumer", "Subscriptions"]

STINT = 1.0  # seconds of hearing; then the loop shows that it is alive
LOCK = 4_212_021  # with the schema, who hears

log = structlog.get_logger(__name__)


class Consumer:
    """Takes a service's messages from the stream while it is the one that may."""

    def __init__(
        self,
        service: str,
        database: Database,
        subscriptions: Subscriptions,
        replicas: int = 1,
    ) -> None:
        self._service = service
        self._replicas = replicas  # of a stream that has to be made again
        self._leadership = Leadership(service, "consumer", database, LOCK)
        self._stopping = asyncio.Event()
        self._taker = Taker(service, database, subscriptions, self._stopping)
        self._intake: Intake | None = None
        self._under_way = 0  # messages that are being taken
        self._begun = False
        self._begun_behind = 0

    @property
    def waiting(self) -> int:
        """How many messages have arrived here and have not taken effect."""
        return 0 if self._intake is None else self._intake.waiting + self._under_way

    @property
    def seen(self) -> int:
        """Up to where the stream was taken in here; 0 while another process does it."""
        return 0 if self._intake is None else self._taker.seen

    def stop(self) -> None:
        """Leave what has not begun to the next process."""
        self._stopping.set()
        if self._intake is not None:
            self._intake.stir()

    async def hear(self, client: Client) -> bool:
        """Take in what comes for a stint.

        False when to go on at once is of no use: another process is at it, or it was
        interrupted before anything came.
        """
        if await self._leadership.held() is None:
            await self._end()
            self._begun = False
            return False
        try:
            intake = self._intake or await self._begin(client)
            await self._take_from(intake)
        except (Interrupted, Overtaken) as error:
            log.warning("consumer_begins_again", service=self._service, why=str(error))
            await self._end()
            return self._taker.seen > self._begun_behind
        except Exception:
            await self._end()
            raise
        return not self._stopping.is_set()

    async def resign(self) -> None:
        """Let another process hear."""
        await self._end()
        await self._leadership.resign()

    async def _begin(self, client: Client) -> Intake:
        stream = await jetstream.standing(client.jetstream(timeout=5), self._replicas)
        sequence = await self._taker.begin(stream, again=self._begun)
        self._begun, self._begun_behind = True, sequence
        durable = jetstream.consumer_config(self._service, sequence)
        self._intake = await Intake.of(client, durable)
        log.info("consumer_begins", service=self._service, behind=sequence)
        return self._intake

    async def _take_from(self, intake: Intake) -> None:
        clock = asyncio.get_running_loop()
        until = clock.time() + STINT
        while not self._stopping.is_set() and clock.time() < until:
            deliveries = await intake.take(BATCH, within=STINT)
            if deliveries:
                self._under_way = len(deliveries)
                try:
                    await self._taker.take(deliveries)
                finally:
                    self._under_way = 0
        await self._taker.catch_up()

    async def _end(self) -> None:
        intake, self._intake = self._intake, None
        if intake is not None:
            await intake.end()
