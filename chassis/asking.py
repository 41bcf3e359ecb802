"""One write, once: idempotency keys, If-Match, dry runs and retried conflicts.

Only answers are kept. A refused request wrote nothing, so its key is free again.
"""

import hashlib
import json
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Annotated, NamedTuple

from fastapi import Depends, Header, Query, Request
from starlette.datastructures import Headers
from starlette.responses import Response

from chassis.answers import Answer, Claim, Written, kept, replayed, response, written
from chassis.auth import Principal, authenticated
from chassis.correlation import correlation_id
from chassis.history import Conflict
from chassis.postgres import SERIALIZATION_CONFLICTS, Connection, Database
from chassis.problems import Problem

ATTEMPTS = 3
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_KEY = re.compile("[!-~]{1,255}")
_TAG = re.compile(r'(W/)?"([^"]*)"')
_TAGS = re.compile(rf"{_TAG.pattern}(\s*,\s*{_TAG.pattern})*")
_STRONG_VERSION = re.compile(r'(?<!W/)"([0-9]{1,9})"')

type Work = Callable[[Connection], Awaitable[Answer]]


class Asked(NamedTuple):
    """What a write says about itself, beside what it asks for."""

    principal: Principal
    idempotency_key: str | None
    fingerprint: str
    if_match: frozenset[int] | None  # None: any version will do
    correlation_id: str
    dry_run: bool = False

    @property
    def actor(self) -> str:
        """Who asks, as history and messages name them."""
        return self.principal.actor

    def require(self, version: int) -> None:
        """Pass if the caller meant this version; Problem `stale_version` if not."""
        if self.if_match is not None and version not in self.if_match:
            raise Problem("stale_version", version=version)


class _DryRun(Exception):
    def __init__(self, answer: Answer) -> None:
        super().__init__()
        self.answer = answer


IdempotencyKey = Annotated[
    str | None,
    Header(
        min_length=1,
        max_length=255,
        pattern="^[!-~]+$",
        description="Chosen by the caller; the same key and body get the same answer.",
    ),
]
IfMatch = Annotated[
    str | None, Header(description='The version that is meant, e.g. "3"; else 412.')
]
DryRun = Annotated[
    bool, Query(description="Decide and answer as if it were done, and do nothing.")
]


async def asking(
    request: Request,
    principal: Annotated[Principal, Depends(authenticated)],
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
    dry_run: DryRun = False,  # noqa: FBT002 - a query parameter
) -> Asked:
    """Read what a write by staff says about itself (FastAPI dependency)."""
    return Asked(
        principal=principal,
        idempotency_key=idempotency_key,
        fingerprint=await fingerprint(request),
        if_match=None if if_match is None else versions(if_match),
        correlation_id=correlation_id(),
        dry_run=dry_run,
    )


def in_order(
    principal: Principal, headers: Headers, path: str, content: bytes
) -> Asked | None:
    """Read the same without FastAPI; nothing where it would have something to say."""
    key = headers.get("idempotency-key")
    if key is not None and _KEY.fullmatch(key) is None:
        return None
    if_match = headers.get("if-match")
    return Asked(
        principal=principal,
        idempotency_key=key,
        fingerprint="" if key is None else _fingerprint("POST", path, content),
        if_match=None if if_match is None else versions(if_match),
        correlation_id=correlation_id(),
    )


async def fingerprint(request: Request) -> str:
    """Return what tells two requests apart: SHA-256 of method, path and content."""
    if request.headers.get("content-type", "").startswith(_FORMS):
        fields = (await request.form()).multi_items()
        content = json.dumps(
            sorted((name, str(value)) for name, value in fields)
        ).encode()
    else:
        content = await request.body()
    return _fingerprint(request.method, request.url.path, content)


def _fingerprint(method: str, path: str, content: bytes) -> str:
    # Unreadable JSON is no reason to fail here: it will be refused where it is read.
    with suppress(ValueError, RecursionError):
        content = json.dumps(json.loads(content), sort_keys=True).encode()
    return hashlib.sha256(f"{method} {path}\n".encode() + content).hexdigest()


def versions(if_match: str) -> frozenset[int] | None:
    """Return the versions that an If-Match header means; None when any will do.

    By RFC 9110 a weak tag never matches, and neither does a tag we did not give.
    Where there is nothing else, whoever sent it is told: the version is not at fault.
    """
    if if_match.strip() == "*":
        return None
    if _TAGS.fullmatch(if_match.strip()) is None:
        raise Problem("invalid_tag")
    if all(weak for weak, _ in _TAG.findall(if_match)):
        raise Problem("weak_tag")
    return frozenset(int(tag) for tag in _STRONG_VERSION.findall(if_match))


async def once(database: Database, asked: Asked, work: Work) -> Response:
    """Do the work and keep its answer in one transaction; a repeat gets that answer.

    A second request with the same key waits until the first is done. Work that met
    a conflict is done again, unless the caller meant one version; work that waited
    for another that waited for it is done again in any case.
    """
    for _ in range(ATTEMPTS - 1):
        with suppress(Conflict, *SERIALIZATION_CONFLICTS):
            return await _attempt_meant(database, asked, work)
    try:
        return await _attempt_meant(database, asked, work)
    except SERIALIZATION_CONFLICTS as error:
        raise Conflict(type(error).__name__) from error


async def _attempt_meant(database: Database, asked: Asked, work: Work) -> Response:
    try:
        return await _attempt(database, asked, work)
    except Conflict as error:
        if asked.if_match is None:
            raise
        raise Problem("stale_version") from error


async def _attempt(database: Database, asked: Asked, work: Work) -> Response:
    try:
        async with database.transaction() as connection:
            earlier = await _claim(connection, asked)
            if earlier is not None:
                return earlier
            answer = await work(connection)
            if asked.dry_run:
                raise _DryRun(answer)  # noqa: TRY301 - this is how it rolls back
            given = written(answer)
            await _keep(connection, asked, given)
            return given.response()
    except _DryRun as done:
        return response(Answer(done.answer.status, done.answer.body))


async def _claim(connection: Connection, asked: Asked) -> Response | None:
    if asked.idempotency_key is None or asked.dry_run:
        return None
    of_request = (asked.actor, asked.idempotency_key)
    if await connection.fetchval(_CLAIM, *of_request, asked.fingerprint):
        return None
    found = await kept(connection, {of_request})
    if not found:  # purged in between: the caller is a month late
        raise Conflict(asked.idempotency_key)
    return replayed(asked.fingerprint, found[of_request])


def claim(asked: Asked, given: Written) -> Claim | None:
    """Return what is to be kept of an answer, if the caller gave a key."""
    if asked.idempotency_key is None:
        return None
    return Claim(
        principal=asked.actor,
        key=asked.idempotency_key,
        fingerprint=asked.fingerprint,
        status=given.status,
        headers=given.headers,
        body=given.body.decode(),
    )


async def _keep(connection: Connection, asked: Asked, given: Written) -> None:
    claimed = claim(asked, given)
    if claimed is not None:
        await connection.execute(
            _KEEP,
            claimed.principal,
            claimed.key,
            claimed.status,
            claimed.headers,
            claimed.body,
        )


_CLAIM = """
insert into idempotency (principal, key, fingerprint) values ($1, $2, $3)
on conflict (principal, key) do nothing
returning true
"""

_KEEP = """
update idempotency set status = $3, headers = $4, body = $5
where principal = $1 and key = $2
"""
