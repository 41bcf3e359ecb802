"""The comparison finds what is wrong: each finding that no control provokes, by hand."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from chassis.history import Recorded
from contracts import Envelope, PartnershipEndedV1
from services.partnerships.domain.events import Event, ProposalSubmitted
from tests.faults.checking import folds, hearing, mail, orders, replays
from tests.faults.checking.evidence import Evidence
from tests.faults.checking.finding import Finding
from tests.faults.checking.listening import Streamed
from tests.faults.load.ledger import Fate, Ledger, Order
from tests.faults.rig.mailserver import Letter

CASE, CONTACT, DELIVERY, MESSAGE = (UUID(int=number) for number in range(1, 5))
NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
CLERK = "staff:officer.a"
TOLD = Letter(f"<{DELIVERY}@medspil.example>", "kontakt@parter.example", repeat=False)
TOLD_AGAIN = Letter(TOLD.message_id, TOLD.recipient, repeat=True)


def evidence(
    *asked: Order,
    history: Sequence[Recorded[Event]] = (),
    stream: Sequence[Streamed] = (),
    letters: Sequence[Letter] = (),
    **tables: Sequence[Mapping[str, Any]],
) -> Evidence:
    """What a small installation left; tables are named with two underscores."""
    named: dict[str, Sequence[Mapping[str, Any]]] = defaultdict(list)
    named |= {name.replace("__", "."): rows for name, rows in tables.items()}
    histories = {CASE: history} if history else {}
    return Evidence(Ledger(list(asked)), histories, {}, named, stream, letters)


def order(fate: Fate, status: int = 200) -> Order:
    """Somebody who handed a proposal over."""
    return Order(
        "c0.1", "submit", "/", CLERK, None, CASE, None, fate=fate, status=status
    )


def submitted(key: str = "c0.1", actor: str = CLERK) -> Recorded[Event]:
    """The event of a proposal that was handed over under a key."""
    return Recorded(CASE, 2, ProposalSubmitted(actor), actor, NOW, key, b"")


def codes(findings: Iterable[Finding]) -> list[str]:
    """What was found."""
    return [finding.code for finding in findings]


@pytest.mark.parametrize("fate", ["refused", "unavailable"])
def test_what_was_refused_must_not_have_happened(fate: Fate) -> None:
    """A clerk who was told no must be able to believe it."""
    left = evidence(order(fate, 409), history=[submitted()])

    assert codes(orders.check(left)) == ["uncaused"]


def test_what_got_no_answer_may_have_happened_or_not() -> None:
    """Once, or not at all."""
    assert codes(orders.check(evidence(order("unknown")))) == []
    assert codes(orders.check(evidence(order("unknown"), history=[submitted()]))) == []


def test_what_nobody_asked_for_is_found() -> None:
    """Neither a client of the trial nor a timer."""
    assert codes(orders.check(evidence(history=[submitted("other")]))) == ["uncaused"]


def test_an_act_of_the_system_needs_a_timer() -> None:
    """Each timer acts once."""
    left = evidence(history=[submitted("none", "system")])

    assert codes(orders.check(left)) == ["doubled"]


def test_a_fault_that_nobody_foresaw_is_found() -> None:
    """An answer of 500 is a bug, whatever became of the command."""
    assert codes(orders.check(evidence(order("unknown", 500)))) == ["broken"]


def test_a_history_that_no_rule_leads_to_is_found() -> None:
    """Nobody can hand over what was never proposed."""
    assert codes(folds.folded(evidence(history=[submitted()])).impossible) == [
        "impossible"
    ]


@pytest.mark.parametrize(
    ("letters", "found"),
    [
        ([TOLD], []),
        ([TOLD, TOLD_AGAIN], []),
        ([TOLD_AGAIN], []),
        ([TOLD, TOLD], ["mailed_twice"]),
        ([], ["unmailed"]),
    ],
)
def test_each_letter_comes_once_or_says_that_it_is_a_repeat(
    letters: Sequence[Letter], found: list[str]
) -> None:
    """The first may have been lost on the way, and only the repeat have come."""
    left = evidence(
        letters=letters,
        notifications__delivery=[
            {"id": DELIVERY, "contact_id": CONTACT, "state": "sent", "reason": None}
        ],
        notifications__contact=[
            {"id": CONTACT, "consent": True, "email": TOLD.recipient}
        ],
    )

    assert codes(mail.check(left)) == found


def test_a_message_that_a_service_missed_is_found() -> None:
    """All that hear of an end: events, notifications and reporting."""
    ended = PartnershipEndedV1(
        partnership_id=CASE,
        reference="HTK-BID-2026-0001",
        kind="bid",
        title="BID",
        outcome="expired",
        ended_on=NOW.date(),
        parties=(),
    )
    envelope = Envelope(MESSAGE, NOW, CASE, 9, "system", "none", ended)
    left = evidence(
        stream=[Streamed(1, envelope.subject, b"", is_echo=False, envelope=envelope)]
    )

    assert codes(hearing.check(left)).count("unheard") == 3


def test_a_parked_message_is_found() -> None:
    """Nothing that the trial says is wrong in itself."""
    parked = {"settled_at": None, "subject": "medspil.x", "reason": "handler_failed"}

    assert codes(hearing.check(evidence(events__parked=[parked]))) == ["parked"]


def test_another_answer_under_the_same_key_is_found() -> None:
    """A repeat must be told what the first was told."""
    asked = order("done")
    asked.digest = "aa"
    row = {"principal": CLERK, "key": asked.key, "status": 200, "digest": "bb"}
    left = evidence(asked, partnerships__idempotency=[row])

    assert codes(replays.check_kept(left)) == ["replayed_differently"]
    assert codes(replays.check_kept(evidence(asked))) == ["replayed_differently"]
