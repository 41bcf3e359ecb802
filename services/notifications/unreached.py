"""Tells of those to whom nothing was sent: nobody knows them, or any more."""

from collections.abc import Iterable
from datetime import datetime

from chassis import outbox
from chassis.ids import derived_id
from chassis.postgres import Connection, Record
from contracts import DeliveryFailedV1, Envelope
from services.notifications.domain.delivery import Reason


async def tell_of_unknown(connection: Connection, now: datetime) -> None:
    """Tell once of each delivery for which no contact is registered; it goes on waiting.

    When it is sent after all, that is told like any other success after a failure.
    """
    await tell(connection, await connection.fetch(_UNKNOWN), "contact_unknown", now)


async def tell(
    connection: Connection, rows: Iterable[Record], reason: Reason, now: datetime
) -> None:
    """Tell others that these deliveries, whose messages were counted, reach nobody."""
    await outbox.post(
        connection,
        [
            Envelope(
                id=derived_id(row["id"], row["told"]),
                occurred_at=now,
                aggregate_id=row["id"],
                sequence=row["told"],
                actor="system",
                correlation_id=row["correlation_id"],
                causation_id=row["message_id"],
                message=DeliveryFailedV1(
                    delivery_id=row["id"],
                    contact_id=row["contact_id"],
                    partnership_id=row["partnership_id"],
                    fact=row["event"],
                    reason=reason,
                ),
            )
            for row in rows
        ],
    )


_UNKNOWN = """
update delivery set told = told + 1
from news
where delivery.message_id = news.message_id
  and delivery.state = 'waiting_for_contact' and delivery.told = 0
returning delivery.id, delivery.contact_id, delivery.told, news.message_id,
    news.partnership_id, news.event, news.correlation_id
"""
