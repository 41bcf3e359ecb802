"""Who read what is noted before the answer leaves: no note, no answer.

Routes need not do anything for it, so that a new one cannot forget to.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

from fastapi import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chassis.auth import Principal
from chassis.correlation import correlation_id

_REFUSED = 400  # and above: nothing was shown
_UNTOLD = frozenset({"cursor", "dry_run"})


@dataclass(frozen=True, slots=True)
class Read:
    """Somebody is about to be shown something."""

    actor: str
    route: str  # method and template, never the path: a link's token is a secret
    subject_id: UUID | None  # the one that is shown; None for a list
    asked: Mapping[str, str]  # filters and words that were looked for
    shown: int | None  # how many; None for one
    correlation_id: str


type Note = Callable[[Read], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Watch:
    """How the reads of one route are noted."""

    template: str
    subject: str  # the path parameter that names the one
    note: Note


def seen_by(
    request: Request, principal: Principal, subject_id: UUID | None = None
) -> None:
    """Say who reads, and what, where the path does not tell it."""
    request.state.reader = principal
    if subject_id is not None:
        request.state.subject_id = subject_id


class Noticed:
    """ASGI middleware: lets an answer out when it is on disk who gets it.

    *watches* are keyed by the identity of a route, which cannot be hashed.

    A dry run of a command shows a case too, and leaves no trace in its history.
    """

    def __init__(self, app: ASGIApp, watches: Mapping[int, Watch]) -> None:
        self._app = app
        self._watches = watches

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http" or not _shows(scope):
            await self._app(scope, receive, send)
            return
        scope.setdefault("state", {})
        failures: list[Exception] = []

        async def send_noted(message: Message) -> None:
            if message["type"] == "http.response.start":
                (failed,) = await asyncio.gather(
                    self._note(scope, message["status"]), return_exceptions=True
                )
                if isinstance(failed, Exception):
                    failures.append(failed)
            if not failures:
                await send(message)

        await self._app(scope, receive, send_noted)
        for error in failures:
            raise error

    async def _note(self, scope: Scope, status: int) -> None:
        watch = self._watches.get(id(scope.get("route")))
        reader: Principal | None = scope["state"].get("reader")
        if watch is None or reader is None or status >= _REFUSED:
            return
        await watch.note(
            Read(
                actor=reader.actor,
                route=f"{scope['method']} {watch.template}",
                subject_id=_subject(scope, watch.subject),
                asked=_asked(scope),
                shown=scope["state"].get("shown"),
                correlation_id=correlation_id() or "none",
            )
        )


def _shows(scope: Scope) -> bool:
    return scope["method"] == "GET" or b"dry_run" in scope["query_string"]


def _subject(scope: Scope, name: str) -> UUID | None:
    state: dict[str, Any] = scope["state"]
    told: UUID | None = state.get("subject_id")
    named = scope.get("path_params", {}).get(name)
    return UUID(str(named)) if told is None and named is not None else told


def _asked(scope: Scope) -> dict[str, str]:
    query = scope["query_string"].decode("latin-1")
    return {name: value for name, value in parse_qsl(query) if name not in _UNTOLD}
