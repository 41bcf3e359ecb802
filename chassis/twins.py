"""Tables that are filled while others of their shape are read, and then trade places.

A service that derives tables makes a twin of each in a migration, named `<table>_anew`,
and the function trade_places(), which only the owner of the tables may write.
"""

from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO

from chassis import retelling
from chassis.postgres import Connection, is_transient

_HOUR = 3600.0  # seconds; whoever reads, or rebuilds as well, takes their time


class Twins:
    """The twins of a service's derived tables, within one transaction."""

    def __init__(self, connection: Connection, derived: Mapping[str, str]) -> None:
        """*derived* holds a statement for each table, which fills `{table}` from `told`."""
        self._connection = connection
        self._tables = list(derived)
        self._derive = {
            f"{table}_anew": statement.format(table=f"{table}_anew")
            for table, statement in derived.items()
        }

    async def begin(self) -> None:
        """Wait until nobody else fills the twins."""
        await self._lock(self._derive, "exclusive")
        await self._connection.execute(retelling.TABLE)

    async def take_in(self, rows: Sequence[bytes]) -> Exception | None:
        """Derive from messages; return why they cannot be written."""
        try:
            async with self._connection.transaction():
                await self._connection.copy_to_table(
                    "told", source=BytesIO(b"".join(rows))
                )
                for derive in self._derive.values():
                    await self._connection.execute(derive)
                await self._connection.execute("truncate told")
        except Exception as error:
            # The edge: a row that PostgreSQL refuses must not hold up the others.
            if is_transient(error):
                raise
            return error
        return None

    async def keep_others_waiting(self) -> None:
        """Wait until nobody reads or writes the tables, and then let nobody."""
        await self._lock(self._tables, "access exclusive")

    async def trade_places(self) -> None:
        """Let what was taken in be what is read, and forget what was read before."""
        await self._connection.execute("select trade_places()")
        await self._connection.execute(f"truncate {', '.join(self._derive)}")

    async def _lock(self, tables: Iterable[str], mode: str) -> None:
        statement = f"lock table {', '.join(tables)} in {mode} mode"
        await self._connection.execute(statement, timeout=_HOUR)
