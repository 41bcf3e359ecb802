"""Hears what people are to be told, and the little that their letters also need."""

from collections.abc import Sequence
from uuid import UUID

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
from services.notifications.store import Told

_HEARD: tuple[type[Message], ...] = (
    OrganisationRegisteredV1,
    PartnershipProposedV1,
    *FACTS,
)


def subscriptions(clock: Clock) -> Subscriptions:
    """Return what notifications hears, all of it many at a time.

    What it keeps of one type does not depend on what it keeps of another.
    """

    async def take_in(
        connection: Connection, heard: Sequence[Envelope[Message]]
    ) -> None:
        await _keep_words(connection, [one.message for one in heard])
        told = [_told(one) for one in heard if type(one.message) in FACTS]
        if told:
            await store.plan(connection, told, clock.now())

    subscribed = Subscriptions()
    subscribed.on_batch(_HEARD, take_in)
    return subscribed


def _told(heard: Envelope[Message]) -> Told:
    fact = fact_told(heard.message)
    return Told(heard, fact, dispatches(fact, heard.actor))


async def _keep_words(connection: Connection, heard: Sequence[Message]) -> None:
    references: dict[UUID, str] = {}
    cvr_numbers: dict[UUID, str] = {}
    for message in heard:
        match message:
            case PartnershipProposedV1(partnership_id=partnership):
                references.setdefault(partnership, message.reference)
            case OrganisationRegisteredV1(organisation_id=organisation):
                cvr_numbers[organisation] = message.cvr
            case _:
                pass
    if references:
        await store.keep_references(connection, references)
    if cvr_numbers:
        await store.keep_cvr_numbers(connection, cvr_numbers)
