"""Hears what people are to be told, and the little that their letters also need."""

from chassis.clock import Clock
from chassis.consuming import Subscriptions
from chassis.postgres import Connection
from contracts import (
    Envelope,
    Message,
    OrganisationRegisteredV1,
    PartnershipProposedV1,
)
from services.notifications import store
from services.notifications.domain.rules import dispatches
from services.notifications.news import FACTS, fact_told


def subscriptions(clock: Clock) -> Subscriptions:
    """Return what notifications hears."""

    async def tell(connection: Connection, heard: Envelope[Message]) -> None:
        fact = fact_told(heard.message)
        told = dispatches(fact, heard.actor)
        await store.plan(connection, heard, fact, told, clock.now())

    heard_types = Subscriptions()
    heard_types.on(OrganisationRegisteredV1, _keep_cvr)
    heard_types.on(PartnershipProposedV1, _keep_reference)
    for message_type in FACTS:
        heard_types.on(message_type, tell)
    return heard_types


async def _keep_cvr(
    connection: Connection, heard: Envelope[OrganisationRegisteredV1]
) -> None:
    message = heard.message
    await store.keep_cvr(connection, message.organisation_id, message.cvr)


async def _keep_reference(
    connection: Connection, heard: Envelope[PartnershipProposedV1]
) -> None:
    message = heard.message
    await store.keep_reference(connection, message.partnership_id, message.reference)
