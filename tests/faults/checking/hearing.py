"""What the other services made of the stream equals the fold of its messages."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from contracts import (
    DeliveryFailedV1,
    DeliverySettledV1,
    DeliverySucceededV1,
    GatheringMessage,
    LinkIssuedV1,
    Message,
    OrganisationRegisteredV1,
    PartnershipDestroyedV1,
    PartnershipEndedV1,
    PartnershipMessage,
    PartnershipProposedV1,
    PartnershipRevisedV1,
    ReviewOpenedV1,
)
from services.events.consumers import review_meeting_id
from services.notifications import news
from services.notifications.domain.rules import dispatches
from services.reporting.store import HAPPENINGS
from tests.faults.checking.evidence import Evidence
from tests.faults.checking.finding import Finding
from tests.faults.checking.folds import differences

DELIVERIES = (DeliveryFailedV1, DeliverySucceededV1, DeliverySettledV1)
HEARD: Mapping[str, tuple[type[Message], ...]] = {
    "partnerships": (*DELIVERIES, LinkIssuedV1),
    "events": (
        PartnershipProposedV1,
        PartnershipRevisedV1,
        ReviewOpenedV1,
        PartnershipEndedV1,
        PartnershipDestroyedV1,
    ),
    "notifications": (
        OrganisationRegisteredV1,
        PartnershipProposedV1,
        PartnershipDestroyedV1,
        *news.FACTS,
    ),
    "reporting": tuple(HAPPENINGS),
}


def check(evidence: Evidence) -> Iterator[Finding]:
    """Compare what each service keeps of what it heard."""
    yield from _inboxes(evidence)
    yield from _facts(evidence)
    yield from _copies(evidence)
    yield from _meetings(evidence)
    yield from _news(evidence)
    yield from _unreached(evidence)
    yield from _links(evidence)


def _inboxes(evidence: Evidence) -> Iterator[Finding]:
    for service, types in HEARD.items():
        known = {row["message_id"] for row in evidence.tables[f"{service}.inbox"]}
        heard = {one.id: one for one in evidence.heard(*types)}
        for message_id in heard.keys() - known:
            yield Finding("unheard", f"{service}: {heard[message_id].subject}")
        for message_id in known - heard.keys():
            yield Finding("wrong_row", f"{service}.inbox {message_id}: never said")
        for row in evidence.tables[f"{service}.parked"]:
            if row["settled_at"] is None:
                yield Finding("parked", f"{service}: {row['subject']} {row['reason']}")


def _facts(evidence: Evidence) -> Iterator[Finding]:
    rows = {row["message_id"]: dict(row) for row in evidence.tables["reporting.fact"]}
    for heard in evidence.heard(*HAPPENINGS):
        message = heard.message
        about = isinstance(message, PartnershipMessage | GatheringMessage)
        wanted = {
            "message_id": heard.id,
            "type": message.type_name(),
            "occurred_at": heard.occurred_at,
            "partnership_id": getattr(message, "partnership_id", None)
            if about
            else None,
            "sequence": heard.sequence,
            "data": message.model_dump(mode="json"),
        }
        yield from differences("reporting.fact", wanted, rows.pop(heard.id, {}))
    for message_id in rows:
        yield Finding("wrong_row", f"reporting.fact {message_id}: never said")


def _copies(evidence: Evidence) -> Iterator[Finding]:
    """Events knows the parties as they were told last, by the version that told it."""
    parties: dict[UUID, tuple[int, list[UUID]]] = {}
    ended: dict[UUID, date] = {}
    for heard in evidence.heard(*HEARD["events"]):
        match heard.message:
            case PartnershipEndedV1() as message:
                ended[message.partnership_id] = message.ended_on
            case (
                PartnershipProposedV1() | PartnershipRevisedV1() | ReviewOpenedV1()
            ) as message:
                contacts = [party.contact_id for party in message.parties]
                known = parties.get(message.partnership_id, (0, []))
                told = (heard.sequence, list(dict.fromkeys(contacts)))
                parties[message.partnership_id] = max(
                    known, told, key=lambda one: one[0]
                )
            case _:
                pass
    rows = {row["id"]: dict(row) for row in evidence.tables["events.partnership"]}
    for partnership_id, (_, contacts) in parties.items():
        wanted = {
            "id": partnership_id,
            "contacts": contacts,
            "ended_on": ended.get(partnership_id),
        }
        row = rows.pop(partnership_id, {})
        yield from differences("events.partnership", wanted, row)
    for partnership_id in rows:
        yield Finding("wrong_row", f"events.partnership {partnership_id}: never said")


def _meetings(evidence: Evidence) -> Iterator[Finding]:
    """Each review has one meeting, and there is no other gathering."""
    wanted = {
        review_meeting_id(message.review_id)
        for heard in evidence.heard(ReviewOpenedV1)
        if isinstance(message := heard.message, ReviewOpenedV1)
    }
    rows = {row["id"] for row in evidence.tables["events.gathering"]}
    for gathering_id in wanted ^ rows:
        yield Finding("wrong_row", f"events.gathering {gathering_id}")


def _news(evidence: Evidence) -> Iterator[Finding]:
    """Each fact is planned once for each person, and for nobody else."""
    kept = {
        row["message_id"]: dict(row) for row in evidence.tables["notifications.news"]
    }
    planned = {
        (row["message_id"], row["contact_id"])
        for row in evidence.tables["notifications.delivery"]
    }
    wanted: set[tuple[UUID, UUID]] = set()
    for heard in evidence.heard(*news.FACTS):
        fact = news.fact_told(heard.message)
        told: dict[str, Any] = {
            "message_id": heard.id,
            "event": heard.message.event,
            "fact": news.encode(heard.message.event, fact),
            "actor": heard.actor,
            "partnership_id": fact.partnership_id,
        }
        yield from differences("notifications.news", told, kept.pop(heard.id, {}))
        wanted |= {(heard.id, one.contact_id) for one in dispatches(fact, heard.actor)}
    for message_id in kept:
        yield Finding("wrong_row", f"notifications.news {message_id}: never said")
    for message_id, contact_id in wanted - planned:
        yield Finding("unmailed", f"{contact_id} is not told {message_id}")
    for message_id, contact_id in planned - wanted:
        yield Finding("wrong_row", f"{contact_id} is told {message_id}, and should not")


def _unreached(evidence: Evidence) -> Iterator[Finding]:
    """Partnerships shows whom notifications could not reach, as it said last."""
    latest: dict[UUID, Message] = {}
    numbers: dict[UUID, int] = {}
    for heard in evidence.heard(*DELIVERIES):
        if heard.sequence > numbers.get(heard.aggregate_id, 0):
            numbers[heard.aggregate_id] = heard.sequence
            latest[heard.aggregate_id] = heard.message
    wanted = {
        delivery_id
        for delivery_id, message in latest.items()
        if isinstance(message, DeliveryFailedV1) and message.partnership_id is not None
    }
    rows = {row["delivery_id"] for row in evidence.tables["partnerships.unreached"]}
    for delivery_id in wanted ^ rows:
        yield Finding("wrong_row", f"partnerships.unreached {delivery_id}")


def _links(evidence: Evidence) -> Iterator[Finding]:
    """Partnerships lists each link that was issued, and no other."""
    rows = {row["id"] for row in evidence.tables["partnerships.issued_link"]}
    wanted = {
        message.link_id
        for heard in evidence.heard(LinkIssuedV1)
        if isinstance(message := heard.message, LinkIssuedV1)
    }
    for link_id in wanted ^ rows:
        yield Finding("wrong_row", f"partnerships.issued_link {link_id}")
