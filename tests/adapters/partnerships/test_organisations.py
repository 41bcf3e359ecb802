"""Organisations are registered once, under numbers that exist, and told of by id."""

from services.partnerships.consumers import subscriptions
from tests.adapters.partnerships.office import Office

BAKERY = {
    "name": "Bageriet Pelikan ApS",
    "cvr": "10000009",
    "p_number": "1000000001",
    "industry_code": "107120",
    "size_class": "small",
    "focus": ["green"],
}


async def test_a_registered_organisation_can_be_read_and_is_told_of(
    office: Office,
) -> None:
    """The name stays here; the message carries numbers and codes alone."""
    created = await office.ask("carl", "POST", "/organisations", BAKERY)

    shown = created.json()
    assert created.status_code == 201
    assert created.headers["location"] == f"/v1/organisations/{shown['id']}"
    assert await office.told("rita", f"/organisations/{shown['id']}") == shown
    assert {key: shown[key] for key in BAKERY} == BAKERY
    async with office.service.database.reading() as connection:
        body = await connection.fetchval("select body from outbox")
    assert "Pelikan" not in body
    assert '"cvr":"10000009"' in body


async def test_a_number_without_its_check_digit_is_refused(office: Office) -> None:
    """A mistyped CVR number would bind a stranger."""
    response = await office.ask(
        "carl", "POST", "/organisations", {**BAKERY, "cvr": "10000008"}
    )

    assert response.status_code == 422
    assert [(one["field"], one["code"]) for one in response.json()["errors"]] == [
        ("cvr", "cvr_number")
    ]


async def test_the_same_unit_is_not_registered_twice(office: Office) -> None:
    """A second id for the same unit would split its figures."""
    first = await office.done("carl", "/organisations", BAKERY)
    again = await office.ask("carl", "POST", "/organisations", BAKERY)
    another = await office.ask(
        "carl", "POST", "/organisations", {**BAKERY, "p_number": None}
    )

    assert again.status_code == 409
    assert again.json()["code"] == "organisation_known"
    assert again.json()["facts"] == {"organisation_id": first["id"]}
    assert another.status_code == 201


async def test_a_reader_registers_nothing(office: Office) -> None:
    """Who may only read may not write."""
    response = await office.ask("rita", "POST", "/organisations", BAKERY)

    assert response.status_code == 403
    assert response.json()["code"] == "forbidden"


async def test_the_list_goes_by_name_from_page_to_page(office: Office) -> None:
    """The cursor goes on behind the last name that was shown."""
    await office.organisations()

    first = await office.ask("rita", "GET", "/organisations?limit=3")
    second = await office.told(
        "rita", f"/organisations?limit=3&cursor={first.json()['next']}"
    )

    assert [one["name"] for one in first.json()["items"]] == [
        "Bageriet Pelikan ApS",
        "Ejendomsselskabet Næbdyr",
        "Høje-Taastrup Kommune",
    ]
    assert 'rel="next"' in first.headers["link"]
    assert second["next"] is None
    assert [one["name"] for one in second["items"]] == ["Smedjen Hvalros A/S"]


async def test_an_unknown_organisation_is_not_found(office: Office) -> None:
    """An id that was never given leads nowhere."""
    path = "/organisations/00000000-0000-0000-0000-000000000001"

    response = await office.ask("rita", "GET", path)

    assert response.status_code == 404
    assert response.json()["code"] == "not_found"


def test_the_service_hears_of_letters_only() -> None:
    """Everything else it needs, it knows itself."""
    assert sorted(one.__name__ for one in subscriptions().types) == [
        "DeliveryFailedV1",
        "DeliverySettledV1",
        "DeliverySucceededV1",
        "LinkIssuedV1",
    ]
