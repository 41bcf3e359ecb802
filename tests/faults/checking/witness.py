"""Hears every publishing, also those that the stream drops because it has them."""

from collections import defaultdict
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from time import monotonic

import nats
from nats.aio.msg import Msg

from tests.faults.checking.finding import Finding
from tests.faults.checking.listening import ECHO
from tests.faults.harm.schedule import Harm

AFTERMATH = 20.0  # seconds in which a relay may say again what a fault cut short
# Nothing of these gives a relay a reason to say anything twice.
ELSEWHERE = ("mail", "clock", "messages", "delivery")


@dataclass
class Witness:
    """When each message was published, by its id."""

    heard: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    @asynccontextmanager
    async def listening(self, url: str) -> AsyncGenerator["Witness"]:
        """Listen while the block runs; what is said while NATS is away is missed."""
        client = await nats.connect(
            url,
            name="witness",
            error_cb=_expected,
            max_reconnect_attempts=-1,
            reconnect_time_wait=0.2,
        )
        await client.subscribe("medspil.>", cb=self._note)
        try:
            yield self
        finally:
            await client.close()

    async def _note(self, message: Msg) -> None:
        headers = message.headers or {}
        if ECHO not in headers:
            self.heard[headers.get("ce-id", message.subject)].append(monotonic())

    def check(self, harms: Sequence[Harm]) -> Iterator[Finding]:
        """Two relays at once say things twice while nothing is wrong."""
        reasons = [
            (harm.begun, harm.begun + harm.lasted + AFTERMATH)
            for harm in harms
            if not harm.kind.startswith(ELSEWHERE)
        ]
        for message_id, moments in self.heard.items():
            for moment in moments[1:]:
                if not any(begun <= moment <= over for begun, over in reasons):
                    yield Finding("raced", f"{message_id}: {len(moments)} times")
                    break


async def _expected(_: Exception) -> None:
    """NATS is away now and then: that is what the trial is about."""
