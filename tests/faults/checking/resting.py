"""Lets an installation come to rest: everything said, heard, due and mailed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg

from tests.faults.checking.hearing import HEARD
from tests.faults.checking.listening import Listener
from tests.faults.load.cast import Clerk
from tests.faults.load.line import Line
from tests.faults.rig.clockwork import Clockwork
from tests.faults.rig.house import House
from tests.faults.rig.waiting import NeverCameError, until
from tests.support.stack import SERVICES

QUIET_WITHIN = 180.0  # seconds for everything that can happen now
ROUNDS = 12
LONGER_THAN_ANY_DELAY = timedelta(minutes=16)  # between two attempts at a letter


@dataclass
class Rest:
    """Sees to it that whatever waits gets its chance, and waits until all had it."""

    house: House
    clockwork: Clockwork
    clerk: Clerk
    stream: Listener
    last: Mapping[str, Any] | None = None

    async def come(self) -> None:
        """Return when nothing is left to happen by itself."""
        await self.house.healthy()
        for _ in range(ROUNDS):
            await until("everything said is heard", self._is_quiet, within=QUIET_WITHIN)
            failed, waiting = await self._letters()
            if not failed and not waiting:
                return
            for delivery_id in failed:
                await self._retry(delivery_id)
            # Time goes on, past the longest delay of a letter.
            await self.clockwork.jump(LONGER_THAN_ANY_DELAY)
        raise NeverCameError(f"Letters still wait after {ROUNDS} rounds: {self.last}")

    async def _is_quiet(self) -> bool:
        """Whether nothing is on its way, or due at this moment."""
        connection = await asyncpg.connect(self.house.settings.database_url)
        try:
            counted = [
                await connection.fetchval(
                    _UNDER_WAY.format(schema=schema), self.clockwork.now()
                )
                for schema in SERVICES
            ]
            counted.append(await connection.fetchval(_DUE, self.clockwork.now()))
            inboxes = [
                await connection.fetchval(f"select count(*) from {schema}.inbox")  # noqa: S608 - a constant
                for schema in SERVICES
            ]
        finally:
            await connection.close()
        if not await self.stream.read_on():
            return False
        lag = {
            service: len(self.stream.ids(*HEARD[service])) - inbox
            for service, inbox in zip(SERVICES, inboxes, strict=True)
        }
        self.last = {"under way": counted, "unheard": lag}
        return not any(counted) and not any(lag.values())

    async def _letters(self) -> tuple[list[UUID], int]:
        connection = await asyncpg.connect(self.house.settings.database_url)
        try:
            failed = await connection.fetch(_FAILED)
            waiting: int = await connection.fetchval(_WAITING)
        finally:
            await connection.close()
        return [row["id"] for row in failed], waiting

    async def _retry(self, delivery_id: UUID) -> None:
        """Do what an operator does with a letter that was refused."""
        headers = {"Authorization": f"Bearer {self.clerk.token}"}
        path = f"/v1/deliveries/{delivery_id}/retry"
        with Line(self.house.ports("notifications")[0]) as line:
            await line.ask("POST", path, headers, patience=30)


_UNDER_WAY = """
select (select count(*) from {schema}.outbox where published_at is null)
     + (select count(*) from {schema}.timer
        where fired_at is null and due_at <= $1)
"""

_DUE = """
select count(*) from notifications.delivery
where state in ('sending', 'waiting_for_contact')
   or (state = 'due' and next_attempt_at <= $1)
"""

_WAITING = """
select count(*) from notifications.delivery
where state in ('due', 'sending', 'waiting_for_contact')
"""

_FAILED = """
select id from notifications.delivery
where state = 'failed' and reason <> 'consent_withheld'
"""
