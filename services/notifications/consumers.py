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
    PartnershipDestroyedV1,
    PartnershipProposedV1,
)
from services.notifications import dropping, store
from services.notifications.domain.rules import dispatches
from services.notifications.news import FACTS, fact_told
from services.notifications.store import Told

_HEARD: tuple[type[Message], ...] = (
    OrganisationRegisteredV1,
    PartnershipProposedV1,
    PartnershipDestroyedV1,
    *FACTS,
)


def subscriptions(clock: Clock) -> Subscriptions:
    """Return what notifications hears, all of it many at a time.

    What it keeps of one type does not depend on what it keeps of another; and of a
    partnership that is destroyed it keeps nothing, whichever it hears first.
    """

    async def take_in(
        connection: Connection, heard: Sequence[Envelope[Message]]
    ) -> None:
        kept = await _of_what_is_kept(connection, heard)
        await _keep_words(connection, [one.message for one in kept])
        told = [_told(one) for one in kept if type(one.message) in FACTS]
        if told:
            await store.plan(connection, told, clock.now())
        records = {
            one.message.partnership_id: one.message.record_id
            for one in heard
            if isinstance(one.message, PartnershipDestroyedV1)
        }
        if records:
            await dropping.drop(connection, records)

    subscribed = Subscriptions()
    subscribed.on_batch(_HEARD, take_in)
    return subscribed


async def _of_what_is_kept(
    connection: Connection, heard: Sequence[Envelope[Message]]
) -> list[Envelope[Message]]:
    about = {id_ for one in heard if (id_ := _partnership(one.message)) is not None}
    gone = await dropping.dropped(connection, about)
    return [one for one in heard if _partnership(one.message) not in gone]


def _partnership(message: Message) -> UUID | None:
    found: UUID | None = getattr(message, "partnership_id", None)
    return found


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
