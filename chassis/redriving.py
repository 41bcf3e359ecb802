"""Tries parked messages again, when somebody asked for it."""

import structlog

from chassis import cloudevents, parking
from chassis.postgres import Database, is_transient
from chassis.subscribing import Subscriptions

log = structlog.get_logger(__name__)


async def redrive(database: Database, subscriptions: Subscriptions) -> None:
    """Take in the parked messages whose redrive was asked for; or park them again."""
    while True:
        async with database.transaction() as connection:
            parked = await parking.take_redrive(connection)
            if parked is None:
                return
            try:
                async with connection.transaction():
                    envelope = cloudevents.read(parked.headers, parked.body)
                    await subscriptions.handle(connection, envelope)
            except Exception as error:
                # The edge: whatever it is, it is parked again with its reason.
                if is_transient(error):
                    raise
                reason, detail = parking.why(error)
                await parking.park(
                    connection,
                    parked.id,
                    parked.subject,
                    parked.headers,
                    parked.body,
                    reason,
                    detail,
                )
                log.exception("redrive_failed", parked_id=str(parked.id))
            else:
                await parking.settle(connection, parked.id)
                log.info("redriven", parked_id=str(parked.id))
