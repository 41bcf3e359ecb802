"""Filters are kept under a name, are private, and say when they do not work any more."""

from services.partnerships.saved import MOST
from tests.adapters.partnerships.office import Json, Office
from tests.adapters.partnerships.stages import draft

MINE = {"name": "Grønne kladder", "parameters": {"state": "draft", "q": "bageri æble"}}


async def listed(office: Office, who: str) -> list[Json]:
    """The filters of somebody."""
    answer = await office.ask(who, "GET", "/filters")
    assert answer.status_code == 200
    filters: list[Json] = answer.json()
    return filters


async def test_a_filter_is_kept_renamed_and_removed(office: Office) -> None:
    """By its owner; the list that it stands for is an address."""
    case = await draft(office)
    made = await office.done("carl", "/filters", MINE)

    assert {key: made[key] for key in MINE} == MINE
    assert (made["valid"], made["errors"]) == (True, [])
    assert made["url"] == "/v1/partnerships?state=draft&q=bageri+%C3%A6ble"
    assert await office.told("carl", made["url"].removeprefix("/v1")) == {
        "items": [],
        "next": None,
    }
    path = f"/filters/{made['id']}"
    renamed = {"name": "Kladder", "parameters": {"state": "draft"}}
    answer = await office.ask("carl", "PUT", path, renamed)
    assert answer.status_code == 200
    [kept] = await listed(office, "carl")
    assert kept == answer.json()
    page = await office.told("carl", kept["url"].removeprefix("/v1"))
    assert [one["id"] for one in page["items"]] == [case.id]
    gone = await office.ask("carl", "DELETE", path)
    assert (gone.status_code, gone.json()["name"]) == (200, "Kladder")
    assert await listed(office, "carl") == []
    assert (await office.ask("carl", "DELETE", path)).status_code == 404


async def test_nobody_sees_or_changes_the_filter_of_another(office: Office) -> None:
    """Not even an administrator; it is as if it were not there."""
    made = await office.done("carl", "/filters", MINE)
    path = f"/filters/{made['id']}"

    for who in ("mia", "ada"):
        assert await listed(office, who) == []
        assert (await office.ask(who, "PUT", path, MINE)).status_code == 404
        assert (await office.ask(who, "DELETE", path)).status_code == 404
    await office.done("mia", "/filters", MINE)
    assert len(await listed(office, "carl")) == 1


async def test_a_name_is_used_once_and_a_parameter_is_known(office: Office) -> None:
    """What the list would refuse is not kept."""
    await office.done("carl", "/filters", MINE)
    again = await office.ask("carl", "POST", "/filters", MINE)
    strange = {"name": "x", "parameters": {"stat": "draft", "goal": "G"}}
    refused = await office.ask("carl", "POST", "/filters", strange)
    reader = await office.ask("rita", "POST", "/filters", MINE)

    assert (again.status_code, again.json()["code"]) == (409, "filter_name_taken")
    assert sorted((one["field"], one["code"]) for one in refused.json()["errors"]) == [
        ("parameters.goal", "malformed"),
        ("parameters.stat", "unknown_field"),
    ]
    assert reader.status_code == 403


async def test_a_filter_that_works_no_more_says_why(office: Office) -> None:
    """After a release that knows a parameter no more, or other values of it."""
    await office.done("carl", "/filters", MINE)
    async with office.service.database.reading() as connection:
        parameters = {"state": "sleeping", "theme": "T1"}
        await connection.execute("update saved_filter set parameters = $1", parameters)

    [kept] = await listed(office, "carl")

    assert (kept["valid"], kept["url"]) == (False, None)
    assert kept["parameters"] == parameters
    assert [(one["field"], one["code"]) for one in kept["errors"]] == [
        ("state", "not_a_choice"),
        ("theme", "unknown_field"),
    ]


async def test_only_so_many_filters_are_kept(office: Office) -> None:
    """Nobody needs more, and a script gone wild fills no table."""
    async with office.service.database.reading() as connection:
        await connection.execute(FILL, MOST)

    answer = await office.ask("carl", "POST", "/filters", MINE)

    assert (answer.status_code, answer.json()["code"]) == (409, "too_many_filters")


FILL = """
insert into saved_filter (id, owner, name, parameters, changed_at)
select gen_random_uuid(), 'staff:carl', number::text, '{}', now()
from generate_series(1, $1::int) as number
"""
