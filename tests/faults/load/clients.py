"""Clients that play many partnerships at once, and repeat what was not answered."""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import inf
from time import monotonic
from uuid import UUID

from tests.faults.load.cast import Cast, Clerk
from tests.faults.load.course import Case, Course, Wish
from tests.faults.load.ledger import Ledger, Order
from tests.faults.load.line import Answer, Line, LostError
from tests.faults.rig.waiting import pause

UNAVAILABLE = 503
TRIES = 200  # of one order; the faults are over long before
LONGEST_PAUSE = 0.5  # seconds between two tries
FORGETFUL = 0.15  # of the lost answers are never asked for again
CAREFUL = 0.3  # of the commands say which version they mean
CONTESTED = 0.15  # of the commands go to a case that everybody plays
LOUD = 0.06  # of the cases end in letters to everybody
CASES_EACH = 4
CATCH_UP = 2.0  # seconds


@dataclass
class Load:
    """All clients together."""

    cast: Cast
    ports: Sequence[int]  # the replicas of partnerships
    ledger: Ledger
    chance: random.Random
    pace: float  # orders a second, at most
    wanted: int  # acknowledged orders, at least
    latest: float = inf  # when it is over although there were not enough
    faults_are_over: asyncio.Event = field(default_factory=asyncio.Event)
    contested: list[Case] = field(default_factory=list)
    _next: float = field(default_factory=monotonic)

    @property
    def is_over(self) -> bool:
        """Whether there were enough orders, or is no time, and no fault is to come."""
        enough = self.ledger.done >= self.wanted or monotonic() > self.latest
        return self.faults_are_over.is_set() and enough

    async def turn(self) -> None:
        """Wait until it is time for another order; what was missed is made up for."""
        now = monotonic()
        self._next = max(self._next, now - CATCH_UP) + 1 / self.pace
        if self._next > now:
            await pause(self._next - now)

    async def run(self, clients: int) -> None:
        """Play until it is over; every order under way is seen to its end."""
        async with asyncio.TaskGroup() as group:
            for number in range(clients):
                chance = random.Random(self.chance.random())  # noqa: S311 - to be had again
                client = Client(self, number, chance)
                group.create_task(client.play())


@dataclass
class Client:
    """One client with a line to each replica and a few cases of its own."""

    load: Load
    number: int
    chance: random.Random
    lines: list[Line] = field(init=False)
    cases: list[Case] = field(default_factory=list)
    _asked: int = 0

    def __post_init__(self) -> None:
        self.lines = [Line(port) for port in self.load.ports]
        self.course = Course(self.load.cast, self.chance)

    async def play(self) -> None:
        """Give command after command."""
        try:
            while not self.load.is_over:
                await self.load.turn()
                await self._step()
        finally:
            for line in self.lines:
                line.hang_up()

    async def _step(self) -> None:
        pool = self._pool()
        if len(pool) < CASES_EACH:
            await self._begin(pool)
            return
        case = self.chance.choice(pool)
        key = self._key()
        wish = self.course.next(case, key)
        if wish is None:
            if case in pool:
                pool.remove(case)
            return
        if wish.name == "sign-on-behalf" and case.paper is None:
            await self._scan(case, wish.clerk)
            return
        answer = await self._give(wish, key, case)
        if answer is not None and answer.status < 300:
            _note(case, answer)
        else:
            await self._look(case, wish.clerk)

    def _pool(self) -> list[Case]:
        shared = self.chance.random() < CONTESTED
        return self.load.contested if shared else self.cases

    async def _begin(self, pool: list[Case]) -> None:
        loud = self.chance.random() < LOUD
        key = self._key()
        answer = await self._give(self.course.opening(key, loud=loud), key, None)
        if answer is not None and answer.status == 201:
            view = answer.json()
            case = Case(UUID(view["id"]), loud, view, answer.version or 0)
            pool.append(case)

    async def _give(self, wish: Wish, key: str, case: Case | None) -> Answer | None:
        """Give a command, as often as it takes; None when it was given up."""
        careful = case is not None and self.chance.random() < CAREFUL
        path = "/v1/partnerships"
        order = Order(
            key=key,
            name=wish.name,
            path=path if case is None else f"{path}/{case.id}/{wish.name}",
            actor=wish.clerk.actor,
            body=wish.body,
            case_id=None if case is None else case.id,
            if_match=case.version if case is not None and careful else None,
        )
        self.load.ledger.open(order)
        answer = await self._insist(order, wish.clerk)
        if answer is None:
            order.give_up()
        else:
            order.settle(answer)
        self.load.ledger.close(order)
        return answer

    async def _insist(self, order: Order, clerk: Clerk) -> Answer | None:
        headers = {
            "Authorization": f"Bearer {clerk.token}",
            "Idempotency-Key": order.key,
            "X-Correlation-Id": order.key,
        }
        if order.if_match is not None:
            headers["If-Match"] = f'"{order.if_match}"'
        for number in range(TRIES):
            order.tries += 1
            order.sent_at = monotonic()
            try:
                line = self._line()
                answer = await line.ask("POST", order.path, headers, order.body)
            except LostError:
                order.lost += 1
            else:
                if answer.status != UNAVAILABLE:
                    return answer
                order.put_off_by(answer)
            if self.chance.random() < FORGETFUL:
                return None
            longest = min(0.05 * 2**number, LONGEST_PAUSE)
            await pause(self.chance.uniform(0, longest))
        return None

    async def _scan(self, case: Case, clerk: Clerk) -> None:
        """Upload the paper that the partners of a case sign; once, however often asked."""
        path = f"/v1/partnerships/{case.id}/files?name=underskrifter.pdf"
        headers = {"Authorization": f"Bearer {clerk.token}"}
        try:
            answer = await self._line().ask("POST", path, headers, b"%PDF-1.7 signed")
        except LostError:
            await pause(self.chance.uniform(0, LONGEST_PAUSE))
            return
        if answer.status < 300:
            case.paper = answer.json()["id"]

    async def _look(self, case: Case, clerk: Clerk) -> None:
        """See how a case stands, after a command that was not carried out."""
        headers = {"Authorization": f"Bearer {clerk.token}"}
        try:
            answer = await self._line().ask(
                "GET", f"/v1/partnerships/{case.id}", headers
            )
        except LostError:
            await pause(self.chance.uniform(0, LONGEST_PAUSE))
            return
        if answer.status == 200:
            _note(case, answer)

    def _line(self) -> Line:
        self._asked += 1
        return self.lines[self._asked % len(self.lines)]

    def _key(self) -> str:
        self._asked += 1
        return f"c{self.number}.{self._asked}"


def _note(case: Case, answer: Answer) -> None:
    """Remember how a case stands, unless something later was seen already."""
    version = answer.version or 0
    if version >= case.version:
        case.view, case.version = answer.json(), version
