"""Settles what could not be told: somebody saw to it otherwise, and nothing is sent."""

from uuid import UUID

from chassis import outbox
from chassis.ids import derived_id
from chassis.postgres import Connection
from contracts import DeliverySettledV1, Envelope
from services.notifications.contacts import By
from services.notifications.domain.delivery import How


async def settle(connection: Connection, delivery_id: UUID, how: How, by: By) -> bool:
    """Settle a delivery that others heard of as not told, and tell them.

    False if it is none: unknown, under way, sent, or settled already.
    """
    row = await connection.fetchrow(_SETTLE, delivery_id, by.at, by.actor, how)
    if row is None:
        return False
    envelope = Envelope(
        id=derived_id(delivery_id, row["told"]),
        occurred_at=by.at,
        aggregate_id=delivery_id,
        sequence=row["told"],
        actor=by.actor,
        correlation_id=by.correlation_id,
        message=DeliverySettledV1(
            delivery_id=delivery_id,
            contact_id=row["contact_id"],
            partnership_id=row["partnership_id"],
            fact=row["event"],
            how=how,
        ),
    )
    await outbox.post(connection, [envelope])
    return True


_SETTLE = """
update delivery set state = 'failed', reason = coalesce(reason, 'contact_unknown'),
    settled_at = $2, settled_by = $3, settled_how = $4, told = told + 1
from news
where delivery.id = $1 and delivery.message_id = news.message_id
  and (delivery.state = 'failed'
       or (delivery.state = 'waiting_for_contact' and delivery.told > 0))
  and delivery.settled_at is null
returning delivery.contact_id, delivery.told, news.partnership_id, news.event
"""
