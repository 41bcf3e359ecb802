"""The process is killed at random moments of the demo: nothing is lost or doubled."""

import random
from collections import Counter
from pathlib import Path

import httpx
import pytest

from chassis.settings import Settings
from medspil import operating
from medspil.demo import closing, playing
from medspil.demo.office import Office
from medspil.demo.postbox import Postbox
from medspil.mailbox import Mailbox
from tests.support import counted
from tests.support.demonstration import letters, rows, settings_in
from tests.support.victim import Fate, Victim, alive


@pytest.mark.no_cover
@pytest.mark.timeout(1800)
async def test_the_demo_survives_being_killed(
    pytestconfig: pytest.Config, chance: random.Random, tmp_path: Path
) -> None:
    """The journey completes, the history is whole, and each letter came once.

    A letter that was under way when the process died may come again: it says so.
    """
    kills = pytestconfig.getoption("kills")
    folder = tmp_path / "data"
    with alive(folder) as victim:
        await _play(victim, Fate.drawn(victim, chance, kills))
    happened, gathered, delivered, double, parked = await rows(
        folder,
        counted.HAPPENED_QUERY,
        counted.GATHERED_QUERY,
        counted.DELIVERIES_QUERY,
        counted.DOUBLE_QUERY,
        counted.PARKED_QUERY,
    )
    verdicts = await operating.verify(settings_in(folder))
    firsts = Counter(one.message_id for one in letters(folder) if not one.repeat)
    repeats = {one.message_id for one in letters(folder) if one.repeat}

    assert victim.kills == kills
    assert dict(happened) == counted.HAPPENED
    assert dict(gathered) == counted.GATHERED
    assert dict(delivered) == counted.DELIVERIES
    assert double == parked == []
    assert [verdict.breaks for verdict in verdicts] == [(), (), (), ()]
    assert set(firsts.values()) == {1}
    assert len(firsts.keys() | repeats) == counted.LETTERS


async def _play(victim: Victim, fate: Fate) -> None:
    """Play against the victim as somebody would who only knows its address."""
    hooks = {"response": [fate.note]}
    async with httpx.AsyncClient(
        base_url=victim.url, timeout=30, event_hooks=hooks
    ) as http:
        office = Office(http, playing.tokens(Settings(data_dir=victim.folder)))
        postbox = Postbox(Mailbox(victim.folder / "mail"))
        await playing.perform(office, postbox, victim.folder, lambda *_: None)
        await closing.settled(office)
