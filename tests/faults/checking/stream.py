"""Every message that was decided is in the stream: once, unaltered and in order."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from uuid import UUID

from chassis import cloudevents
from tests.faults.checking.evidence import Evidence
from tests.faults.checking.finding import Finding
from tests.faults.checking.folds import Folded
from tests.faults.checking.listening import Streamed
from tests.support.stack import SERVICES


def check(evidence: Evidence, folds: Folded) -> Iterator[Finding]:
    """Compare histories with outboxes, and outboxes with the stream."""
    yield from _posted(evidence, folds)
    yield from _published(evidence)
    yield from _in_order(evidence)


def _posted(evidence: Evidence, folds: Folded) -> Iterator[Finding]:
    """The outbox of partnerships holds what its histories tell, and nothing more."""
    rows = {row["message_id"]: row for row in evidence.tables["partnerships.outbox"]}
    for envelope in folds.told:
        row = rows.pop(envelope.id, None)
        told = f"{envelope.subject} {envelope.sequence}"
        if row is None:
            yield Finding("unpublished", f"{told} is not in the outbox")
        elif row["body"] != cloudevents.body(envelope):
            yield Finding("altered", f"{told} reads otherwise in the outbox")
    for row in rows.values():
        if ".organisation-registered." not in row["subject"]:
            yield Finding("uncaused", f"{row['subject']} is in the outbox")


def _published(evidence: Evidence) -> Iterator[Finding]:
    said = Counter(one.envelope.id for one in evidence.stream if not one.is_echo)
    bodies = {one.envelope.id: one for one in reversed(evidence.stream)}
    for service in SERVICES:
        for row in evidence.tables[f"{service}.outbox"]:
            number = said.pop(row["message_id"], 0)
            if not number:
                yield Finding("unpublished", f"{row['subject']} {row['message_id']}")
            elif bodies[row["message_id"]].body != row["body"].encode():
                yield Finding("altered", f"{row['subject']} reads otherwise")
            if number > 1:
                yield Finding("published_twice", f"{row['subject']}: {number} times")
    for message_id in said:
        yield Finding("uncaused", f"{bodies[message_id].subject} was in no outbox")


def _in_order(evidence: Evidence) -> Iterator[Finding]:
    """Said for the first time, the messages of one aggregate follow its versions."""
    aggregates: dict[UUID, list[Streamed]] = defaultdict(list)
    seen: set[UUID] = set()
    for one in evidence.stream:
        if one.envelope.id not in seen:
            seen.add(one.envelope.id)
            aggregates[one.envelope.aggregate_id].append(one)
    for aggregate_id, messages in aggregates.items():
        versions = [one.envelope.sequence for one in messages]
        if versions != sorted(versions):
            yield Finding("out_of_order", f"messages of {aggregate_id}: {versions}")
