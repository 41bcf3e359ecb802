"""Reads the stream from its beginning, and on as it grows, past everybody's durables."""

from dataclasses import dataclass, field
from uuid import UUID

from nats.errors import TimeoutError as NatsTimeoutError
from nats.js import JetStreamContext
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy
from nats.js.errors import NotFoundError

from chassis import cloudevents, jetstream
from chassis.dialling import NatsAccess
from chassis.settings import Settings
from contracts import STREAM, Envelope, Message

ECHO = "X-Echo"  # on what the test itself says again
_BATCH = 1000


@dataclass(frozen=True, slots=True)
class Streamed:
    """One message of the stream."""

    sequence: int
    subject: str
    body: bytes
    is_echo: bool
    envelope: Envelope[Message]


@dataclass
class Listener:
    """Everything that was said so far."""

    settings: Settings
    messages: list[Streamed] = field(default_factory=list)

    def ids(self, *types: type[Message]) -> set[UUID]:
        """The ids of the messages of these types."""
        return {
            one.envelope.id
            for one in self.messages
            if isinstance(one.envelope.message, types)
        }

    async def read_on(self) -> bool:
        """Read what has been added; False while there is no stream."""
        client = await jetstream.connect(NatsAccess.of(self.settings), "listener")
        try:
            begin = self.messages[-1].sequence + 1 if self.messages else 1
            subscription = await client.jetstream().pull_subscribe(
                "",
                stream=STREAM,
                config=ConsumerConfig(
                    filter_subject="medspil.>",
                    deliver_policy=DeliverPolicy.BY_START_SEQUENCE,
                    opt_start_seq=begin,
                    ack_policy=AckPolicy.NONE,
                    inactive_threshold=60,
                ),
            )
            left = (await subscription.consumer_info()).num_pending or 0
            while left > 0:
                left -= await self._fetch(subscription, min(left, _BATCH))
        except NotFoundError:
            return False
        finally:
            await client.close()
        return True

    async def _fetch(
        self, subscription: JetStreamContext.PullSubscription, number: int
    ) -> int:
        try:
            fetched = await subscription.fetch(number, timeout=10)
        except NatsTimeoutError as error:
            raise ConnectionError(f"{number} messages did not arrive.") from error
        for message in fetched:
            headers = message.headers or {}
            self.messages.append(
                Streamed(
                    message.metadata.sequence.stream,
                    message.subject,
                    message.data,
                    ECHO in headers,
                    cloudevents.read(headers, message.data),
                )
            )
        return len(fetched)
