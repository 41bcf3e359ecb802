"""Healthy means that work moves on, not merely that a process exists."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Literal

from fastapi.responses import JSONResponse

from chassis.shapes import Late

type Check = Callable[[], Awaitable[str | None]]  # None, or the reason why not

_PATIENCE = timedelta(seconds=3)


class Pulse:
    """Beats when a loop has done a round; too long a pause, or a fault, is a reason."""

    def __init__(
        self,
        max_age: timedelta,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.max_age = max_age
        self._monotonic = monotonic
        self._beaten_at: float | None = None
        self._fault: str | None = None

    def beat(self) -> None:
        """Note that a round went well."""
        self._beaten_at = self._monotonic()
        self._fault = None

    def falter(self, fault: str) -> None:
        """Note that a round failed; the next good one takes it back."""
        self._fault = fault

    @property
    def age(self) -> timedelta | None:
        """How long ago it last beat; None before the first time."""
        if self._beaten_at is None:
            return None
        return timedelta(seconds=self._monotonic() - self._beaten_at)

    def reason(self) -> str | None:
        """Return why this is no sign of life; None when it is one."""
        age = self.age
        if self._fault is not None:
            return self._fault
        if age is None:
            return "has not begun"
        if age > self.max_age:
            return f"no progress for {age.total_seconds():.0f} s"
        return None


class ServiceHealth(Late):
    """Whether one service can work, and if not, why."""

    state: Literal["ready", "unready"]
    reasons: list[str]


class HealthReport(Late):
    """The health of every service in this process."""

    status: Literal["ready", "unready", "draining"]
    services: dict[str, ServiceHealth]


class Health:
    """Asks every pulse and every check of every service."""

    def __init__(self, patience: timedelta = _PATIENCE) -> None:
        self._patience = patience
        self._checks: defaultdict[str, dict[str, Check]] = defaultdict(dict)
        self.draining = False

    def drain(self) -> None:
        """Be unready from now on: this process answers, and will not for long."""
        self.draining = True

    def add_pulse(self, service: str, name: str, pulse: Pulse) -> None:
        """Let a service be unready while this pulse is not felt."""

        async def check() -> str | None:
            return pulse.reason()

        self.add_check(service, name, check)

    def add_check(self, service: str, name: str, check: Check) -> None:
        """Let a service be unready while this check gives a reason."""
        self._checks[service][name] = check

    async def report(self) -> HealthReport:
        """Ask everything at once; what does not answer in time is a reason too."""
        services = {
            service: await self._of(checks) for service, checks in self._checks.items()
        }
        ready = all(health.state == "ready" for health in services.values())
        status: Literal["ready", "unready"] = (
            "ready" if ready and services else "unready"
        )
        return HealthReport(
            status="draining" if self.draining else status, services=services
        )

    async def response(self) -> JSONResponse:
        """Return the report as the answer of /healthz: 200, or 503 when unready."""
        report = await self.report()
        return JSONResponse(
            report.model_dump(),
            200 if report.status == "ready" else 503,
            {"Cache-Control": "no-store"},
        )

    async def _of(self, checks: dict[str, Check]) -> ServiceHealth:
        answers = await asyncio.gather(
            *(self._asked(name, check) for name, check in checks.items())
        )
        reasons = [answer for answer in answers if answer is not None]
        if self.draining:
            reasons.append("the process ends soon")
        return ServiceHealth(state="unready" if reasons else "ready", reasons=reasons)

    async def _asked(self, name: str, check: Check) -> str | None:
        try:
            async with asyncio.timeout(self._patience.total_seconds()):
                reason = await check()
        except Exception as error:  # noqa: BLE001 - whatever it is, it is not health
            reason = str(error) or type(error).__name__
        return None if reason is None else f"{name}: {reason}"
