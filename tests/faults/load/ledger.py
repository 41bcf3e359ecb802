"""What the clients asked and what they were answered: the truth to compare with."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Literal
from uuid import UUID

from tests.faults.load.line import Answer

type Fate = Literal[
    "under_way",
    "done",  # answered 2xx: must have happened once
    "refused",  # answered 4xx at the first try: must not have happened
    "unavailable",  # answered 503 `unavailable`, and not asked again: the same
    "unknown",  # at least one try got no answer that says: once, or not at all
]
BROKEN = 500


@dataclass(slots=True)
class Order:
    """One command of one client, however often it was tried, under one key."""

    key: str  # its Idempotency-Key and its correlation id
    name: str
    path: str
    actor: str
    body: Mapping[str, Any] | None
    case_id: UUID | None  # none for a partnership that is proposed by it
    if_match: int | None
    asked_at: float = field(default_factory=monotonic)
    tries: int = 0
    lost: int = 0  # tries without an answer, or with one that does not know
    put_off: int = 0  # tries answered 503 `unavailable`
    fate: Fate = "under_way"
    answered_at: float = 0.0
    sent_at: float = 0.0  # the try that was answered
    status: int = 0
    version: int | None = None
    code: str = ""  # of a refusal
    digest: str = ""  # of the answer's body

    def settle(self, answer: Answer) -> None:
        """Take in the answer to the last try."""
        self.answered_at = monotonic()
        self.status, self.version = answer.status, answer.version
        self.digest = digest(answer.body)
        if answer.status < 300:
            self.fate = "done"
        else:
            self.code = str(answer.json().get("code", ""))
            doubtful = self.lost or answer.status == BROKEN
            self.fate = "unknown" if doubtful else "refused"

    def put_off_by(self, answer: Answer) -> None:
        """Note an answer of 503: it says whether anything can have been written."""
        if answer.json().get("code") == "unavailable":
            self.put_off += 1
        else:
            self.lost += 1

    def give_up(self) -> None:
        """Never ask again."""
        self.fate = "unknown" if self.lost else "unavailable"


@dataclass
class Ledger:
    """Every order, in the order in which they were first sent."""

    orders: list[Order] = field(default_factory=list)
    done: int = 0
    done_at: list[tuple[float, float]] = field(default_factory=list)  # sent, answered

    def open(self, order: Order) -> Order:
        """Note an order before anything of it is sent."""
        self.orders.append(order)
        return order

    def close(self, order: Order) -> None:
        """Note what became of it."""
        if order.fate == "done":
            self.done += 1
            self.done_at.append((order.sent_at, order.answered_at))

    def first_done_since(self, moment: float) -> float | None:
        """When the first order was acknowledged that was sent after a moment."""
        late: Iterator[float] = (
            answered
            for sent, answered in reversed(self.done_at)
            if sent >= moment or answered < moment
        )
        first = None
        for answered in late:
            if answered < moment:
                break
            first = answered
        return first


def digest(body: bytes) -> str:
    """What tells two answers apart."""
    return hashlib.sha256(body).hexdigest()
