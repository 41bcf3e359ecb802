"""Callers who write and read without a pause, and note every answer they get."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import httpx
from pydantic_core import to_json

from tests.support.replica import organisations

CALLERS = 6
PATIENCE = 30.0  # seconds for an answer


@dataclass
class Load:
    """What the callers asked, and what came of it."""

    url: str
    staff: dict[str, str]
    answers: Counter[int] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    made: set[str] = field(default_factory=set)  # partnerships that were acknowledged
    longest: float = 0.0  # seconds
    _stop: asyncio.Event = field(default_factory=asyncio.Event)
    _names: Iterator[dict[str, str]] = field(default_factory=organisations)

    async def run(self) -> None:
        """Let everybody ask until told to stop."""
        async with asyncio.TaskGroup() as callers:
            for _ in range(CALLERS):
                callers.create_task(self._call())

    def stop(self) -> None:
        """Let everybody finish what they are at."""
        self._stop.set()

    async def _call(self) -> None:
        while not self._stop.is_set():
            await self._round()

    async def _round(self) -> None:
        """Register an organisation, propose a partnership, and look at it."""
        await self._ask("POST", "/v1/organisations", next(self._names))
        body = {"kind": "bid", "title": "En rullende start"}
        proposed = await self._ask("POST", "/v1/partnerships", body)
        if proposed is None:
            return
        made = proposed.json()["id"]
        self.made.add(made)
        await self._ask("GET", f"/v1/partnerships/{made}")
        reason = {"reason": "Den rullede for langt."}
        await self._ask("POST", f"/v1/partnerships/{made}/withdraw", reason)

    async def _ask(
        self, method: str, path: str, body: object = None
    ) -> httpx.Response | None:
        """Ask once over a connection of its own; a failure is noted, not repeated."""
        began = asyncio.get_running_loop().time()
        headers = {**self.staff, "Content-Type": "application/json"}
        content = None if body is None else to_json(body)
        try:
            async with httpx.AsyncClient(base_url=self.url, timeout=PATIENCE) as http:
                answer = await http.request(
                    method, path, content=content, headers=headers
                )
        except httpx.HTTPError as error:
            self.failures.append(f"{method} {path}: {error!r}")
            return None
        took = asyncio.get_running_loop().time() - began
        self.longest = max(self.longest, took)
        self.answers[answer.status_code] += 1
        if not answer.is_success:
            self.failures.append(f"{method} {path}: {answer.status_code} {answer.text}")
            return None
        return answer
