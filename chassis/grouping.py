"""Whoever asks while a round trip is under way shares the next one.

A lone asker waits for nobody: grouping costs no time, and saves a commit for each
asker but the first. Where only a few wait, those who have just been answered may join
them; where there are enough, they go while the others think.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Hashable, Iterable, Sequence

from chassis.giving_way import give_way

MOST = 256  # in one round trip
ENOUGH = 16  # who wait: they wait for nobody else

type Together[Ask, Answer] = Callable[
    [Sequence[Ask]], Awaitable[Sequence[Answer | Exception]]
]


def nothing(_: object) -> Iterable[Hashable]:
    """Let any two askers go together."""
    return ()


class Grouped[Ask, Answer]:
    """Answers many who ask one by one with a function that answers them together.

    Two whom *apart* gives something in common never go together; the order is kept.
    """

    def __init__(
        self,
        together: Together[Ask, Answer],
        *,
        apart: Callable[[Ask], Iterable[Hashable]] = nothing,
        most: int = MOST,
    ) -> None:
        self._together = together
        self._apart = apart
        self._most = most
        self._waiting: deque[tuple[Ask, asyncio.Future[Answer]]] = deque()
        self._working: asyncio.Task[None] | None = None

    async def ask(self, ask: Ask) -> Answer:
        """Return the answer to one; what was asked is done even if nobody waits."""
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((ask, answer))
        if self._working is None:
            self._working = asyncio.create_task(self._work())
        return await answer

    async def _work(self) -> None:
        while self._waiting:
            group = self._next_group()
            outcome = await self._outcome([ask for ask, _ in group])
            _tell([answer for _, answer in group], outcome)
            if len(self._waiting) < ENOUGH:
                await give_way()  # to those who were told: they may ask again
        self._working = None

    async def _outcome(
        self, asks: Sequence[Ask]
    ) -> Sequence[Answer | Exception] | Exception:
        """Ask together, in this very task: a task of its own would have to wait.

        So where enough wait, they are on their way before those of the last go on.
        """
        try:
            return await self._together(asks)
        except asyncio.CancelledError:
            return ConnectionAbortedError()  # being stopped is news to them alone
        except BaseException as error:
            # The edge: whatever it is, who asked is told, unless the process ends.
            if not isinstance(error, Exception):
                raise
            return error

    def _next_group(self) -> list[tuple[Ask, asyncio.Future[Answer]]]:
        group: list[tuple[Ask, asyncio.Future[Answer]]] = []
        later: list[tuple[Ask, asyncio.Future[Answer]]] = []
        taken: set[Hashable] = set()
        while self._waiting and len(group) < self._most:
            one = self._waiting.popleft()
            claims = set(self._apart(one[0]))
            (later if claims & taken else group).append(one)
            taken |= claims
        self._waiting.extendleft(reversed(later))
        return group


def _tell[Answer](
    waiting: Sequence[asyncio.Future[Answer]],
    outcome: Sequence[Answer | Exception] | Exception,
) -> None:
    """Give each its answer, or what went wrong; who has gone away gets nothing."""
    if isinstance(outcome, Exception):
        outcome = [outcome] * len(waiting)
    for answer, given in zip(waiting, outcome, strict=True):
        if answer.done():
            continue
        if isinstance(given, Exception):
            answer.set_exception(given)
        else:
            answer.set_result(given)
