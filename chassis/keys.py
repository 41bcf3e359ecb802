"""The issuer's public keys: fetched, remembered, and fetched again when unknown."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import httpx
import jwt
import structlog

from chassis.problems import RETRY_AFTER, Problem

type Jwks = dict[str, object]
type Fetch = Callable[[], Awaitable[Jwks]]

FRESH_SECONDS = 600.0  # after this a key set is fetched again, in case one was revoked
PATIENCE_SECONDS = 30.0  # between two fetches, however many unknown keys are asked for

log = structlog.get_logger(__name__)


class FetchError(Exception):
    """The key set cannot be had now."""


class JwksKeyRing:
    """Keeps the last key set that could be had, also while its source is away."""

    def __init__(
        self, fetch: Fetch, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._fetch = fetch
        self._monotonic = monotonic
        self._lock = asyncio.Lock()
        self._keys: dict[str, jwt.PyJWK] = {}
        self._tried_at: float | None = None
        self._fetched_at: float | None = None

    async def key(self, key_id: str) -> jwt.PyJWK:
        """Return the key of that id; KeyError when the issuer has none.

        Problem `unavailable` while no key set could ever be fetched.
        """
        if key_id not in self._keys or self._is_old():
            async with self._lock:
                await self._refresh()
        if self._fetched_at is None:
            raise Problem("unavailable", headers=RETRY_AFTER)
        return self._keys[key_id]

    def _is_old(self) -> bool:
        fetched_at = self._fetched_at
        return fetched_at is None or self._monotonic() - fetched_at > FRESH_SECONDS

    async def _refresh(self) -> None:
        now = self._monotonic()
        if self._tried_at is not None and now - self._tried_at < PATIENCE_SECONDS:
            return
        self._tried_at = now
        try:
            self._keys = _usable(await self._fetch())
        except FetchError as error:
            log.warning("jwks_unavailable", reason=str(error))
            return
        self._fetched_at = now


def _usable(jwks: Jwks) -> dict[str, jwt.PyJWK]:
    try:
        found = jwt.PyJWKSet.from_dict(jwks).keys
    except (jwt.PyJWTError, TypeError, AttributeError) as error:
        raise FetchError("The key set is malformed.") from error
    return {key.key_id: key for key in found if key.key_id}


def from_url(client: httpx.AsyncClient, url: str) -> Fetch:
    """Return how to fetch a key set over HTTP."""

    async def fetch() -> Jwks:
        try:
            response = await client.get(url, timeout=5)
            response.raise_for_status()
            return _object(response.text)
        except httpx.HTTPError as error:
            raise FetchError(f"{url}: {error}") from error

    return fetch


def from_file(path: Path) -> Fetch:
    """Return how to read a key set from a file."""

    async def fetch() -> Jwks:
        try:
            return _object(await asyncio.to_thread(path.read_text))
        except OSError as error:
            raise FetchError(f"{path}: {error.strerror}") from error

    return fetch


def _object(text: str) -> Jwks:
    try:
        value = json.loads(text)
    except ValueError as error:
        raise FetchError("The key set is no JSON.") from error
    if not isinstance(value, dict):
        raise FetchError("The key set is no JSON object.")
    return value
