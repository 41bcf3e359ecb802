"""Connects to the primary among several PostgreSQL servers, whichever it is by now.

They are asked one after the other, each within a time of its own: a server that
lost its power does not even refuse, and must not hide the one that took over.
"""

from collections.abc import Mapping
from urllib.parse import urlsplit

import asyncpg
from asyncpg import Record
from asyncpg.connect_utils import SessionAttribute

type Opened = asyncpg.Connection[Record]

PATIENCE = 2.0  # seconds for each of several servers
PATIENCE_ALONE = 5.0

NOT_SERVED = (
    OSError,
    TimeoutError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # a standby, for one; or another operation under way
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.TooManyConnectionsError,
)


def places(url: str) -> list[str]:
    """Return one address for each server that the address names, in its order."""
    parts = urlsplit(url)
    login, at, hosts = parts.netloc.rpartition("@")
    if "," not in hosts:
        return [url]
    return [
        parts._replace(netloc=f"{login}{at}{host}").geturl()
        for host in hosts.split(",")
    ]


class Primary:
    """The primary among some servers; the one that was it last is asked first."""

    def __init__(self, url: str) -> None:
        self._places = places(url)

    async def connect(
        self,
        *,
        settings: Mapping[str, str] | None = None,
        command_timeout: float | None = None,
    ) -> Opened:
        """Open a connection; the fault of the last server asked if none is primary."""
        fault: Exception | None = None
        alone = len(self._places) == 1
        for place in tuple(self._places):
            try:
                connection = await asyncpg.connect(
                    place,
                    timeout=PATIENCE_ALONE if alone else PATIENCE,
                    command_timeout=command_timeout,
                    server_settings=dict(settings or {}),
                    target_session_attrs=SessionAttribute.primary,
                )
            except NOT_SERVED as error:
                fault = error
            else:
                self._prefer(place)
                return connection
        raise fault or OSError("No server is named.")

    def _prefer(self, place: str) -> None:
        self._places = [place, *(other for other in self._places if other != place)]
