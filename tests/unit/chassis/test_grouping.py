"""Many who ask one by one are answered together, and a lone one at once."""

import asyncio
from collections.abc import Hashable, Iterable, Sequence

import pytest

from chassis.grouping import Grouped


class Doubling:
    """Doubles numbers, a group at a time, once it is let go; 13 is too much for it."""

    def __init__(self) -> None:
        self.groups: list[list[int]] = []
        self.go_on = asyncio.Event()

    async def __call__(self, numbers: Sequence[int]) -> list[int | Exception]:
        """Double them."""
        self.groups.append(list(numbers))
        await self.go_on.wait()
        if 0 in numbers:
            raise ConnectionError
        return [ValueError(n) if n == 13 else 2 * n for n in numbers]


def parity(number: int) -> Iterable[Hashable]:
    """Keep two odd numbers, and two even ones, apart."""
    yield number % 2


async def asked(
    doubling: Doubling, grouped: Grouped[int, int], *numbers: int
) -> list[int | BaseException]:
    """Ask for all at once, the first being under way already, and return the answers."""
    tasks = [asyncio.create_task(grouped.ask(number)) for number in numbers[:1]]
    while not doubling.groups:
        await asyncio.wait(tasks, timeout=0.001)
    tasks += [asyncio.create_task(grouped.ask(number)) for number in numbers[1:]]
    await asyncio.wait(tasks, timeout=0.001)
    doubling.go_on.set()
    return await asyncio.gather(*tasks, return_exceptions=True)


async def test_a_lone_asker_waits_for_nobody() -> None:
    """What is asked first goes off by itself."""
    doubling = Doubling()

    assert await asked(doubling, Grouped(doubling), 7) == [14]
    assert doubling.groups == [[7]]


async def test_those_who_ask_meanwhile_go_together() -> None:
    """One round trip carries everyone who waited for the one before."""
    doubling = Doubling()

    assert await asked(doubling, Grouped(doubling), 1, 2, 3, 4) == [2, 4, 6, 8]
    assert doubling.groups == [[1], [2, 3, 4]]


async def asked_again(doubling: Doubling, grouped: Grouped[int, int]) -> int:
    """Ask, and as soon as there is an answer ask again; how many had gone by then."""
    await grouped.ask(1)
    gone = len(doubling.groups)
    await grouped.ask(3)
    return gone


@pytest.mark.parametrize(
    ("waiting", "gone", "groups"),
    [(15, 1, [1, 16]), (16, 2, [1, 16, 1])],
    ids=["few", "enough"],
)
async def test_where_enough_wait_they_go_before_the_last_go_on(
    waiting: int, gone: int, groups: list[int]
) -> None:
    """Fewer wait for those who were just answered and may ask again."""
    doubling = Doubling()
    grouped = Grouped(doubling)
    first = asyncio.create_task(asked_again(doubling, grouped))
    while not doubling.groups:
        await asyncio.wait([first], timeout=0.001)
    others = [asyncio.create_task(grouped.ask(2)) for _ in range(waiting)]
    await asyncio.wait(others, timeout=0.001)

    doubling.go_on.set()

    assert await first == gone
    await asyncio.gather(*others)
    assert [len(group) for group in doubling.groups] == groups


async def test_one_who_is_stopped_tells_those_who_asked() -> None:
    """They hear of a broken connection, not that they were cancelled themselves."""

    async def stopped(_: Sequence[int]) -> list[int]:
        raise asyncio.CancelledError

    with pytest.raises(ConnectionAbortedError):
        await asyncio.wait_for(Grouped(stopped).ask(1), 5)


async def test_no_more_go_together_than_may() -> None:
    """A statement has its limit; the rest takes the next."""
    doubling = Doubling()

    await asked(doubling, Grouped(doubling, most=2), 1, 2, 3, 4)

    assert doubling.groups == [[1], [2, 3], [4]]


async def test_what_belongs_apart_goes_one_after_the_other() -> None:
    """Nobody overtakes one with whom they have something in common."""
    doubling = Doubling()

    answers = await asked(doubling, Grouped(doubling, apart=parity), 1, 2, 4, 3, 6, 5)

    assert answers == [2, 4, 8, 6, 12, 10]
    assert doubling.groups == [[1], [2, 3], [4, 5], [6]]


async def test_a_fault_of_one_is_not_the_others() -> None:
    """The one that cannot be answered hears why."""
    doubling = Doubling()

    first, bad, good = await asked(doubling, Grouped(doubling), 1, 13, 3)

    assert (first, good) == (2, 6)
    assert isinstance(bad, ValueError)


async def test_a_fault_of_the_round_trip_is_told_to_all_in_it() -> None:
    """And those who come after it are answered again."""
    doubling = Doubling()
    grouped = Grouped(doubling)

    first, *rest = await asked(doubling, grouped, 1, 0, 3)

    assert first == 2
    assert [type(one) for one in rest] == [ConnectionError, ConnectionError]
    assert await grouped.ask(4) == 8


async def test_who_goes_away_stops_nobody() -> None:
    """A caller who hung up is left out when the answers come."""
    doubling = Doubling()
    grouped = Grouped(doubling)
    gone = asyncio.create_task(grouped.ask(1))
    while not doubling.groups:
        await asyncio.wait([gone], timeout=0.001)
    stays = asyncio.create_task(grouped.ask(2))

    gone.cancel()
    doubling.go_on.set()

    assert await stays == 4
    with pytest.raises(asyncio.CancelledError):
        await gone
