"""Answers to writes, kept under the caller's key so that a repeat gets the same one."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import NamedTuple

from pydantic_core import to_json
from starlette.responses import Response

from chassis.postgres import Connection, assure, columns
from chassis.problems import Problem

KEPT = timedelta(days=30)


class Answer(NamedTuple):
    """What the work came to: status, JSON or model, version (ETag), place (Location)."""

    status: int
    body: object
    version: int | None = None
    location: str | None = None


class Kept(NamedTuple):
    """An answer that was given before, and to which request."""

    fingerprint: str
    status: int
    headers: Mapping[str, str]
    body: str


class Claim(NamedTuple):
    """An idempotency key, and the answer that is kept under it."""

    principal: str
    key: str
    fingerprint: str
    status: int
    headers: Mapping[str, str]
    body: str


class Written(NamedTuple):
    """An answer in the words that HTTP says it with."""

    status: int
    headers: dict[str, str]
    body: bytes  # JSON

    def response(self) -> Response:
        """Return it as it leaves."""
        return Response(self.body, self.status, self.headers)


def written(answer: Answer) -> Written:
    """Write an answer down as HTTP says it."""
    headers = {"Content-Type": "application/json"}
    if answer.version is not None:
        headers["ETag"] = f'"{answer.version}"'
    if answer.location is not None:
        headers["Location"] = answer.location
    return Written(answer.status, headers, to_json(answer.body))


def response(answer: Answer) -> Response:
    """Return an answer as HTTP says it."""
    return written(answer).response()


async def kept(
    connection: Connection, keys: Collection[tuple[str, str]]
) -> dict[tuple[str, str], Kept]:
    """Return the answers that are kept under these principals and keys.

    They are as safe as when they were first given, or they are not given.
    """
    rows = await connection.fetch(_KEPT, *columns(keys, 2))
    if rows:
        await assure(connection)
    return {
        (row["principal"], row["key"]): Kept(
            row["fingerprint"], row["status"], row["headers"], row["body"]
        )
        for row in rows
    }


def replayed(fingerprint: str, earlier: Kept) -> Response:
    """Return the answer that was given before to the same request."""
    if earlier.fingerprint != fingerprint:
        raise Problem("idempotency_key_reused")
    headers = {**earlier.headers, "Idempotency-Replayed": "true"}
    return Response(earlier.body, earlier.status, headers)


async def purge(connection: Connection, kept: timedelta = KEPT) -> int:
    """Forget the answers that are older than they need to be; return how many."""
    status = await connection.execute(_PURGE, kept)
    return int(status.rpartition(" ")[2])


_KEPT = """
select principal, key, fingerprint, status, headers, body from idempotency
join unnest($1::text[], $2::text[]) as asked (principal, key) using (principal, key)
"""

_PURGE = "delete from idempotency where claimed_at < now() - $1::interval"
