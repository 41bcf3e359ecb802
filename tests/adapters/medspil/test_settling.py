"""From a contact that nobody knows to a line that is gone: what an officer sees of it."""

from collections.abc import AsyncGenerator

import pytest

from chassis.service import Site
from tests.adapters.medspil import town as towns
from tests.adapters.medspil.town import Town
from tests.adapters.partnerships.office import Json
from tests.adapters.partnerships.stages import in_force


@pytest.fixture
async def town(site: Site) -> AsyncGenerator[Town]:
    """Every service, and somebody to write to."""
    async with towns.town(site) as there:
        yield there


async def test_who_was_told_otherwise_is_no_longer_shown_as_unreached(
    town: Town,
) -> None:
    """Each line goes when it is settled, for good; the others stay."""
    office = town.office
    case = await in_force(office)
    await town.tell()
    await town.send()
    await town.tell()

    async def unreached() -> list[Json]:
        await town.tell()
        found: list[Json] = (await office.told("carl", case.path))["unreached"]
        return found

    [first, *others] = await unreached()
    await office.done(
        "carl",
        f"/deliveries/{first['delivery_id']}/settle",
        {"how": "told_otherwise"},
    )

    assert first["reason"] == "contact_unknown"
    assert others
    assert await unreached() == others
    await town.send()
    assert await unreached() == others
