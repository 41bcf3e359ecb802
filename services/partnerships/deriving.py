"""Derives what partnerships are found by, and what they wait for, where it is missing.

It is written with each command; it is missing after an upgrade that brought it or
changed its rules, and for what the release before proposed meanwhile.
"""

from collections.abc import Sequence
from uuid import UUID

from pydantic_core import to_json

from chassis.clock import Clock
from chassis.postgres import Connection, Database, columns
from services.partnerships import store
from services.partnerships.domain.awaiting import awaited
from services.partnerships.finding import findable
from services.partnerships.handling import Occasion, Standing, circumstances
from services.partnerships.tasks import RULES, row

_AT_ONCE = 200
_SYSTEM = "system"


async def derive(database: Database, clock: Clock) -> None:
    """Derive everything that is missing, some at a time."""
    while await _derive_some(database, clock):
        pass


async def _derive_some(database: Database, clock: Clock) -> bool:
    async with database.transaction() as connection:
        rows = await connection.fetch(_MISSING, RULES, _AT_ONCE)
        missing = [row["id"] for row in rows]
        found = await store.standings(connection, missing)
        await _find(connection, list(found.values()))
        await _await(connection, missing, list(found.values()), clock)
    return bool(missing)


async def _find(connection: Connection, found: Sequence[Standing]) -> None:
    rows = ((one.id, *findable(one.case.proposal).values()) for one in found)
    await connection.execute(_FOUND, *columns(rows, 4))


async def _await(
    connection: Connection, ids: list[UUID], found: Sequence[Standing], clock: Clock
) -> None:
    occasion = Occasion(_SYSTEM, frozenset({_SYSTEM}), clock.now())
    work = store.PostgresWork(connection)
    pinned = {(one.case.kind, one.case.kind_version) for one in found}
    kinds = {key: await work.kind(*key) for key in pinned}
    rows = [
        row(step) | {"partnership_id": one.id}
        for one in found
        for step in awaited(
            one.state,
            circumstances(occasion, kinds[one.case.kind, one.case.kind_version]),
        )
    ]
    await connection.execute(_DONE, ids)
    await connection.execute(_NOTED, to_json(rows).decode())


# Whoever is about to change one of them goes first, or waits.
_MISSING = """
select id from partnership
where not exists (select from finding where partnership_id = id and task_rules = $1)
limit $2 for update skip locked
"""

_FOUND = """
insert into finding (partnership_id, words, area, task_rules)
select id, words_of(title, reference, organisations, texts), area::polygon, rules
from unnest($1::uuid[], $2::text[], $3::text[], $4::int[])
    as what (id, texts, area, rules)
join partnership using (id)
on conflict (partnership_id) do update
    set words = excluded.words, area = excluded.area, task_rules = excluded.task_rules
"""

_DONE = "delete from task where partnership_id = any($1::uuid[])"

_NOTED = """
insert into task
select * from jsonb_to_recordset($1::text::jsonb) as task (
    partnership_id uuid, command text, desk text, due_on date, opens_on date,
    closes_on date, not_by text[], organisation_id uuid
)
"""
