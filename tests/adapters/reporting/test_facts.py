"""Facts are kept once each, read as they were told, and come back after a rebuild."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import UUID

import asyncpg
import pytest

from chassis.ids import derived_id
from chassis.service import Service
from contracts import MESSAGES, Envelope, Message
from services.reporting.domain.facts import Fact
from services.reporting.store import HAPPENINGS, facts
from tests.adapters.reporting.conftest import a_year, hear
from tests.support.stack import ROOT

AT = datetime(2026, 1, 1, 12, 0, tzinfo=UTC)

TOLD = {
    "Proposed",
    "Revised",
    "Decided",
    "AgreementConcluded",
    "AgreementTookEffect",
    "Suspended",
    "Resumed",
    "Ended",
    "OutcomeReported",
    "OutcomeAccepted",
    "OutcomeReturned",
    "ReviewOpened",
    "StatementGiven",
    "ReviewConcluded",
    "AttendanceRecorded",
    "BallotClosed",
    "OrganisationRegistered",
}


def samples() -> list[Envelope[Message]]:
    """One golden sample of every message that reporting hears."""
    told: list[Envelope[Message]] = []
    for message_type in MESSAGES:
        if message_type in HAPPENINGS:
            name = f"{message_type.service}.{message_type.event}.v1.json"
            text = (ROOT / "contracts" / "samples" / name).read_text()
            told.append(
                Envelope(
                    id=derived_id(name),
                    occurred_at=AT,
                    aggregate_id=derived_id("aggregate"),
                    sequence=len(told) + 1,
                    actor="system",
                    correlation_id="a-journey",
                    message=message_type.model_validate_json(text),
                )
            )
    return told


async def known(service: Service, as_of: datetime = AT) -> list[Fact]:
    """The facts as the domain knows them."""
    async with service.database.reading() as connection:
        return await facts(connection, as_of)


async def rows(service: Service) -> str:
    """Every byte of the table, in the order of the message ids."""
    async with service.database.reading() as connection:
        found = await connection.fetch("select f::text from fact f order by message_id")
    return "\n".join(row[0] for row in found)


async def test_every_message_that_matters_becomes_a_fact(service: Service) -> None:
    """Each golden sample is kept and read back as the domain's own word for it."""
    await hear(service, samples())

    found = await known(service)

    assert {type(fact.happening).__name__ for fact in found} == TOLD
    assert {fact.message_id for fact in found} == {told.id for told in samples()}


async def test_a_fact_keeps_who_it_is_about_and_when_it_happened(
    service: Service,
) -> None:
    """Figures keep their decimals, and the partnership its id."""
    await hear(service, a_year())

    reported = (await known(service))[3]

    assert reported.occurred_at == datetime(2024, 12, 20, 12, 0, tzinfo=UTC)
    assert reported.partnership_id == UUID("00000000-0000-0000-0000-0000000000aa")
    assert reported.sequence == 4
    assert reported.type == "dk.htk.medspil.partnerships.outcome-reported.v1"
    assert str(getattr(reported.happening, "value", None)) == "1200.5"


async def test_an_organisation_belongs_to_no_partnership(service: Service) -> None:
    """It may take part in many."""
    await hear(service, samples())

    registered = next(
        fact
        for fact in await known(service)
        if type(fact.happening).__name__ == "OrganisationRegistered"
    )

    assert registered.partnership_id is None


async def test_only_what_had_happened_is_read(service: Service) -> None:
    """The instant itself included."""
    await hear(service, a_year())

    assert len(await known(service, datetime(2024, 4, 1, 12, 0, tzinfo=UTC))) == 3


async def test_a_message_delivered_twice_is_one_fact(service: Service) -> None:
    """The stream may bring everything again."""
    await hear(service, a_year())
    before = await rows(service)
    await hear(service, a_year())

    assert await rows(service) == before
    assert len(before.splitlines()) == 7


async def test_a_rebuild_gives_the_same_bytes(service: Service) -> None:
    """Nothing in a derived table tells when, or in which order, it was written."""
    told = [*a_year(), *samples()]
    await hear(service, told)
    before = await rows(service)

    await empty(service)
    assert not await rows(service)
    await hear(service, reversed(told))

    assert await rows(service) == before


async def empty(service: Service) -> None:
    """Empty what a rebuild empties, with the service's own rights."""
    async with service.database.transaction() as connection:
        await connection.execute("truncate inbox, fact")


@pytest.mark.parametrize("statement", ["delete from fact", "update fact set type = ''"])
async def test_facts_are_never_changed(service: Service, statement: str) -> None:
    """A figure that was published must be explained for ever."""
    await hear(service, a_year())

    with pytest.raises(asyncpg.RaiseError, match="append-only"):
        async with service.database.transaction() as connection:
            await connection.execute(statement)


async def test_no_fact_names_a_person(service: Service) -> None:
    """Messages carry ids alone, and facts carry messages."""
    await hear(service, samples())
    async with service.database.reading() as connection:
        found = await connection.fetch("select data from fact")

    keys = set(flattened(json.loads(json.dumps([row["data"] for row in found]))))
    assert keys.isdisjoint({"name", "email", "phone", "address", "actor"})


def flattened(tree: object) -> Iterable[str]:
    """Every key in a tree of JSON."""
    if isinstance(tree, list):
        for part in tree:
            yield from flattened(part)
    elif isinstance(tree, dict):
        for key, part in tree.items():
            yield key
            yield from flattened(part)
