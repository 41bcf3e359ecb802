"""What becomes of a letter when the mail server, or our own process, fails."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta

import pytest

from chassis.clock import FixedClock
from chassis.service import Site
from chassis.settings import BadSettingError
from services.notifications import app, ledger
from services.notifications.channels import Mail
from services.notifications.domain.delivery import Accepted, Outcome
from tests.adapters.notifications.conftest import (
    ANNA,
    BENT,
    Bench,
    ballot,
    person,
    voter,
)
from tests.adapters.notifications.postbox import Postbox, listening

REPEAT = "Du har måske allerede fået denne mail."


def text(postbox: Postbox, letter: int = 0) -> str:
    """Return what a letter says in plain text."""
    body = postbox.letters[letter].get_body(("plain",))
    assert body is not None
    return str(body.get_content())


async def test_mail_leaves_once_when_the_server_is_back(
    bench: Bench, clock: FixedClock
) -> None:
    """An outage of the mail server, however long, costs nobody their letter."""
    postbox = Postbox()
    async with listening(postbox):
        pass  # its port is free again, and nobody listens
    bench = bench.through(postbox.url)
    await bench.register(person(ANNA, clock))
    await bench.hear(ballot(voter(ANNA)))

    await bench.send()
    bench.wait(30 * 24 * 60 * 60)
    await bench.send()
    bench.wait(4)
    async with listening(postbox):
        await bench.send()

    assert await bench.outcomes() == [
        (1, "unreachable", None, False),
        (2, "unreachable", None, False),
        (3, "accepted", None, False),
    ]
    assert len(postbox.letters) == 1


async def test_a_server_that_never_answers_is_tried_again_with_a_repeat(
    bench: Bench, postbox: Postbox, clock: FixedClock
) -> None:
    """It took the letter and said nothing: the next one says that it may be a repeat."""
    await bench.register(person(ANNA, clock))
    await bench.hear(ballot(voter(ANNA)))

    postbox.stalls = True
    await bench.through(postbox.url, timedelta(seconds=1)).send()
    postbox.stalls = False
    bench.wait(2)
    await bench.send()

    first, second = postbox.letters
    assert await bench.outcomes() == [
        (1, "uncertain", None, False),
        (2, "accepted", None, True),
    ]
    assert (first["X-Medspil-Repeat"], second["X-Medspil-Repeat"]) == (None, "yes")
    assert first["Message-ID"] == second["Message-ID"]
    assert REPEAT not in text(postbox)
    assert REPEAT in text(postbox, 1)


async def test_a_process_that_died_while_sending_leaves_a_trace(
    bench: Bench, postbox: Postbox, clock: FixedClock
) -> None:
    """Killed between the mark and the record: sent again, marked as a repeat."""
    await bench.register(person(ANNA, clock))
    await bench.hear(ballot(voter(ANNA)))
    async with bench.database.reading() as connection:
        await ledger.restore(connection, clock.now())
        assert await ledger.claim(connection, clock.now()) is not None

    await bench.send()

    assert await bench.outcomes() == [
        (1, "interrupted", None, False),
        (2, "accepted", None, True),
    ]
    assert REPEAT in text(postbox)


async def test_what_a_living_process_sends_is_left_to_it(
    bench: Bench, postbox: Postbox, clock: FixedClock
) -> None:
    """A second process must not take a slow attempt for a dead one."""
    await bench.register(person(ANNA, clock))
    await bench.hear(ballot(voter(ANNA)))
    async with bench.database.reading() as connection:
        await ledger.restore(connection, clock.now())
        assert await ledger.claim(connection, clock.now()) is not None

        await bench.send()

        assert await bench.states() == ["sending"]
        assert postbox.letters == []


async def test_two_processes_send_every_letter_once(
    bench: Bench, postbox: Postbox, clock: FixedClock
) -> None:
    """Services are scaled by starting another process."""
    await bench.register(person(ANNA, clock))
    await bench.register(person(BENT, clock))
    for day in range(1, 11):
        message = ballot(voter(ANNA), voter(BENT))
        closes_on = message.closes_on.replace(day=day)
        await bench.hear(message.model_copy(update={"closes_on": closes_on}))

    while set(await bench.states()) != {"sent"}:  # a step sends what it can in a second
        await asyncio.gather(bench.send(), bench.send())

    ids = [letter["Message-ID"] for letter in postbox.letters]
    assert len(ids) == len(set(ids)) == 20


async def test_the_sender_wakes_when_something_is_planned(
    site: Site, postbox: Postbox, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A letter leaves when the message is heard, not at the next look in an hour."""
    monkeypatch.setattr(app, "LOOK_AGAIN", timedelta(hours=1))
    service = app.assemble(site)
    (sender,) = service.loops
    stopping = asyncio.Event()
    await service.database.open()
    running = asyncio.create_task(sender.run(stopping))

    bench = Bench(service, clock)
    await bench.register(person(ANNA, clock))
    for day in (30, 31):
        closes_on = date(2024, 1, day)
        postbox.arrived.clear()
        await bench.hear(
            ballot(voter(ANNA)).model_copy(update={"closes_on": closes_on})
        )
        await asyncio.wait_for(postbox.arrived.wait(), 10)

    stopping.set()
    await running
    await service.database.close()
    assert len(postbox.letters) == 2


class Fragile:
    """A channel with a mistake in it: from the second letter on it breaks."""

    def __init__(self) -> None:
        self.letters = 0

    async def deliver(self, _mail: Mail) -> Outcome:
        """Take the first letter, and break at the next."""
        self.letters += 1
        if self.letters > 1:
            raise ZeroDivisionError
        return Accepted()


async def test_a_fault_is_not_swallowed(bench: Bench, clock: FixedClock) -> None:
    """The loop must hear of it: it logs it, pauses, and turns unhealthy."""
    assert bench.sending is not None
    await bench.register(person(ANNA, clock))
    await bench.register(person(BENT, clock))
    await bench.hear(ballot(voter(ANNA), voter(BENT)))

    with pytest.raises(ZeroDivisionError):
        await replace(bench.sending, channel=Fragile()).step()

    assert sorted(await bench.states()) == ["sending", "sent"]


def test_without_a_mail_server_nothing_starts(site: Site) -> None:
    """Better no service than one that tells nobody."""
    unset = replace(site, settings=site.settings.model_copy(update={"smtp_url": None}))

    with pytest.raises(BadSettingError, match="MEDSPIL_SMTP_URL"):
        app.assemble(unset)
