"""Which messages a service hears, and what each does to it, alone or many at once."""

from collections.abc import Awaitable, Callable, Container, Iterable, Sequence
from functools import partial
from itertools import groupby
from uuid import UUID

from chassis.cloudevents import Unreadable
from chassis.correlation import correlated
from chassis.deriving import Derivation
from chassis.postgres import Connection
from chassis.telemetry import span_from, span_over
from contracts import Envelope, Message, subject

type Handler[M: Message] = Callable[[Connection, Envelope[M]], Awaitable[None]]
type Projection = Callable[[Connection, Sequence[Envelope[Message]]], Awaitable[None]]


class Subscriptions:
    """The handlers of one service by message type; they share the transaction."""

    def __init__(self) -> None:
        self.derivation: Derivation | None = None
        self._projections: dict[type[Message], Projection] = {}
        self._prefixes: set[str] = set()

    def on[M: Message](self, message_type: type[M], handler: Handler[M]) -> None:
        """Let *handler* take in every message of this type, one after the other."""
        self._add(message_type, partial(_one_by_one, handler))

    def on_batch(
        self, message_types: Iterable[type[Message]], projection: Projection
    ) -> None:
        """Let *projection* take in what comes of these types, as many as follow."""
        together = partial(_together, projection)
        for message_type in message_types:
            self._add(message_type, together)

    def derive(
        self, message_types: Iterable[type[Message]], derivation: Derivation
    ) -> None:
        """Let what comes of these types fill derived tables, and hear nothing else."""
        if self._projections:
            raise TypeError("A service that derives tables only derives them.")
        self.on_batch(message_types, derivation.fill)
        self.derivation = derivation

    @property
    def types(self) -> frozenset[type[Message]]:
        """The message types that are heard."""
        return frozenset(self._projections)

    def hears(self, on_subject: str) -> bool:
        """Tell whether messages on a NATS subject are for this service."""
        return on_subject.rpartition(".")[0] in self._prefixes

    def require(self, envelope: Envelope[Message]) -> None:
        """Refuse a message of a type that is not heard here."""
        if type(envelope.message) not in self._projections:
            raise Unreadable("unexpected_type", f"{envelope.subject} is not heard here")

    async def handle(self, connection: Connection, envelope: Envelope[Message]) -> None:
        """Let a message take effect, unless it already has."""
        await self.handle_all(connection, [envelope])

    async def handle_all(
        self, connection: Connection, envelopes: Sequence[Envelope[Message]]
    ) -> None:
        """Let messages take effect in their order, except those that already have."""
        for envelope in envelopes:
            self.require(envelope)
        ids = [envelope.id for envelope in envelopes]
        claimed = await connection.fetch(_CLAIM, ids)
        await self.take_in(connection, once(envelopes, {row[0] for row in claimed}))

    async def take_in(
        self, connection: Connection, envelopes: Iterable[Envelope[Message]]
    ) -> None:
        """Let messages that are new take effect, in their order."""
        for projection, following in groupby(envelopes, self._projection):
            await projection(connection, list(following))

    def _add(self, message_type: type[Message], projection: Projection) -> None:
        if self.derivation is not None:
            raise TypeError("A service that derives tables only derives them.")
        self._projections[message_type] = projection
        self._prefixes.add(subject(message_type).rpartition(".")[0])

    def _projection(self, envelope: Envelope[Message]) -> Projection:
        return self._projections[type(envelope.message)]


def once(
    envelopes: Iterable[Envelope[Message]], new: Container[UUID]
) -> list[Envelope[Message]]:
    """Return those that are new, each where it was told first."""
    told: dict[UUID, Envelope[Message]] = {}
    for envelope in envelopes:
        if envelope.id in new:
            told.setdefault(envelope.id, envelope)
    return list(told.values())


async def _one_by_one[M: Message](
    handler: Handler[M], connection: Connection, envelopes: Sequence[Envelope[M]]
) -> None:
    for envelope in envelopes:
        with (
            correlated(envelope.correlation_id),
            span_from(envelope.traceparent, f"hear {envelope.message.event}"),
        ):
            await handler(connection, envelope)


async def _together(
    projection: Projection,
    connection: Connection,
    envelopes: Sequence[Envelope[Message]],
) -> None:
    if len(envelopes) == 1:
        alone = partial(_alone, projection)
        await _one_by_one(alone, connection, envelopes)
        return
    with span_over((one.traceparent for one in envelopes), "hear many"):
        await projection(connection, envelopes)


async def _alone(
    projection: Projection, connection: Connection, envelope: Envelope[Message]
) -> None:
    await projection(connection, [envelope])


_CLAIM = """
insert into inbox (message_id) select unnest($1::uuid[])
on conflict do nothing returning message_id
"""
