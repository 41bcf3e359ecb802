"""Partnerships are found by their words, and by what they are, together."""

from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from services.partnerships.deriving import derive
from services.partnerships.searching import MOST_NEAR
from tests.adapters.partnerships.office import Json, Office, proposal

type Find = Callable[[str], Coroutine[Any, Any, list[str]]]

GREEN = "Æblehaven ved Høje-Taastrup"
BRIGHT = "Lysere gågader"


@pytest.fixture
async def find(office: Office) -> Find:
    """Three drafts, the last one without parties; what a query finds, by title."""
    ids = await office.organisations()
    green = proposal(ids) | {"title": GREEN}
    green["fields"] |= {"purpose": {"type": "text", "text": "Flere grønne træer"}}
    await office.done("carl", "/partnerships", green)
    bright = proposal(ids) | {"title": BRIGHT, "goals": ["G1.1", "G2.2"]}
    bright["fields"] |= {"area": square(10.1, 56.1)}
    await office.done("carl", "/partnerships", bright)
    where = {"address": "Gadehavegårdsvej 1", "position": [12.268, 55.652]}
    campus = {
        "kind": "campus",
        "title": "Campus Vidensbyen",
        "goals": ["G4.2"],
        "fields": {"place": {"type": "place"} | where},
    }
    await office.done("carl", "/partnerships", campus)

    async def find(query: str) -> list[str]:
        page = await office.told("rita", f"/partnerships?{query}")
        return [one["title"] for one in page["items"]]

    return find


def square(east: float, north: float) -> Json:
    """An area of a tenth of a degree either way."""
    corners = [(0.0, 0.0), (0.1, 0.0), (0.1, 0.1), (0.0, 0.1), (0.0, 0.0)]
    ring = [[east + x, north + y] for x, y in corners]
    return {"type": "area", "area": {"type": "Polygon", "coordinates": [ring]}}


async def test_words_are_found_in_every_danish_form(find: Find) -> None:
    """In titles, texts and names of parties; æøå count, large and small do not."""
    found = {
        text: await find(f"q={text}")
        for text in (
            "æblehave",
            "HØJE-TAASTRUP",
            "træ",
            "grønt træ",
            "gågaden",
            "renholdet",
            "smedje",
            "bageri -æblehave",
            '"lysere gågader"',
            '"gågader lysere"',
            "Gadehavegårdsvej",
            "hoje",
        )
    }

    assert found == {
        "æblehave": [GREEN],
        "HØJE-TAASTRUP": [BRIGHT, GREEN],
        "træ": [],
        "grønt træ": [],
        "gågaden": [BRIGHT],
        "renholdet": [BRIGHT, GREEN],
        "smedje": [BRIGHT, GREEN],
        "bageri -æblehave": [BRIGHT],
        '"lysere gågader"': [BRIGHT],
        '"gågader lysere"': [],
        "Gadehavegårdsvej": ["Campus Vidensbyen"],
        "hoje": [],
    }


async def test_a_reference_is_found_whole_and_in_part(find: Find) -> None:
    """As people type it, or remember its end."""
    assert await find("q=HTK-BID-2024-0002") == [BRIGHT]
    assert await find("q=bid-2024-0001") == [GREEN]
    assert await find("q=2024-0001") == ["Campus Vidensbyen", GREEN]
    assert await find("q=htk-campus") == ["Campus Vidensbyen"]
    assert await find("q=htk-bid gågader") == [BRIGHT]
    assert await find("q=HTK-BID-2023-0001") == []


async def test_filters_narrow_one_another(find: Find) -> None:
    """Each of them, and all together; a polygon by itself, not by its box."""
    assert await find("area=12.2,55.6,12.3,55.7") == ["Campus Vidensbyen", GREEN]
    assert await find("area=12.2,55.6,12.3,55.7&kind=bid") == [GREEN]
    assert await find("area=12.2600,55.6590,12.2601,55.6591") == []
    assert await find("area=10.15,56.15,10.15,56.15&goal=G2.2&state=draft") == [BRIGHT]
    assert await find("q=bageri&goal=G1.1&state=submitted") == []


async def test_a_search_goes_on_from_page_to_page(office: Office, find: Find) -> None:
    """The words stay with the cursor, newest first."""
    assert await find("q=bageri") == [BRIGHT, GREEN]

    page = await office.told("rita", "/partnerships?q=bageri&limit=1")

    assert await find(f"q=bageri&limit=1&cursor={page['next']}") == [GREEN]


async def test_a_text_that_is_revised_is_found_anew(office: Office, find: Find) -> None:
    """And no more by what it said before."""
    [case] = (await office.told("rita", "/partnerships?kind=campus"))["items"]
    path = f"/partnerships/{case['id']}"
    await office.done("carl", f"{path}/revise", {"title": "Ungdomshuset"})

    assert await find("q=campus&kind=campus") == []
    assert await find("q=ungdomshus") == ["Ungdomshuset"]


async def test_what_is_missing_is_derived_as_it_was_written(
    office: Office, find: Find
) -> None:
    """After an upgrade nothing stays unfound."""
    async with office.service.database.reading() as connection:
        written = await connection.fetch(EVERYTHING)
        await connection.execute("delete from finding")
    assert await find("q=gågade") == []

    await derive(office.service.database, office.site.clock)

    assert await find("q=gågade") == [BRIGHT]
    async with office.service.database.reading() as connection:
        assert await connection.fetch(EVERYTHING) == written
    assert len(written) == 3


async def test_an_area_with_very_many_is_listed_like_one_with_few(
    office: Office,
) -> None:
    """Newest first and page by page, however they are found."""
    async with office.service.database.reading() as connection:
        await connection.execute(MANY, MOST_NEAR + 1)

    async def references(query: str) -> list[str]:
        page = await office.told("rita", f"/partnerships?limit=2&{query}")
        return [one["reference"] for one in page["items"]]

    assert await references("area=12,55,14,56") == ["X-1001", "X-1000"]
    assert await references("area=12,55,14,56&state=active") == ["X-3"]
    assert await references("area=12,55,12.0025,56") == ["X-2", "X-1"]
    assert await references("area=12,55,12.0025,56&state=active") == []
    assert await references("area=10,55,11,56") == []


# In a row from west to east, a thousandth of a degree between them.
MANY = """
with made as (
    insert into partnership (id, reference, kind, kind_version, title, status, version,
                             organisations, goals, updated_at)
    select lpad(to_hex(number), 32, '0')::uuid, 'X-' || number, 'bid', 1, 'X',
           case number when 3 then 'active' else 'draft' end, 1, '{}', '{}', now()
    from generate_series(1, $1::int) as number
    returning id, reference
)
insert into finding (partnership_id, words, area)
select id, '', polygon(box(point(12 + east * 0.001, 55.5), point(12 + east * 0.001, 55.5)))
from made, lateral (select substr(reference, 3)::int as east) as place
"""
EVERYTHING = "select partnership_id, words::text, area::text from finding order by 1"


async def test_a_search_that_says_nothing_is_refused(office: Office) -> None:
    """Whoever writes small words only gets told, not an empty list."""
    answer = await office.ask("rita", "GET", "/partnerships?q=og%20i")
    backwards = await office.ask("rita", "GET", "/partnerships?area=13,55,12,56")

    assert answer.status_code == 422
    assert answer.json()["code"] == "nothing_to_search_for"
    assert [(one["field"], one["code"]) for one in backwards.json()["errors"]] == [
        ("area", "not_an_area")
    ]


async def test_a_parameter_that_is_not_known_is_refused(office: Office) -> None:
    """A misspelt filter would show everything; the answer names those that are."""
    answer = await office.ask(
        "rita",
        "GET",
        "/partnerships?tilstand=draft&limit=5",
        headers={"Accept-Language": "da"},
    )
    bare = await office.ask("rita", "GET", "/kinds?kind=bid")

    assert answer.status_code == 422
    problem = answer.json()
    assert problem["code"] == "unknown_parameter"
    assert problem["facts"] == {
        "unknown": ["tilstand"],
        "permitted": [
            "area",
            "cursor",
            "due_before",
            "goal",
            "kind",
            "limit",
            "organisation_id",
            "q",
            "state",
        ],
    }
    assert problem["detail"].startswith("Adressen kender ikke: tilstand. Den kender: ")
    assert (bare.status_code, bare.json()["code"]) == (422, "no_parameters")


async def test_a_misspelt_dry_run_is_not_done(office: Office) -> None:
    """What was meant as a rehearsal must not become a case."""
    ids = await office.organisations()

    answer = await office.ask(
        "carl", "POST", "/partnerships?dryrun=true", proposal(ids)
    )

    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_parameter")
    assert (await office.told("rita", "/partnerships"))["items"] == []
