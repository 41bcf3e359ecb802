"""Commands that wait together are committed together, each on what is so."""

import asyncio
import json
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

import asyncpg
import pytest
from starlette.responses import Response

from chassis.answers import Answer
from chassis.asking import Asked
from chassis.auth import Principal
from chassis.committing import Change, Ledger
from chassis.decider import Refusal
from chassis.deciding import Decided, Decisions
from chassis.history import EventCodec, History, Place, verify
from chassis.postgres import Connection, Database, Unavailable
from chassis.problems import Problem
from chassis.service import Site

AT = datetime(2024, 1, 10, 8, 30, tzinfo=UTC)
ONE, TWO, THREE = (UUID(int=n) for n in (1, 2, 3))


@dataclass(frozen=True, slots=True)
class Grew:
    """A tree grew by so many centimetres."""

    by: int


@dataclass(frozen=True, slots=True)
class Tree:
    """How high a tree is."""

    id: UUID
    place: Place = field(default_factory=Place)
    height: int = 0

    @property
    def version(self) -> int:
        """How often it grew."""
        return self.place.version


HISTORY = History[Grew](EventCodec(Grew))
LEDGER = Ledger(
    "tree",
    """
    kept as (
        insert into tree (id, version, height, label)
        select stream_id, kept.* from won, jsonb_to_record(row)
            as kept (version int, height int, label text)
        on conflict (id) do update
            set version = excluded.version, height = excluded.height
    )
    """,
)
TABLE = """
set search_path = partnerships;
create table tree (
    id uuid primary key, version int not null, height int not null check (height < 100),
    label text unique
);
grant all on tree to medspil_partnerships
"""


async def load(connection: Connection, ids: Sequence[UUID]) -> dict[UUID, Tree]:
    """Read trees from their history."""
    found: dict[UUID, Tree] = {}
    for stream_id in ids:
        for one in await HISTORY.load(connection, stream_id):
            height = found.get(stream_id, Tree(stream_id)).height + one.event.by
            found[stream_id] = Tree(stream_id, Place(one.version, one.hash), height)
    return found


def growing(
    by: int, label: str | None = None, most: int = 1000
) -> Callable[[Tree], Decided[Tree]]:
    """Let a tree grow, but not beyond what it may."""

    def decide(tree: Tree) -> Decided[Tree]:
        if tree.height + by > most:
            raise Refusal("too_high", height=tree.height)
        entries = HISTORY.entries(tree.place, tree.id, [Grew(by)], actor="a", at=AT)
        last = entries[-1].recorded
        after = Tree(tree.id, Place(last.version, last.hash), tree.height + by)
        row = {"version": after.version, "height": after.height, "label": label}
        change = Change(tree.id, tree.version, entries, row, None, ())
        answer = Answer(200, {"height": after.height}, after.version)
        return Decided(change, after, answer)

    return decide


def asked(
    key: str | None = None, if_match: frozenset[int] | None = None, *, dry: bool = False
) -> Asked:
    """Return what a member of staff says of a write."""
    return Asked(Principal("anna"), key, "f-1", if_match, "c-1", dry)


def height(response: Response) -> int:
    """Return how high the answer says that the tree is."""
    return int(json.loads(bytes(response.body))["height"])


@pytest.fixture
async def database(site: Site, database_url: str) -> AsyncGenerator[Database]:
    """The pool of a service that keeps trees."""
    owner = await asyncpg.connect(database_url)
    await owner.execute(TABLE)
    await owner.close()
    database = site.database("partnerships")
    await database.open()
    yield database
    await database.close()


@pytest.fixture
async def other(
    database: Database,  # noqa: ARG001 - it makes the table
    site: Site,
) -> AsyncGenerator[Decisions[Tree]]:
    """The same in another process, which remembers for itself."""
    of_other = site.database("partnerships")
    await of_other.open()
    yield Decisions(of_other, LEDGER, load, Tree)
    await of_other.close()


@pytest.fixture
def decisions(database: Database) -> Decisions[Tree]:
    """The commands on trees in one process."""
    return Decisions(database, LEDGER, load, Tree)


async def test_those_who_wait_together_share_one_commit(
    database: Database, decisions: Decisions[Tree]
) -> None:
    """The first goes alone; everybody who came meanwhile goes in one transaction."""
    streams = [UUID(int=n) for n in range(1, 21)]

    answers = await asyncio.gather(
        *(decisions.order(asked(), stream, growing(1)) for stream in streams)
    )

    async with database.reading() as connection:
        commits = await connection.fetchval(
            "select count(distinct xmin::text) from event"
        )
        assert await verify(connection) == (20, [])
    assert [height(one) for one in answers] == [1] * 20
    assert commits <= 2


async def test_a_command_is_decided_on_what_the_one_before_has_left(
    database: Database, decisions: Decisions[Tree]
) -> None:
    """Also when all come at once."""
    answers = await asyncio.gather(
        *(decisions.order(asked(), ONE, growing(n)) for n in (1, 2, 3, 4))
    )

    async with database.reading() as connection:
        assert await verify(connection) == (4, [])
        assert await connection.fetchval("select height from tree") == 10
    assert [height(one) for one in answers] == [1, 3, 6, 10]


async def test_what_another_process_wrote_is_looked_at_again(
    decisions: Decisions[Tree], other: Decisions[Tree]
) -> None:
    """What is remembered is believed only as long as it is so."""
    await decisions.order(asked(), ONE, growing(1))
    await other.order(asked(), ONE, growing(10))

    answer = await decisions.order(asked(), ONE, growing(2))

    assert height(answer) == 13
    assert answer.headers["etag"] == '"3"'


async def test_nobody_is_refused_on_what_was_remembered(
    decisions: Decisions[Tree], other: Decisions[Tree]
) -> None:
    """Another process may have made possible what was not."""
    await decisions.order(asked(), ONE, growing(50))
    await other.order(asked(), ONE, growing(-40))

    assert height(await decisions.order(asked(), ONE, growing(15, most=60))) == 25

    with pytest.raises(Refusal) as refused:
        await decisions.order(asked(), ONE, growing(36, most=60))
    assert refused.value.facts == {"height": 25}


async def test_a_repeat_gets_the_answer_that_was_given(
    database: Database, decisions: Decisions[Tree], other: Decisions[Tree]
) -> None:
    """In this process and in another, and although it would now be refused."""
    first = await decisions.order(asked("k"), ONE, growing(50, most=60))

    for again in (decisions, other):
        answer = await again.order(asked("k"), ONE, growing(50, most=60))
        assert answer.body == first.body
        assert answer.headers["etag"] == '"1"'
        assert answer.headers["idempotency-replayed"] == "true"

    async with database.reading() as connection:
        assert await connection.fetchval("select count(*) from event") == 1


async def test_of_two_with_one_key_at_once_one_is_done(
    database: Database, decisions: Decisions[Tree], other: Decisions[Tree]
) -> None:
    """Whether they meet in one process or in two, and on one stream or on two."""
    answers = await asyncio.gather(
        decisions.order(asked("k"), ONE, growing(1)),
        decisions.order(asked("k"), TWO, growing(1)),
        other.order(asked("k"), ONE, growing(1)),
    )

    async with database.reading() as connection:
        assert await connection.fetchval("select count(*) from event") == 1
    assert sorted("idempotency-replayed" in one.headers for one in answers) == [
        False,
        True,
        True,
    ]


async def test_two_with_one_key_share_no_statement(
    database: Database, decisions: Decisions[Tree]
) -> None:
    """It would keep one answer and write both: these two are decided at once."""
    await decisions.order(asked(), ONE, growing(1))
    await decisions.order(asked(), TWO, growing(1))

    answers = await asyncio.gather(
        decisions.order(asked("k"), ONE, growing(1)),
        decisions.order(asked("k"), TWO, growing(1)),
    )

    async with database.reading() as connection:
        assert await connection.fetchval("select count(*) from event") == 3
    assert ["idempotency-replayed" in one.headers for one in answers] == [False, True]


async def test_the_same_key_for_another_wish_is_refused(
    decisions: Decisions[Tree],
) -> None:
    """Otherwise the caller would believe that the second was done."""
    await decisions.order(asked("k"), ONE, growing(1))
    other = Asked(Principal("anna"), "k", "f-2", None, "c-1")

    with pytest.raises(Problem) as refused:
        await decisions.order(other, ONE, growing(1))

    assert refused.value.code == "idempotency_key_reused"


async def test_one_that_cannot_be_written_holds_up_nobody(
    database: Database, decisions: Decisions[Tree]
) -> None:
    """The others that were in the same statement are written without it."""
    await decisions.order(asked(), ONE, growing(1, "oak"))

    grown = await asyncio.gather(
        decisions.order(asked(), UUID(int=9), growing(1)),
        decisions.order(asked(), TWO, growing(100)),
        decisions.order(asked(), THREE, growing(5)),
        return_exceptions=True,
    )

    async with database.reading() as connection:
        rows = await connection.fetch("select id, height from tree order by id")
    assert isinstance(grown[1], asyncpg.CheckViolationError)
    assert [tuple(row) for row in rows] == [(ONE, 1), (THREE, 5), (UUID(int=9), 1)]


async def test_an_outage_is_not_that_of_those_who_were_written_before(
    decisions: Decisions[Tree], database_url: str
) -> None:
    """Told one by one, each hears what became of it, and of no other."""
    owner = await asyncpg.connect(database_url)
    await owner.execute(FELLING)
    await owner.close()

    grown = await asyncio.gather(
        decisions.order(asked(), UUID(int=9), growing(1)),
        decisions.order(asked(), ONE, growing(2)),
        decisions.order(asked(), TWO, growing(100)),
        decisions.order(asked(), THREE, growing(3, "axe")),
        return_exceptions=True,
    )

    kept, refused, felled = grown[1:]
    assert isinstance(kept, Response)
    assert height(kept) == 2
    assert isinstance(refused, asyncpg.CheckViolationError)
    assert isinstance(felled, Unavailable)


FELLING = """
set search_path = partnerships;
create function fell() returns trigger language plpgsql as $$
begin
    perform pg_terminate_backend(pg_backend_pid());
    return new;
end $$;
create trigger fell before insert on tree
    for each row when (new.label = 'axe') execute function fell();
grant execute on function fell() to medspil_partnerships
"""


async def test_a_dry_run_answers_and_leaves_nothing(
    database: Database, decisions: Decisions[Tree]
) -> None:
    """Neither an event nor a key."""
    answer = await decisions.order(asked("k", dry=True), ONE, growing(7))

    async with database.reading() as connection:
        for table in ("event", "idempotency", "tree"):
            assert await connection.fetchval(f"select count(*) from {table}") == 0  # noqa: S608 - a name from the line above
    assert height(answer) == 7
    assert "etag" not in answer.headers


async def test_a_lost_connection_is_made_again(
    decisions: Decisions[Tree], database_url: str
) -> None:
    """The one connection that commits for all is ended under it."""
    await decisions.order(asked(), ONE, growing(1))
    owner = await asyncpg.connect(database_url)
    await owner.execute(
        """
        select pg_terminate_backend(pid, 5000) from pg_stat_activity
        where usename = 'medspil_partnerships' and datname = current_database()
        """
    )
    await owner.close()

    async def grown() -> int:
        try:
            return height(await decisions.order(asked(), ONE, growing(1)))
        except Unavailable:
            return 0

    assert 2 in {await grown(), await grown()}
