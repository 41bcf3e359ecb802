"""A case whose time is up, through every service: destroyed by two, and known to be."""

from collections.abc import AsyncGenerator
from datetime import date
from uuid import UUID

import asyncpg
import pytest

from chassis.history import Break
from chassis.service import Site
from medspil import heads, operating, telling
from services.notifications.contacts import By, Contact, register
from services.partnerships.destructions import GOES
from tests.adapters.medspil import town as towns
from tests.adapters.medspil.town import Town
from tests.adapters.partnerships.office import CONTACTS, Json
from tests.adapters.partnerships.stages import reviewing

FOR_EVER_NOT = {"years": 5, "reason": "Arkivaren har afgjort det"}
MARKS = ("BID Marsupilami", "Brandstationen", "Parterne er enige")
# What says that there was a case, what others were told, and who read it.
STAYS = {
    "partnerships.access",
    "partnerships.destruction",
    "partnerships.destroyed_stream",
    "partnerships.outbox",
    "partnerships.idempotency",
    "partnerships.reference_counter",
    "events.dropped_partnership",
    "events.destroyed_stream",
    "events.outbox",
    "notifications.dropped_partnership",
    "notifications.outbox",
    "reporting.fact",
}


@pytest.fixture
async def town(site: Site) -> AsyncGenerator[Town]:
    """Every service, and somebody to write to."""
    async with towns.town(site) as there:
        yield there


async def closed(town: Town) -> str:
    """A case with files, letters, a meeting and a disclosure, which then ended."""
    office = town.office
    case, _ = await reviewing(office)
    baker = Contact(
        CONTACTS["bakery"],
        UUID(case.organisations["bakery"]),
        "Vera",
        "vera@bageri.example",
        "da",
        "email",
        consent=True,
        version=1,
        registered_at=office.site.clock.now(),
    )
    by = By("staff:carl", baker.registered_at, "a-case")
    async with town.services["notifications"].database.transaction() as connection:
        await register(connection, baker, by)
    await town.tell()
    await town.send()
    await office.evidence(case.path)
    await office.done("mia", f"{case.path}/disclosures", {})
    meeting = {
        "type": "network_meeting",
        "title": "Møde på Brandstationen",
        "partnership_id": case.id,
    }
    await office.done("carl", "/gatherings", meeting)
    await office.done("mia", f"{case.path}/terminate", {"reason": MARKS[2]})
    await town.tell()
    return case.path


async def ruled(town: Town) -> None:
    """Terminated partnerships are kept for five years, says an admin."""
    rule = FOR_EVER_NOT | {"outcome": "terminated"}
    await town.office.done("ada", "/retention/rules", rule)


async def destroyed(town: Town, path: str) -> Json:
    """Mia proposes, Max confirms, and everybody hears it."""
    office = town.office
    reason = {"reason": "Fristen er gået"}
    proposed = await office.done("mia", f"{path}/propose-destruction", reason)
    record = await office.done("max", f"/destructions/{proposed['id']}/confirm")
    await town.tell()
    return record


async def test_a_destroyed_case_leaves_a_record_and_no_content(town: Town) -> None:
    """In no table of any service; and hearing everything again brings nothing back."""
    path = await closed(town)
    case = path.rpartition("/")[2]
    await ruled(town)
    await town.office.pass_timers(date(2030, 7, 1))
    before = await town.naming(*MARKS)
    sealed = await town.sealed()

    record = await destroyed(town, path)
    await town.tell()

    head = next(end for end in sealed["partnerships"] if str(end.stream_id) == case)
    assert (record["last_version"], record["head"]) == (head.version, head.hash.hex())
    assert record["counts"] == {
        "event": head.version,
        "task": 0,
        "evidence_file": 1,
        "disclosure": 1,
        "legal_hold": 0,
        "kind_move_item": 0,
        "ballot_box": 1,
        # Three contacts are not registered: 2 are asked to vote, 3 hear the count and
        # the approval, 2 are asked to sign, 2 hear that all have (the last one knows),
        # 3 that it applies, and 2 are asked for a statement.
        "unreached": 17,
        "issued_link": 3,  # to vote, to sign, to give a statement
        "finding": 1,
        "imported": 0,
    }
    assert [len(record[name]) for name in ("files", "disclosures")] == [1, 1]
    assert before >= {"partnerships.event", "notifications.news", "events.gathering"}
    # Messages keep a title: it is what the evaluation of past years is computed from.
    assert await town.naming(*MARKS) == {
        "partnerships.outbox",
        "events.outbox",
        "reporting.fact",
    }
    assert await town.naming(case) <= STAYS
    assert await town.amiss(sealed) == []
    shown = await town.office.ask("carl", "GET", path)
    verified = await town.office.ask("carl", "GET", f"{path}/history/verification")
    assert shown.status_code == verified.status_code == 410
    assert shown.json()["facts"]["destruction_id"] == record["id"]


async def test_a_head_tells_what_was_destroyed_from_what_was_cut(
    town: Town, database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also the next head, which still has the end of what was destroyed."""
    path = await closed(town)
    await ruled(town)
    await town.office.pass_timers(date(2030, 7, 1))
    before = await town.sealed()
    record = await destroyed(town, path)
    case = UUID(record["partnership_id"])
    settings = town.office.site.settings.model_copy(
        update={"nats_url": "nats://127.0.0.1:1"}
    )

    verdicts = await operating.verify(settings, None, before)
    telling.verified(verdicts, None)
    alone = await operating.verify(settings, case)
    after = await town.sealed()
    owner = await asyncpg.connect(database_url)
    await owner.execute("set search_path = partnerships")
    with pytest.raises(asyncpg.RaiseError, match="append-only"):
        await owner.execute("update destroyed_stream set version = 1")
    await owner.execute("alter table destroyed_stream disable trigger user")
    await owner.execute("update destroyed_stream set hash = 'forged'")
    forged = await town.amiss(after)
    await owner.execute("delete from destroyed_stream")
    cut = await town.amiss(after)
    await owner.close()

    assert [one.breaks for one in verdicts] == [()] * len(verdicts)
    told = f"{case}: {record['last_version']} events destroyed 2030-07-01 under record"
    assert f"{told} {record['id']}" in capsys.readouterr().out.replace("\n", "")
    assert [one.record_id for one in alone[0].destroyed] == [UUID(record["id"])]
    assert heads.whole(after) == heads.whole(before)
    assert forged == [Break(case, record["last_version"], "rewritten")]
    assert cut == [Break(case, record["last_version"], "cut")]


async def test_every_table_that_names_a_case_is_known_to_go_or_to_stay(
    town: Town,
) -> None:
    """A new table that belongs to a case is added where it is destroyed."""
    async with town.services["partnerships"].database.reading() as connection:
        rows = await connection.fetch(NAMING)

    assert {row["table_name"] for row in rows} == {*GOES, "access", "destruction"}


NAMING = """
select table_name from information_schema.columns
where table_schema = 'partnerships' and column_name = 'partnership_id'
"""
