"""What only a database can promise: order, uniqueness, and counts that add up."""

import asyncio
from uuid import UUID

import pytest

from chassis.history import Conflict
from chassis.service import Service
from services.partnerships import store
from services.partnerships.domain.commands import DeclareConflict, Submit, Withdraw
from services.partnerships.handling import Occasion, carry_out, handle
from services.partnerships.store import PostgresWork
from tests.adapters.partnerships.office import Office
from tests.adapters.partnerships.stages import balloting, draft


async def test_two_who_take_a_case_number_get_two(service: Service) -> None:
    """A number is given once, also when both ask in the same moment."""

    async def take(*asked: tuple[str, int]) -> list[int]:
        async with service.database.transaction() as connection:
            return await store.next_numbers(connection, asked)

    bid, next_year, campus = ("bid", 2024), ("bid", 2025), ("campus", 2024)

    taken = await asyncio.gather(take(bid), take(bid, next_year, bid), take(campus))

    assert sorted((taken[0][0], taken[1][0], taken[1][2])) == [1, 2, 3]
    assert (taken[1][1], taken[2]) == (1, [1])


async def test_of_two_who_act_on_the_same_version_one_must_look_again(
    office: Office,
) -> None:
    """The second writer would decide on what is no longer true."""
    case = await draft(office)
    partnership_id = UUID(case.id)
    now = office.site.clock.now()
    carl = Occasion("staff:carl", frozenset({"case_officer"}), now)
    database = office.service.database
    async with database.transaction() as slow:
        standing = await PostgresWork(slow).load(partnership_id)
        kind = await PostgresWork(slow).kind("bid", 1)
        async with database.transaction() as quick:
            await handle(PostgresWork(quick), partnership_id, lambda _: Submit(), carl)
        with pytest.raises(Conflict):
            await PostgresWork(slow).write(
                carry_out(standing, Withdraw("too late"), kind, carl).change
            )


async def test_votes_that_come_at_once_are_all_counted(office: Office) -> None:
    """A conflict is tried again behind the scenes; no vote is lost or doubled."""
    case = await balloting(office)
    links = [
        office.link("vote", case.id, voter, case.organisations[voter])
        for voter in ("bakery", "smithy", "landlord")
    ]

    answers = await asyncio.gather(
        *(office.web.post(link, json={"choice": "yes"}) for link in links)
    )

    async with office.service.database.reading() as connection:
        box = await connection.fetchrow("select yes_heads, yes_share from ballot_box")
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert box is not None
    assert tuple(box) == (3, 10_000)


async def test_a_refused_command_leaves_no_trace(office: Office) -> None:
    """History, row, timers and messages belong to one transaction."""
    case = await draft(office)
    before = await everything(office)

    refused = await office.ask("mia", "POST", f"{case.path}/approve")

    assert refused.status_code == 409
    assert await everything(office) == before


async def test_a_command_that_changes_nothing_else_still_counts_up(
    office: Office,
) -> None:
    """Every recorded event moves the version on, so that no one decides blindly."""
    case = await draft(office)

    declared = await office.ask("mia", "POST", f"{case.path}/{DeclareConflict.name}")

    assert declared.headers["etag"] == '"2"'


async def everything(office: Office) -> list[int]:
    """How many rows each table of a command has."""
    async with office.service.database.reading() as connection:
        return [
            await connection.fetchval(f"select count(*) from {table}")  # noqa: S608 - names from the line below
            for table in ("event", "outbox", "timer", "partnership", "ballot_box")
        ]
