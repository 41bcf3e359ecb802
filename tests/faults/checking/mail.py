"""Each person got each letter once; one that came twice says so the second time."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from tests.faults.checking.evidence import Evidence
from tests.faults.checking.finding import Finding
from tests.faults.rig.mailserver import Letter

WITHHELD = "consent_withheld"


def check(evidence: Evidence) -> Iterator[Finding]:
    """Compare the deliveries with the letters that the mail server took."""
    received: dict[UUID, list[Letter]] = defaultdict(list)
    for letter in evidence.letters:
        received[_delivery(letter)].append(letter)
    contacts = {row["id"]: row for row in evidence.tables["notifications.contact"]}
    for row in evidence.tables["notifications.delivery"]:
        letters = received.pop(row["id"], [])
        contact = contacts[row["contact_id"]]
        told = f"delivery {row['id']} ({row['state']}, {row['reason']})"
        if contact["consent"]:
            yield from _wanted(row, letters, told)
        elif letters or row["reason"] != WITHHELD:
            yield Finding("wrong_row", f"{told}: they have not consented")
        if any(letter.recipient != contact["email"] for letter in letters):
            yield Finding("altered", f"{told}: went to somebody else")
    for delivery_id in received:
        yield Finding("uncaused", f"a letter of delivery {delivery_id}, which is none")


def _wanted(
    row: Mapping[str, Any], letters: list[Letter], told: str
) -> Iterator[Finding]:
    firsts = [letter for letter in letters if not letter.repeat]
    if len(firsts) > 1:
        yield Finding("mailed_twice", f"{told}: {len(firsts)} letters, none a repeat")
    if row["state"] != "sent":
        yield Finding("unmailed", told)
    elif not letters:
        yield Finding("unmailed", f"{told}: no letter came")


def _delivery(letter: Letter) -> UUID:
    return UUID(letter.message_id.strip("<>").partition("@")[0])
