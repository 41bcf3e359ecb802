"""Who read a case is known as well as who changed it."""

import asyncpg
import pytest

from services.partnerships.accesses import Accesses
from tests.adapters.partnerships.office import Json, Office
from tests.adapters.partnerships.stages import balloting, draft


async def log(office: Office, path: str) -> list[Json]:
    """Who was shown what, the last one first."""
    items: list[Json] = (await office.told("mia", path))["items"]
    return items


async def test_every_read_of_a_case_is_a_row(office: Office) -> None:
    """The case, its history, its files and what may happen next, each by name."""
    case = await draft(office)
    for place in ("", "/history", "/files", "/next-steps"):
        await office.told("rita", f"{case.path}{place}")

    rows = await log(office, f"{case.path}/access-log")

    told = "GET /v1/partnerships/{partnership_id}"
    assert [(row["actor"], row["route"]) for row in rows] == [
        ("staff:rita", f"{told}/next-steps"),
        ("staff:rita", f"{told}/files"),
        ("staff:rita", f"{told}/history"),
        ("staff:rita", told),
    ]
    assert {row["partnership_id"] for row in rows} == {case.id}


async def test_a_list_is_one_row_with_what_was_asked(office: Office) -> None:
    """Not a row for each case, but what was looked for, and how many were shown."""
    await draft(office)
    await office.told("rita", "/partnerships?kind=bid&limit=10")
    await office.told("mia", "/access-log")

    by_mia, by_rita = await log(office, "/access-log")

    assert by_rita["route"] == "GET /v1/partnerships"
    assert by_rita["asked"] == {"kind": "bid", "limit": "10"}
    assert (by_rita["partnership_id"], by_rita["shown"]) == (None, 1)
    assert (by_mia["route"], by_mia["shown"]) == ("GET /v1/access-log", 1)


async def test_a_partner_who_follows_a_link_is_noted(office: Office) -> None:
    """By contact, and without the token, which would let anybody vote."""
    case = await balloting(office)
    link = office.link("vote", case.id, "bakery", case.organisations["bakery"])
    assert (await office.web.get(link)).status_code == 200

    (row,) = await log(office, f"{case.path}/access-log")

    assert row["route"] == "GET /v1/partner/{token}"
    assert row["actor"] == "contact:00000000-0000-0000-0000-0000000000a2"


async def test_a_dry_run_shows_the_case_and_is_noted(office: Office) -> None:
    """It leaves no trace in the history."""
    case = await draft(office)
    await office.done("carl", f"{case.path}/submit?dry_run=true")

    (row,) = await log(office, f"{case.path}/access-log")

    assert row["route"] == "POST /v1/partnerships/{partnership_id}/submit"


async def test_what_was_not_shown_is_not_noted(office: Office) -> None:
    """A refusal, a command, and what is no case."""
    case = await draft(office)
    await office.ask("rita", "GET", f"{case.path}/access-log")
    await office.ask("carl", "GET", f"{case.path}/agreements/1")
    await office.done("carl", f"{case.path}/submit")
    await office.told("rita", "/kinds")
    await office.told("rita", "/organisations")

    assert await log(office, "/access-log") == []


async def test_what_cannot_be_noted_is_not_shown(
    office: Office, database_url: str
) -> None:
    """An answer without a note would be a read that nobody knows of."""
    case = await draft(office)
    connection = await asyncpg.connect(database_url)
    await connection.execute("drop table partnerships.access")
    await connection.close()

    answer = await office.ask("rita", "GET", case.path)

    assert answer.status_code == 500
    assert "Marsupilami" not in answer.text


async def test_only_managers_and_admins_read_the_log(office: Office) -> None:
    """Who reads whose cases is itself about people; an unknown case has no log."""
    case = await draft(office)
    nobody = "/partnerships/00000000-0000-4000-8000-000000000000/access-log"

    answers = [
        await office.ask("rita", "GET", f"{case.path}/access-log"),
        await office.ask("carl", "GET", "/access-log"),
        await office.ask("ada", "GET", f"{case.path}/access-log"),
        await office.ask("mia", "GET", nobody),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 200, 404]


async def test_pages_of_the_log_go_back_in_time(office: Office) -> None:
    """The next page begins behind the last row of this one."""
    case = await draft(office)
    await office.told("rita", case.path)
    await office.told("carl", case.path)

    first = await office.told("mia", f"{case.path}/access-log?limit=1")
    second = await office.told(
        "mia", f"{case.path}/access-log?limit=2&cursor={first['next']}"
    )

    assert [row["actor"] for row in first["items"]] == ["staff:carl"]
    assert [row["actor"] for row in second["items"]] == ["staff:rita"]


@pytest.mark.parametrize(
    "change",
    [
        "update access set actor = 'staff:nobody'",
        "delete from access",
        "truncate access",
    ],
)
async def test_the_service_can_only_add(office: Office, change: str) -> None:
    """Its own role cannot take back what is noted."""
    case = await draft(office)
    await office.told("rita", case.path)

    with pytest.raises(asyncpg.RaiseError, match="append-only"):
        async with office.service.database.reading() as connection:
            await connection.execute(change)


async def test_the_log_forgets_after_two_years(office: Office) -> None:
    """It is about people, and is not kept for ever; what is younger stays."""
    case = await draft(office)
    await office.told("rita", case.path)
    database = office.service.database
    async with database.reading() as connection:
        await connection.execute(
            "insert into access (at, actor, route, asked, correlation_id)"
            " values (now() - interval '25 months', 'staff:old', 'GET', '{}', 'none')"
        )

    await Accesses(database).forget()

    assert [row["actor"] for row in await log(office, "/access-log")] == ["staff:rita"]
