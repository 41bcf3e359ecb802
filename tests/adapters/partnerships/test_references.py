"""Case numbers: given once, and every gap is shown."""

import pytest

from chassis.service import Service
from services.partnerships import store
from tests.adapters.partnerships.office import Json, Office, proposal

PLACE = "/partnerships/references"


@pytest.fixture
async def numbered(office: Office, service: Service) -> list[str]:
    """Two partnerships, and between them a number whose command was cut off."""
    body = proposal(await office.organisations())
    first = await office.done("carl", "/partnerships", body)
    async with service.database.transaction() as connection:
        await store.next_numbers(connection, [("bid", 2024)])
    third = await office.done("carl", "/partnerships", body)
    return [first["id"], third["id"]]


async def test_every_number_tells_what_became_of_it(
    office: Office, numbered: list[str]
) -> None:
    """A gap is a line like any other, so that nobody looks for a case that never was."""
    page = await office.told("rita", f"{PLACE}/bid/2024")

    assert page == {
        "items": [
            line(1, "taken", numbered[0], "draft"),
            line(2, "unused", None, None),
            line(3, "taken", numbered[1], "draft"),
        ],
        "next": None,
    }


@pytest.mark.usefixtures("numbered")
async def test_numbers_come_in_pages(office: Office) -> None:
    """The last page knows that it is the last."""
    first = await office.told("rita", f"{PLACE}/bid/2024?limit=2")
    second = await office.told(
        "rita", f"{PLACE}/bid/2024?limit=2&cursor={first['next']}"
    )

    pages = [[one["number"] for one in page["items"]] for page in (first, second)]
    assert pages == [[1, 2], [3]]
    assert second["next"] is None


@pytest.mark.usefixtures("numbered")
@pytest.mark.parametrize("where", ["bid/2025", "campus/2024", "agreements/2024"])
async def test_where_nothing_was_numbered_the_list_is_empty(
    office: Office, where: str
) -> None:
    """Years and kinds are counted apart; no kind is taken for another path."""
    assert await office.told("rita", f"{PLACE}/{where}") == {"items": [], "next": None}


@pytest.mark.usefixtures("numbered")
async def test_a_refused_proposal_takes_no_number(office: Office) -> None:
    """What the rules refuse is refused before a number is drawn."""
    body: Json = {
        "kind": "bid",
        "title": "BID Uden Mening",
        "goals": ["G1.1"],
        "parties": [],
        "fields": {"dragon": {"type": "texts", "texts": ["Ild"]}},
    }
    refused = await office.ask("carl", "POST", "/partnerships", body)
    page = await office.told("rita", f"{PLACE}/bid/2024")

    assert refused.status_code == 409, refused.text
    assert len(page["items"]) == 3


@pytest.mark.usefixtures("numbered")
async def test_who_looks_at_the_numbers_is_noted(office: Office) -> None:
    """The list names cases, so it is a read like any other."""
    await office.told("rita", f"{PLACE}/bid/2024")

    (noted,) = (await office.told("mia", "/access-log"))["items"]
    assert noted["route"] == f"GET /v1{PLACE}/{{kind}}/{{year}}"
    assert (noted["actor"], noted["shown"]) == ("staff:rita", 3)


def line(
    number: int, outcome: str, partnership: str | None, status: str | None
) -> Json:
    """One line of the list."""
    return {
        "number": number,
        "reference": f"HTK-BID-2024-{number:04d}",
        "outcome": outcome,
        "partnership_id": partnership,
        "status": status,
    }
