"""One service's connections to PostgreSQL, and which of its faults pass by themselves."""

import json
from asyncio import Lock
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager, suppress
from time import perf_counter

import asyncpg
from asyncpg import Record as Record  # noqa: PLC0414 - others take it from here
from asyncpg.pool import PoolConnectionProxy

from chassis.primary import NOT_SERVED, Primary

type OwnConnection = asyncpg.Connection[Record]
type Connection = OwnConnection | PoolConnectionProxy[Record]

SERIALIZATION_CONFLICTS = (
    asyncpg.SerializationError,
    asyncpg.DeadlockDetectedError,
)
UniqueViolation = asyncpg.UniqueViolationError
Rejected = (asyncpg.IntegrityConstraintViolationError, asyncpg.DataError)

_AWAY = (
    *NOT_SERVED,
    asyncpg.DiskFullError,
    asyncpg.ReadOnlySQLTransactionError,  # a standby, until the failover is done
)


_REFUSED = (asyncpg.DiskFullError, asyncpg.ReadOnlySQLTransactionError)


class Unavailable(Exception):
    """PostgreSQL is away; nothing was written, try again shortly."""


class CommitUnknown(Unavailable):
    """PostgreSQL went away during a commit; perhaps it was done, perhaps not."""


def is_transient(error: BaseException) -> bool:
    """Tell whether the same work may well succeed a little later."""
    return isinstance(error, (Unavailable, *_AWAY, *SERIALIZATION_CONFLICTS))


class Database:
    """A pool of connections with one service's role and schema."""

    def __init__(self, url: str, schema: str, *, size: int = 8) -> None:
        self._primary = Primary(url)
        self._schema = schema
        self._size = size
        self._pool: asyncpg.Pool[Record] | None = None
        self._writer = _Lane(self.connect)
        self._looker = _Lane(self.connect)
        self._committed: list[Callable[[], None]] = []
        self._waited: list[Callable[[float], None]] = []

    async def open(self) -> None:
        """Make the pool; connections follow when they are needed."""
        self._pool = await asyncpg.create_pool(
            connect=self._connect, min_size=0, max_size=self._size, init=_teach_json
        )

    async def close(self) -> None:
        """Let the statements under way finish, then hang up."""
        if self._pool is not None:
            await self._pool.close()
            self._pool = None
        for lane in (self._writer, self._looker):
            await lane.hang_up()

    def on_commit(self, wake: Callable[[], None]) -> None:
        """Call *wake* after every transaction that committed here."""
        self._committed.append(wake)

    def on_wait(self, note: Callable[[float], None]) -> None:
        """Tell *note* of the seconds until each connection was free."""
        self._waited.append(note)

    async def connect(self) -> OwnConnection:
        """Open one connection outside the pool; the caller closes it."""
        connection = await self._connect()
        await _teach_json(connection)
        return connection

    @asynccontextmanager
    async def reading(self) -> AsyncGenerator[Connection]:
        """Lend a connection without a transaction."""
        async with self._connection() as connection:
            yield connection

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[Connection]:
        """Lend a connection inside one transaction: commit at the end, or roll back."""
        async with self._connection() as connection:
            committing = False
            try:
                async with connection.transaction():
                    yield connection
                    committing = True
            except _AWAY as error:
                if committing:
                    raise _interrupted(error) from error
                raise
        for wake in self._committed:
            wake()

    @asynccontextmanager
    async def writing(self, *, telling: bool = True) -> AsyncGenerator[Connection]:
        """Lend the one connection on which each statement is a transaction by itself.

        One borrower waits for the other; a statement is always planned alike. Nobody
        is woken by what is not *telling* anything.
        """
        begun = False
        try:
            async with self._writer.lend() as connection:
                begun = True
                yield connection
        except _AWAY as error:
            raise _interrupted(error) if begun else _away(error) from error
        if telling:
            for wake in self._committed:
                wake()

    @asynccontextmanager
    async def looking(self) -> AsyncGenerator[Connection]:
        """Lend one more such connection, for what is read: it waits for no writer."""
        try:
            async with self._looker.lend() as connection:
                yield connection
        except _AWAY as error:
            raise _away(error) from error

    async def _connect(self, *_: object, **__: object) -> OwnConnection:
        return await self._primary.connect(
            settings={"search_path": self._schema}, command_timeout=30
        )

    @asynccontextmanager
    async def _connection(self) -> AsyncGenerator[Connection]:
        """Lend a connection; one that fails takes the others to its server with it."""
        if self._pool is None:
            raise Unavailable("The pool is closed.")
        lent = False
        asked_at = perf_counter()
        try:
            async with self._pool.acquire(timeout=10) as connection:
                lent = True
                self._note_wait(asked_at)
                yield connection
        except (CommitUnknown, *_AWAY) as error:
            if lent:  # why: the others may lead to a server that is primary no more
                await self._pool.expire_connections()
            else:
                self._note_wait(asked_at)
            if isinstance(error, CommitUnknown):
                raise
            raise _away(error) from error

    def _note_wait(self, asked_at: float) -> None:
        for note in self._waited:
            note(perf_counter() - asked_at)


class _Lane:
    """One connection outside the pool, which nobody sets back between two borrowers.

    The pool takes a round trip for that each time. Who borrows this one leaves no
    setting, lock or transaction behind.
    """

    def __init__(self, connect: Callable[[], Awaitable[OwnConnection]]) -> None:
        self._connect = connect
        self._connection: OwnConnection | None = None
        self._turn = Lock()

    @asynccontextmanager
    async def lend(self) -> AsyncGenerator[OwnConnection]:
        """Lend it to one at a time; one that fails is replaced."""
        async with self._turn:
            try:
                if self._connection is None or self._connection.is_closed():
                    self._connection = await self._connect()
                    await self._connection.execute(
                        "set plan_cache_mode = force_generic_plan"
                    )
                yield self._connection
            except _AWAY:
                await self.hang_up()
                raise

    async def hang_up(self) -> None:
        """Close the connection, if there is one."""
        if self._connection is not None:
            await hang_up(self._connection)


def _away(error: Exception) -> Unavailable:
    return Unavailable(str(error) or type(error).__name__)


def _interrupted(error: Exception) -> Unavailable:
    """What a commit came to that PostgreSQL refused, or did not answer any more."""
    kind = Unavailable if isinstance(error, _REFUSED) else CommitUnknown
    return kind(str(error) or type(error).__name__)


def columns(rows: Iterable[tuple[object, ...]], width: int) -> list[list[object]]:
    """Return rows as the arrays that unnest() makes rows of again."""
    return [list(column) for column in zip(*rows, strict=True)] or [
        [] for _ in range(width)
    ]


async def assure(connection: Connection) -> None:
    """Let this commit wait until everything visible here is on the standby too.

    A primary that crashed and came back shows what its standby may not have yet, and
    a transaction that only reads waits for nobody. Whoever acknowledges what it read
    writes this first.
    """
    await connection.execute("select pg_logical_emit_message(true, 'medspil', '')")


async def hang_up(connection: OwnConnection) -> None:
    """Close a connection outside the pool, whatever has become of it."""
    with suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
        await connection.close(timeout=2)


async def _teach_json(connection: Connection) -> None:
    for name in ("json", "jsonb"):
        await connection.set_type_codec(
            name,
            schema="pg_catalog",
            encoder=lambda value: json.dumps(value, ensure_ascii=False),
            decoder=json.loads,
        )
