"""The routes of no service: the local issuer's keys, and the clock that can be moved."""

from fastapi import APIRouter, Depends, FastAPI

from chassis.auth import staff
from chassis.clock import Clock, MovableClock
from chassis.hosting import Host
from chassis.issuer import LocalIssuer
from chassis.problems import problems
from chassis.routing import Router
from chassis.shapes import Late
from chassis.wire import Instant, Request


class ClockView(Late):
    """What time it is for Medspil."""

    now: Instant


class ClockRequest(Request):
    """What time it shall be."""

    now: Instant


def keys(issuer: LocalIssuer) -> APIRouter:
    """Publish the key set of the local issuer."""
    router = APIRouter(tags=["operation"])

    @router.get("/.well-known/jwks.json")
    def jwks() -> dict[str, object]:
        """Return the keys that tokens of staff are checked with."""
        return issuer.jwks()

    return router


def movable_clock(app: FastAPI, clock: MovableClock) -> APIRouter:
    """Let an administrator move the clock; for demonstrations."""
    router = Router(prefix="/clock", tags=["operation"])

    @router.get(
        "", dependencies=[Depends(staff("reader"))], responses=problems(401, 403)
    )
    async def read() -> ClockView:
        """Return what time it is."""
        return _shown(clock)

    @router.put(
        "", dependencies=[Depends(staff("admin"))], responses=problems(401, 403)
    )
    async def move(wanted: ClockRequest) -> ClockView:
        """Move the clock; what becomes due happens at once, in due order."""
        clock.move_to(wanted.now)
        host: Host = app.state.host
        host.wake()
        return _shown(clock)

    return router


def _shown(clock: Clock) -> ClockView:
    return ClockView(now=clock.now())
