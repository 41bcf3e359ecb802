"""What partnerships hears: whom notifications could not reach, and which links it sent."""

from collections.abc import Sequence
from uuid import UUID

from chassis.consuming import Subscriptions
from chassis.postgres import Connection
from contracts import (
    DeliveryFailedV1,
    DeliverySettledV1,
    DeliverySucceededV1,
    Envelope,
    LinkIssuedV1,
    Message,
)
from services.partnerships import links, store
from services.partnerships.store import Unreached


def subscriptions() -> Subscriptions:
    """Return which messages are heard, and what each does."""
    heard = Subscriptions()
    heard.on_batch(
        (DeliveryFailedV1, DeliverySucceededV1, DeliverySettledV1), note_deliveries
    )
    heard.on_batch((LinkIssuedV1,), note_links)
    return heard


async def note_deliveries(
    connection: Connection, heard: Sequence[Envelope[Message]]
) -> None:
    """Show on partnerships who was not told, until it is seen to; the last word counts."""
    unreached: dict[UUID, Unreached | None] = {}
    for one in heard:
        match one.message:
            case DeliveryFailedV1() as failed:
                unreached[failed.delivery_id] = Unreached(failed, one.occurred_at)
            case (
                DeliverySucceededV1(delivery_id=told)
                | DeliverySettledV1(delivery_id=told)
            ):
                unreached[told] = None
            case _:
                pass
    await store.note_deliveries(connection, unreached)


async def note_links(
    connection: Connection, heard: Sequence[Envelope[Message]]
) -> None:
    """Keep which links partners were sent, for whoever has to revoke one."""
    told = [
        (one.message, one.occurred_at)
        for one in heard
        if isinstance(one.message, LinkIssuedV1)
    ]
    await links.note(connection, told)
