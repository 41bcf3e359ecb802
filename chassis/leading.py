"""One process at a time does what only one may do, as long as its connection lives."""

from collections.abc import Callable

import structlog

from chassis.postgres import Database, OwnConnection, assure, hang_up

log = structlog.get_logger(__name__)


class Leadership:
    """An advisory lock in one service's schema, on a connection of its own.

    PostgreSQL hands it on when the connection breaks, and half a minute at most
    after the line was cut. A process that is merely frozen keeps it.
    """

    def __init__(self, service: str, what: str, database: Database, lock: int) -> None:
        self._told: dict[str, object] = {"service": service, "what": what}
        self._channel = f"medspil_{service}_{what}"
        self._database = database
        self._lock = lock
        self._connection: OwnConnection | None = None
        self._leads = False

    async def held(
        self, wake: Callable[[], None] | None = None
    ) -> OwnConnection | None:
        """Return the connection with the lock; None while another process has it.

        *wake* is called from then on when another process calls for the leader.
        """
        connection = await self._connected()
        if not self._leads and await connection.fetchval(_TRY, self._lock):
            await assure(connection)  # why: what it reads from now on must last
            self._leads = True
            if wake is not None:
                await connection.add_listener(self._channel, lambda *_: wake())
            log.info("leads", **self._told)
        return connection if self._leads else None

    async def call(self) -> None:
        """Wake the one who leads."""
        connection = await self._connected()
        await connection.execute("select pg_notify($1, '')", self._channel)

    async def resign(self) -> None:
        """Let another process lead."""
        connection, self._connection, self._leads = self._connection, None, False
        if connection is not None:
            await hang_up(connection)

    async def _connected(self) -> OwnConnection:
        if self._connection is None or self._connection.is_closed():
            self._leads = False
            self._connection = await self._database.connect()
            await self._connection.execute(_KEEPALIVES)
        return self._connection


# Seconds: PostgreSQL gives up a leader that a cut line took away after 20 of them;
# by its defaults after two hours. On a Unix socket they mean nothing.
_KEEPALIVES = """
set tcp_keepalives_idle = 5;
set tcp_keepalives_interval = 5;
set tcp_keepalives_count = 3
"""

_TRY = "select pg_try_advisory_lock($1, hashtext(current_schema()))"
