"""A whole case through every service, its contact erased: no table names anybody."""

from collections.abc import AsyncGenerator
from uuid import UUID

import pytest

from chassis.service import Site
from services.notifications.contacts import By, Contact, register
from tests.adapters.medspil import town as towns
from tests.adapters.medspil.town import Town
from tests.adapters.partnerships.office import CONTACTS
from tests.adapters.partnerships.stages import in_force

MARKS = ("Vandrefalk", "vandrefalk@", "Isfugl", "isfugl@")  # names and addresses
BAKER = CONTACTS["bakery"]


@pytest.fixture
async def town(site: Site) -> AsyncGenerator[Town]:
    """Every service, and somebody to write to."""
    async with towns.town(site) as there:
        yield there


async def registered(town: Town, organisation_id: str) -> None:
    """The baker is known by the id that the case uses, and amended under a key."""
    contact = Contact(
        BAKER,
        UUID(organisation_id),
        "Vera Vandrefalk",
        "vera.vandrefalk@bageri.example",
        "da",
        "email",
        consent=True,
        version=1,
        registered_at=town.office.site.clock.now(),
    )
    by = By("staff:carl", contact.registered_at, "a-case")
    async with town.services["notifications"].database.transaction() as connection:
        await register(connection, contact, by)
    amended = await town.office.ask(
        "carl",
        "PATCH",
        f"/contacts/{BAKER}",
        {"name": "Ida Isfugl", "email": "ida.isfugl@bageri.example"},
        {"Idempotency-Key": "married"},
    )
    assert amended.status_code == 200, amended.text


async def test_whoever_was_erased_is_named_nowhere_and_every_history_is_whole(
    town: Town,
) -> None:
    """No event, message or other row; and hearing everything again brings nothing back."""
    office = town.office
    case = await in_force(office)
    await registered(town, case.organisations["bakery"])
    await town.tell()
    await town.send()
    letters = len(town.mail.letters)
    named = await town.naming(*MARKS)
    sealed = await town.sealed()
    erase, why = f"/contacts/{BAKER}/erase", {"reason": "asked_to_be_erased"}

    refused = await office.ask("mia", "POST", erase, why)
    reason = {"reason": "Parterne er enige"}
    await office.done("mia", f"{case.path}/terminate", reason)
    await town.tell()
    whole = await town.amiss(sealed)
    erased = await office.done("mia", erase, why)
    await town.tell()
    await town.send()

    assert letters > 0
    assert named == {"notifications.contact", "notifications.idempotency"}
    assert refused.json()["code"] == "contact_in_force"
    assert erased["contact_id"] == str(BAKER)
    assert await town.naming(*MARKS) == set()
    assert whole == await town.amiss(sealed) == []
    assert len(town.mail.letters) == letters
    shown = await office.told("carl", case.path)
    assert {
        one["reason"] for one in shown["unreached"] if one["contact_id"] == str(BAKER)
    } == {"contact_erased"}
