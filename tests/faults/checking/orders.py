"""Every acknowledged command is in the history once and in order; a refused one never."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from chassis.history import Recorded
from services.partnerships.domain.events import Event
from services.partnerships.history import CODEC
from tests.faults.checking.evidence import Evidence
from tests.faults.checking.finding import Finding
from tests.faults.load.ledger import Order

# What each command may come to, by the names of the events.
EFFECTS: Mapping[str, Sequence[tuple[str, ...]]] = {
    "propose": (("PartnershipProposed",),),
    "revise": (("ProposalRevised",),),
    "submit": (("ProposalSubmitted",),),
    "withdraw": (("PartnershipWithdrawn",),),
    "declare-conflict": (("ConflictDeclared",),),
    "assess": (("CriterionAssessed",),),
    "open-ballot": (("BallotOpened",),),
    "cast-vote": (("VoteCast",),),
    "close-ballot": (("BallotClosed",),),
    "return": (("ProposalReturned",),),
    "approve": (("ProposalApproved",),),
    "reject": (("ProposalRejected",),),
    "draft-agreement": (("AgreementDrafted",), ("SigningEnded", "AgreementDrafted")),
    "send-for-signature": (("AgreementSentForSignature",),),
    "sign": (("AgreementSigned",), ("AgreementSigned", "AgreementConcluded")),
    "sign-on-behalf": (
        ("AgreementSigned",),
        ("AgreementSigned", "AgreementConcluded"),
    ),
    "decline": (("SigningEnded",),),
}
# Which words of the command stand in its event as they were sent.
KEPT = ("title", "criterion", "score", "reason", "feedback", "evidence")
SYSTEM = "system"

type History = Sequence[Recorded[Event]]


def check(evidence: Evidence) -> Iterator[Finding]:
    """Compare every order with the histories, and the histories with every order."""
    caused: dict[str, list[Recorded[Event]]] = defaultdict(list)
    for history in evidence.histories.values():
        for recorded in history:
            caused[recorded.correlation_id].append(recorded)
    known = {order.key: order for order in evidence.ledger.orders}
    for order in known.values():
        yield from _of_order(order, caused.get(order.key, []))
    for key, events in caused.items():
        if key not in known:
            strangers = [one for one in events if one.actor != SYSTEM]
            for one in strangers:
                yield Finding("uncaused", f"{_name(one)} by {one.actor} under {key}")
    yield from _in_order(evidence)
    yield from _by_itself(evidence)


def _of_order(order: Order, events: History) -> Iterator[Finding]:
    told = f"{order.name} {order.key} ({order.fate}, {order.tries} tries)"
    if order.status == 500:
        yield Finding("broken", f"{told} was answered 500")
    if order.fate == "done" and not events:
        yield Finding("lost", f"{told} has left no event")
    if order.fate in {"refused", "unavailable"} and events:
        yield Finding("uncaused", f"{told} {order.code} left {_names(events)}")
    if not events:
        return
    if len({one.stream_id for one in events}) > 1:
        yield Finding("doubled", f"{told} is in several histories")
        return
    if tuple(_name(one) for one in events) not in EFFECTS[order.name]:
        yield Finding("doubled", f"{told} came to {_names(events)}")
        return
    yield from _content(order, events, told)


def _content(order: Order, events: History, told: str) -> Iterator[Finding]:
    first, last = events[0], events[-1]
    if order.case_id is not None and first.stream_id != order.case_id:
        yield Finding("altered", f"{told} happened to {first.stream_id}")
    if any(one.actor != order.actor for one in events):
        yield Finding("altered", f"{told} is said to be of {first.actor}")
    if order.fate == "done" and order.version != last.version:
        yield Finding(
            "altered", f"{told} was answered {order.version}, is {last.version}"
        )
    if order.if_match is not None and first.version != order.if_match + 1:
        yield Finding("altered", f"{told} meant {order.if_match}, is {first.version}")
    yield from _words(order, events, told)


def _words(order: Order, events: History, told: str) -> Iterator[Finding]:
    if order.name == "sign-on-behalf":
        return  # its words are one level deeper
    body = order.body or {}
    sent = {name: body[name] for name in KEPT if name in body}
    for one in events:
        kept = _data(one)
        for name, value in sent.items():
            if kept.get(name, value) not in {value, None}:
                yield Finding("altered", f"{told}: {name} is {kept[name]!r}")


def _in_order(evidence: Evidence) -> Iterator[Finding]:
    """What was answered before another was asked has the lower version."""
    cases: dict[UUID, list[Order]] = defaultdict(list)
    for order in evidence.ledger.orders:
        if order.fate == "done" and order.case_id is not None:
            cases[order.case_id].append(order)
    for case_id, orders in cases.items():
        latest = 0.0
        for order in sorted(orders, key=lambda one: one.version or 0):
            if order.answered_at < latest:
                yield Finding("out_of_order", f"{order.name} {order.key} of {case_id}")
            latest = max(latest, order.asked_at)
        versions = [order.version for order in orders]
        if len(set(versions)) < len(versions):
            yield Finding("doubled", f"{case_id}: two answers name one version")


def _by_itself(evidence: Evidence) -> Iterator[Finding]:
    """The system acts once for each timer that fired, and no more often."""
    fired: dict[UUID, int] = defaultdict(int)
    for row in evidence.tables["partnerships.timer"]:
        fired[row["stream_id"]] += row["fired_at"] is not None
    for stream_id, history in evidence.histories.items():
        acts = [one for one in history if one.actor == SYSTEM]
        if len(acts) > fired[stream_id]:
            yield Finding(
                "doubled", f"{stream_id}: {_names(acts)} of {fired[stream_id]}"
            )


def _name(recorded: Recorded[Event]) -> str:
    return type(recorded.event).__name__


def _names(events: History) -> str:
    return ", ".join(f"{_name(one)} {one.version}" for one in events)


def _data(recorded: Recorded[Event]) -> Mapping[str, Any]:
    _, data = CODEC.encode(recorded.event)
    return data if isinstance(data, dict) else {}
