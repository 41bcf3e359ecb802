"""Somebody who could not be told was told otherwise: staff say so, and it is seen to."""

import asyncio
import json

import httpx
import pytest
from asyncpg import CheckViolationError

from chassis.clock import FixedClock
from services.notifications import ledger
from services.notifications.contacts import By
from services.notifications.settling import settle
from tests.adapters.notifications.conftest import (
    ANNA,
    PARTNERSHIP,
    Bench,
    Office,
    ballot,
    person,
    voter,
)
from tests.adapters.notifications.postbox import Postbox
from tests.support.locking import waiting

HOW = {"how": "told_otherwise"}


class Desk:
    """One delivery to Anna, and whoever asks about it."""

    def __init__(self, office: Office, path: str) -> None:
        self._office = office
        self._path = path

    async def read(self) -> dict[str, object]:
        """Return the delivery."""
        found: dict[str, object] = (await self._office.ask("GET", self._path)).json()
        return found

    async def settle(
        self, body: object = HOW, query: str = "", **headers: str
    ) -> httpx.Response:
        """Say how the matter was settled."""
        path = f"{self._path}/settle{query}"
        return await self._office.ask("POST", path, body=body, headers=headers)

    async def retry(self) -> httpx.Response:
        """Have it tried again."""
        return await self._office.ask("POST", f"{self._path}/retry")


@pytest.fixture
async def desk(bench: Bench, office: Office) -> Desk:
    """A ballot opened, and Anna is to be told."""
    await bench.hear(ballot(voter(ANNA)))
    [one] = (await office.ask("GET", "/deliveries")).json()["items"]
    return Desk(office, f"/deliveries/{one['id']}")


async def unwilling(bench: Bench, clock: FixedClock) -> None:
    """Anna does not want to be written to, and is not."""
    await bench.register(person(ANNA, clock, consent=False))
    await bench.send()


def problem(answer: httpx.Response) -> tuple[int, object, object]:
    """Status, code and facts of a refusal."""
    told = answer.json()
    return answer.status_code, told["code"], told.get("facts")


async def test_a_delivery_that_was_given_up_is_settled(
    desk: Desk, bench: Bench, office: Office, clock: FixedClock
) -> None:
    """Who said so, when and how is kept beside why it failed, and others are told."""
    await unwilling(bench, clock)
    bench.wait(60)

    settled = await desk.settle()

    assert settled.status_code == 200
    assert settled.json() == await desk.read()
    found = await desk.read()
    assert (found["state"], found["reason"]) == ("settled", "consent_withheld")
    assert found["settled_how"] == "told_otherwise"
    assert found["settled_by"] == "staff:ida"
    assert found["settled_at"] == "2024-01-10T08:31:00Z"
    listed = {
        state: (await office.ask("GET", f"/deliveries?state={state}")).json()["items"]
        for state in ("settled", "failed")
    }
    assert [one["settled_how"] for one in listed["settled"]] == ["told_otherwise"]
    assert listed["failed"] == []
    [_, (subject, body)] = await bench.told()
    assert subject == f"medspil.notifications.delivery-settled.{found['id']}"
    assert json.loads(body) == {
        "delivery_id": found["id"],
        "contact_id": str(ANNA),
        "partnership_id": str(PARTNERSHIP),
        "fact": "ballot-opened",
        "how": "told_otherwise",
    }


async def test_what_is_told_of_a_delivery_is_numbered_by_who_told_it(
    desk: Desk, bench: Bench, clock: FixedClock
) -> None:
    """The last word counts, so each has an id and a number of its own."""
    await unwilling(bench, clock)
    await desk.settle()

    async with bench.database.reading() as connection:
        rows = await connection.fetch(
            "select message_id, headers from outbox"
            " where subject like '%.delivery-%' order by id"
        )
    headers = [row["headers"] for row in rows]
    assert len({row["message_id"] for row in rows}) == 2
    assert [int(one["ce-sequence"]) for one in headers] == [1, 2]
    assert [one["ce-authid"] for one in headers] == ["system", "staff:ida"]


async def test_an_unknown_contact_is_settled_and_not_written_to_when_it_is_known(
    desk: Desk, bench: Bench, postbox: Postbox, clock: FixedClock
) -> None:
    """Somebody else was told instead: the letter would only be a surprise."""
    await bench.send()

    settled = await desk.settle({"how": "told_another"})
    await bench.register(person(ANNA, clock))
    await bench.send()

    assert settled.json()["reason"] == "contact_unknown"
    assert (await desk.read())["state"] == "settled"
    assert postbox.letters == []
    assert len(await bench.told()) == 2


async def test_an_erased_contact_is_settled_and_stays_so(
    desk: Desk, bench: Bench, office: Office, clock: FixedClock
) -> None:
    """Erasing leaves no name to keep out of it; and it is told of no second time."""
    await unwilling(bench, clock)
    await desk.settle()

    why = {"reason": "asked_to_be_erased"}
    await office.ask("POST", f"/contacts/{ANNA}/erase", role="admin", body=why)
    await bench.send()

    found = await desk.read()
    assert (found["state"], found["reason"]) == ("settled", "consent_withheld")
    assert len(await bench.told()) == 2


async def test_what_is_settled_is_settled(
    desk: Desk, bench: Bench, postbox: Postbox, clock: FixedClock
) -> None:
    """It is neither settled otherwise nor tried again."""
    await unwilling(bench, clock)
    await desk.settle()

    again = await desk.settle({"how": "no_longer_needed"})
    retried = await desk.retry()
    await bench.send()

    assert problem(again) == problem(retried) == (409, "delivery_settled", None)
    assert (await desk.read())["settled_how"] == "told_otherwise"
    assert postbox.letters == []
    assert len(await bench.told()) == 2


async def test_the_release_before_cannot_have_a_settled_delivery_tried_again(
    desk: Desk, bench: Bench, clock: FixedClock
) -> None:
    """It runs beside this one for a while, and knows of nothing but given up."""
    await unwilling(bench, clock)
    await desk.settle()

    async with bench.database.reading() as connection:
        with pytest.raises(CheckViolationError, match="delivery_settled_for_good"):
            await connection.execute(
                "update delivery set state = 'due', reason = null"
                " where state = 'failed'"
            )


async def test_only_what_reached_nobody_can_be_settled(
    desk: Desk, bench: Bench, postbox: Postbox, clock: FixedClock
) -> None:
    """Not yet looked for, on its way, and sent."""
    planned = await desk.settle()
    await bench.register(person(ANNA, clock))
    postbox.rcpt = ["450 Greylisted"]
    await bench.send()
    due = await desk.settle()
    bench.wait(2)
    async with bench.database.reading() as connection:
        assert await ledger.claim(connection, clock.now()) is not None
        sending = await desk.settle()
    await bench.send()
    sent = await desk.settle()

    assert [problem(one) for one in (planned, due, sending, sent)] == [
        (409, "delivery_not_unreached", {"state": state})
        for state in ("waiting_for_contact", "due", "sending", "sent")
    ]
    assert len(postbox.letters) == 1


async def test_a_repeat_gets_the_same_answer_and_a_dry_run_does_nothing(
    desk: Desk, bench: Bench, clock: FixedClock
) -> None:
    """As of every write."""
    await unwilling(bench, clock)
    key = {"Idempotency-Key": "one"}

    dry = await desk.settle(query="?dry_run=true")
    untouched = await desk.read()
    first = await desk.settle(**key)
    again = await desk.settle(**key)

    assert (dry.status_code, dry.json()["state"]) == (200, "settled")
    assert untouched["state"] == "failed"
    assert first.json() == again.json()
    assert len(await bench.told()) == 2


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({"how": "by_pigeon"}, "how", "not_a_choice"),
        ({}, "how", "missing"),
        ({**HOW, "note": "Ringede til Anna"}, "note", "unknown_field"),
    ],
)
async def test_how_is_a_choice_and_no_words(
    desk: Desk, body: object, field: str, code: str
) -> None:
    """Words could name somebody, and would stay when the contact is erased."""
    answer = await desk.settle(body)

    assert answer.status_code == 422
    assert [(one["field"], one["code"]) for one in answer.json()["errors"]] == [
        (field, code)
    ]


async def test_the_sender_passes_over_what_is_settled_in_the_same_instant(
    desk: Desk, bench: Bench, postbox: Postbox, clock: FixedClock
) -> None:
    """It waits for the row, and finds that nothing is to be sent any more."""
    await bench.send()
    await bench.register(person(ANNA, clock))

    async with asyncio.TaskGroup() as both, bench.database.transaction() as connection:
        id_ = await connection.fetchval("select id from delivery")
        by = By("staff:ida", clock.now(), "a-call")
        assert await settle(connection, id_, "told_otherwise", by)
        both.create_task(bench.send())
        await waiting(bench.database)

    assert (await desk.read())["state"] == "settled"
    assert postbox.letters == []


async def test_what_the_sender_takes_in_the_same_instant_is_not_settled(
    desk: Desk, bench: Bench, postbox: Postbox, clock: FixedClock
) -> None:
    """The officer waits for the row, and hears that the letter is under way after all."""
    await bench.send()
    await bench.register(person(ANNA, clock))

    async with asyncio.TaskGroup() as both, bench.database.transaction() as connection:
        await ledger.restore(connection, clock.now())
        settling = both.create_task(desk.settle())
        await waiting(bench.database)
    await bench.send()

    refused = settling.result()
    assert problem(refused) == (409, "delivery_not_unreached", {"state": "due"})
    assert (await desk.read())["state"] == "sent"
    assert len(postbox.letters) == 1


async def test_of_two_who_settle_at_once_one_does(
    desk: Desk, bench: Bench, clock: FixedClock
) -> None:
    """The other reads that it is done; the partnership hears of it once."""
    await unwilling(bench, clock)

    answers = await asyncio.gather(desk.settle(), desk.settle())

    assert sorted(one.status_code for one in answers) == [200, 409]
    assert len(await bench.told()) == 2
