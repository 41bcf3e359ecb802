"""One process leads, and a line that is cut does not let it lead for hours."""

import pytest

from chassis.leading import Leadership
from chassis.postgres import Database
from chassis.service import Site
from tests.support.pair import paired

LOCK = 1


async def test_the_lock_goes_to_the_next_when_the_connection_breaks(site: Site) -> None:
    """Nobody has to give it back."""
    database = site.database("reporting")
    first, second = (Leadership("reporting", "x", database, LOCK) for _ in range(2))
    held = await first.held()
    assert held is not None
    assert await second.held() is None

    held.terminate()

    while await second.held() is None:
        pass
    assert await first.held() is None
    await first.resign()
    await second.resign()


@pytest.mark.timeout(180)
async def test_a_leader_behind_a_cut_line_is_given_up_soon() -> None:
    """Over TCP the server asks whether it is still there, after seconds."""
    with paired(fsync=False) as pair:
        leadership = Leadership("x", "x", Database(pair.url, "public"), LOCK)
        held = await leadership.held()
        assert held is not None
        seconds = [
            int(await held.fetchval(f"show tcp_keepalives_{name}"))
            for name in ("idle", "interval", "count")
        ]
        await leadership.resign()

    assert seconds == [5, 5, 3]
