"""The town hall's side of the counter: staff who use Medspil over HTTP alone.

Every write carries an Idempotency-Key made from the step, so that a demo which is
started again gets the answers it already had, and goes on from there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Literal
from uuid import UUID

import httpx
from pydantic import TypeAdapter
from pydantic_core import to_json

from medspil.waiting import AwayError, patiently

type Token = Callable[[Clerk], str]


@dataclass(frozen=True, slots=True)
class Clerk:
    """A member of staff, by user name and role."""

    subject: str
    role: Literal["reader", "case_officer", "manager", "evaluator", "admin"]


OFFICER = Clerk("konsulent.lindegaard", "case_officer")
COLLEAGUE = Clerk("konsulent.friis", "case_officer")
MANAGER = Clerk("chef.ravn", "manager")
EVALUATOR = Clerk("evaluator.holst", "evaluator")
OPERATOR = Clerk("drift.bach", "admin")


class RefusedError(Exception):
    """Medspil said no to a step of the demo; the message is its answer."""


@dataclass(frozen=True, slots=True)
class Made:
    """What is read of the answer to a write that made something."""

    id: UUID


_MADE = TypeAdapter(Made)


@dataclass(frozen=True, slots=True)
class Office:
    """Speaks to one Medspil for the staff who play."""

    http: httpx.AsyncClient
    token: Token

    async def do(
        self, step: str, path: str, body: object, clerk: Clerk = OFFICER
    ) -> httpx.Response:
        """Take one step, once, however often it is tried."""
        return await self._sent("POST", path, clerk, step=step, body=body)

    async def make(
        self, step: str, path: str, body: object, clerk: Clerk = OFFICER
    ) -> UUID:
        """Take a step that makes something, and return its id."""
        response = await self.do(step, path, body, clerk)
        return _MADE.validate_json(response.content).id

    async def put(self, path: str, body: object, clerk: Clerk) -> None:
        """Set something that may be set again."""
        await self._sent("PUT", path, clerk, body=body)

    async def read[Answer](
        self, path: str, shape: TypeAdapter[Answer], clerk: Clerk = OFFICER
    ) -> Answer:
        """Read something in the shape that is asked for."""
        response = await self._sent("GET", path, clerk)
        return shape.validate_json(response.content)

    async def fetch(self, path: str, clerk: Clerk) -> bytes:
        """Read something as it is."""
        return (await self._sent("GET", path, clerk)).content

    async def _sent(
        self,
        method: str,
        path: str,
        clerk: Clerk,
        *,
        step: str = "",
        body: object = None,
    ) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.token(clerk)}"}
        return await send(self.http, method, path, headers, step=step, body=body)


async def send(
    http: httpx.AsyncClient,
    method: str,
    path: str,
    headers: Mapping[str, str],
    *,
    step: str = "",
    body: object = None,
) -> httpx.Response:
    """Send a request until Medspil answers it; RefusedError when it says no."""
    sent = {**headers, "Accept": "application/json, application/pdf;q=0.9"}
    if step:
        sent["Idempotency-Key"] = f"demo/{step}"
    if body is not None:
        sent["Content-Type"] = "application/json"
    content = None if body is None else to_json(body)

    async def attempt() -> httpx.Response:
        try:
            response = await http.request(method, path, content=content, headers=sent)
        except httpx.TransportError as error:
            raise AwayError(repr(error)) from error
        if response.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
            raise AwayError(response.text)
        return response

    response = await patiently(f"{method} {path}", attempt)
    if response.is_error:
        raise RefusedError(f"{step or method} {path}: {response.text}")
    return response
