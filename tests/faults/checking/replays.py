"""The same request under the same key gets the same answer, also after all that."""

import random
from collections.abc import AsyncIterator, Iterator, Mapping

from tests.faults.checking.evidence import Evidence
from tests.faults.checking.finding import Finding
from tests.faults.load.cast import Clerk
from tests.faults.load.ledger import Order, digest
from tests.faults.load.line import Answer, Line

ASKED_AGAIN = 200  # orders, drawn by chance


def check_kept(evidence: Evidence) -> Iterator[Finding]:
    """Each acknowledged order has its answer kept, and a refused one has none."""
    kept = {
        (row["principal"], row["key"]): row
        for row in evidence.tables["partnerships.idempotency"]
    }
    for order in evidence.ledger.orders:
        row = kept.get((order.actor, order.key))
        told = f"{order.name} {order.key} ({order.fate})"
        if order.fate == "done" and row is None:
            yield Finding("replayed_differently", f"{told}: no answer is kept")
        elif order.fate == "done" and row is not None:
            kept_answer = (row["status"], row["digest"])
            if kept_answer != (order.status, order.digest):
                yield Finding("replayed_differently", f"{told}: another answer is kept")
        elif order.fate in {"refused", "unavailable"} and row is not None:
            yield Finding("uncaused", f"{told}: {row['status']} is kept")


async def check(
    orders: list[Order],
    clerks: Mapping[str, Clerk],
    ports: list[int],
    chance: random.Random,
) -> AsyncIterator[Finding]:
    """Ask some of the acknowledged orders again."""
    done = [order for order in orders if order.fate == "done"]
    with Line(chance.choice(ports)) as line:
        for order in chance.sample(done, min(ASKED_AGAIN, len(done))):
            answer = await _again(line, order, clerks[order.actor])
            given = (answer.status, answer.version, digest(answer.body))
            if given != (order.status, order.version, order.digest):
                told = f"{order.name} {order.key}"
                yield Finding("replayed_differently", f"{told}: {answer.status}")


async def _again(line: Line, order: Order, clerk: Clerk) -> Answer:
    headers = {
        "Authorization": f"Bearer {clerk.token}",
        "Idempotency-Key": order.key,
    }
    if order.if_match is not None:
        headers["If-Match"] = f'"{order.if_match}"'
    return await line.ask("POST", order.path, headers, order.body, patience=30)
