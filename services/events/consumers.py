"""What events hears: who belongs to a partnership, when it is reviewed, when it ends."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from chassis.consuming import Subscriptions
from chassis.ids import derived_id
from chassis.postgres import Connection
from contracts import (
    Envelope,
    Message,
    PartnershipDestroyedV1,
    PartnershipEndedV1,
    PartnershipProposedV1,
    PartnershipRevisedV1,
    PartyFacts,
    ReviewOpenedV1,
)
from services.events import dropping, queries, store
from services.events.desk import Desk
from services.events.domain.commands import Cancel, Propose
from services.events.domain.gathering import Subject
from services.events.handling import handle

_SYSTEM = "system"


def subscriptions(desk: Desk) -> Subscriptions:
    """Return which messages are heard, and what each does."""

    async def reviewed(connection: Connection, heard: Envelope[ReviewOpenedV1]) -> None:
        await propose_meeting(connection, heard, desk)

    async def ended(
        connection: Connection, heard: Envelope[PartnershipEndedV1]
    ) -> None:
        await close_proposals(connection, heard, desk)

    subscribed = Subscriptions()
    subscribed.on_batch((PartnershipProposedV1, PartnershipRevisedV1), keep_parties)
    subscribed.on(ReviewOpenedV1, reviewed)
    subscribed.on(PartnershipEndedV1, ended)
    subscribed.on(PartnershipDestroyedV1, drop)
    return subscribed


async def keep_parties(
    connection: Connection, heard: Sequence[Envelope[Message]]
) -> None:
    """Remember the parties as the messages tell them; the last word counts."""
    contacts: dict[UUID, tuple[UUID, ...]] = {}
    for one in heard:
        match one.message:
            case (
                PartnershipProposedV1(partnership_id=partnership, parties=parties)
                | PartnershipRevisedV1(partnership_id=partnership, parties=parties)
                | ReviewOpenedV1(partnership_id=partnership, parties=parties)
            ):
                contacts[partnership] = _contacts(parties)
            case _:
                pass
    await store.keep_partnerships(connection, contacts)


async def propose_meeting(
    connection: Connection, heard: Envelope[ReviewOpenedV1], desk: Desk
) -> None:
    """Propose the meeting of a review; a repeat finds it there and changes nothing."""
    await keep_parties(connection, [heard])
    message = heard.message
    meeting_id = review_meeting_id(message.review_id)
    work = store.PostgresWork(connection)
    gone = await dropping.dropped(connection, message.partnership_id)
    if gone or (await work.load(meeting_id)).version:
        return
    subject = Subject(
        "review_meeting",
        message.partnership_id,
        message.title,
        _contacts(message.parties),
    )
    occasion = desk.occasion(_SYSTEM, heard.id)
    await handle(work, meeting_id, Propose(subject), occasion)


async def close_proposals(
    connection: Connection, heard: Envelope[PartnershipEndedV1], desk: Desk
) -> None:
    """Call off what was only proposed; a last meeting that is planned may be held."""
    message = heard.message
    await store.end_partnership(connection, message.partnership_id, message.ended_on)
    occasion = desk.occasion(_SYSTEM, heard.id)
    work = store.PostgresWork(connection)
    for gathering_id in await queries.proposed_for(connection, message.partnership_id):
        await handle(work, gathering_id, Cancel(), occasion)


async def drop(connection: Connection, heard: Envelope[PartnershipDestroyedV1]) -> None:
    """Destroy the gatherings of a partnership that was destroyed."""
    message = heard.message
    await dropping.drop(
        connection, message.partnership_id, message.record_id, heard.occurred_at
    )


def review_meeting_id(review_id: UUID) -> UUID:
    """The one meeting that belongs to a review."""
    return derived_id("review-meeting", review_id)


def _contacts(parties: Iterable[PartyFacts]) -> tuple[UUID, ...]:
    """The parties' contacts, each once, in the order of the parties."""
    return tuple(dict.fromkeys(party.contact_id for party in parties))
