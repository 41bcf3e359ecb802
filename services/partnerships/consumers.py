"""What partnerships hears: whom notifications could not reach, and then could."""

from chassis.consuming import Subscriptions
from chassis.postgres import Connection
from contracts import DeliveryFailedV1, DeliverySucceededV1, Envelope
from services.partnerships import store


def subscriptions() -> Subscriptions:
    """Return which messages are heard, and what each does."""
    heard = Subscriptions()
    heard.on(DeliveryFailedV1, note_failure)
    heard.on(DeliverySucceededV1, note_success)
    return heard


async def note_failure(
    connection: Connection, envelope: Envelope[DeliveryFailedV1]
) -> None:
    """Show on the partnership that a contact was not told."""
    await store.note_unreached(connection, envelope)


async def note_success(
    connection: Connection, envelope: Envelope[DeliverySucceededV1]
) -> None:
    """Take the contact off again, who was told after all."""
    await store.note_reached(connection, envelope.message.delivery_id)
