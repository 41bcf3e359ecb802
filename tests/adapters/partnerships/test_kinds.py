"""Kinds are data: those that are shipped can be read as they are enforced."""

from tests.adapters.partnerships.office import Office


async def test_the_shipped_kinds_can_be_proposed(office: Office) -> None:
    """A fresh installation can begin at once."""
    response = await office.ask("rita", "GET", "/kinds")

    assert [(one["key"], one["version"]) for one in response.json()] == [
        ("bid", 1),
        ("campus", 1),
        ("climate", 1),
        ("labour", 1),
        ("mentor", 1),
        ("school", 1),
        ("transport", 1),
    ]


async def test_a_version_is_read_by_its_number(office: Office) -> None:
    """A partnership pins a version, which must stay readable."""
    told = await office.told("rita", "/kinds/bid?version=1")
    missing = await office.ask("rita", "GET", "/kinds/bid?version=2")

    assert told == await office.told("rita", "/kinds/bid")
    assert told["longest_term_years"] == 5
    assert missing.status_code == 404


async def test_two_published_versions_never_overlap(office: Office) -> None:
    """On every day there is one answer to what a kind asks for."""
    async with office.service.database.reading() as connection:
        refused = ""
        try:
            await connection.execute(
                """
                insert into kind_version
                select kind, 2, status, '2024-01-01', null, definition
                from kind_version where kind = 'bid'
                """
            )
        except Exception as error:  # noqa: BLE001 - the driver's own, looked at below
            refused = str(error)

    assert refused == "version 2 of kind bid overlaps another"
