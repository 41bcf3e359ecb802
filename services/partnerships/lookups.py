"""What commands ask the database beside a history, asked together by those who wait."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.grouping import Grouped
from chassis.postgres import Connection, Database
from services.partnerships import queries, store
from services.partnerships.domain.kinds import Kind
from services.partnerships.domain.states import Case
from services.partnerships.handling import Standing

type _Pin = tuple[str, int]


@dataclass(frozen=True, slots=True)
class _Numbered:
    kind: str
    year: int


class Lookups:
    """Remembers what never changes: the kinds that are pinned, and who is registered."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._pinned: dict[_Pin, Kind] = {}
        self._registered: set[UUID] = set()
        self._asking_kinds = Grouped(self._kinds_on)
        self._asking_registered = Grouped(self._find_registered)
        self._numbering = Grouped(self._next_numbers)

    def pinned(self, case: Case) -> Kind:
        """Return the version of the kind that a case is pinned to; LookupError if unread."""
        return self._pinned[case.kind, case.kind_version]

    async def standings(
        self, connection: Connection, ids: Sequence[UUID]
    ) -> dict[UUID, Standing]:
        """Return where partnerships stand, and read the kinds that they are pinned to."""
        found = await store.standings(connection, ids)
        cases = [standing.case for standing in found.values()]
        for key, version in {(one.kind, one.kind_version) for one in cases}:
            if (key, version) not in self._pinned:
                kind = await queries.kind(connection, key, version)
                if kind is not None:
                    self._pinned[key, version] = kind
        return found

    async def kind_on(self, key: str, day: date) -> Kind | None:
        """Return the version that a partnership of this kind is proposed under."""
        kind = await self._asking_kinds.ask((key, day))
        if kind is not None:
            self._pinned[kind.key, kind.version] = kind
        return kind

    async def strangers(self, ids: Iterable[UUID]) -> set[UUID]:
        """Return those of the organisations that are not registered."""
        unsure = frozenset(ids) - self._registered
        return set(await self._asking_registered.ask(unsure)) if unsure else set()

    async def next_number(self, kind: str, year: int) -> int:
        """Take the next case number of a kind and year; it is never given again."""
        return await self._numbering.ask(_Numbered(kind, year))

    async def coming_number(self, kind: str, year: int) -> int:
        """Return the case number that would be taken next."""
        async with self._database.reading() as connection:
            return await queries.last_number(connection, kind, year) + 1

    async def _kinds_on(self, asked: Sequence[tuple[str, date]]) -> list[Kind | None]:
        async with self._database.reading() as connection:
            found = {one: await queries.kind_on(connection, *one) for one in set(asked)}
        return [found[one] for one in asked]

    async def _find_registered(
        self, asked: Sequence[frozenset[UUID]]
    ) -> list[frozenset[UUID]]:
        named = frozenset[UUID]().union(*asked)
        async with self._database.reading() as connection:
            self._registered |= (
                await queries.organisations_of(connection, named)
            ).keys()
        return [ids - self._registered for ids in asked]

    async def _next_numbers(self, asked: Sequence[_Numbered]) -> list[int]:
        async with self._database.transaction() as connection:
            return await store.next_numbers(
                connection, [(one.kind, one.year) for one in asked]
            )
