"""The worklist has what next-steps calls needed, in every partnership, and no more."""

from datetime import date

from services.partnerships.deriving import derive
from tests.adapters.partnerships.office import STAFF, Json, Office
from tests.adapters.partnerships.stages import (
    CRITERIA,
    draft,
    reviewing,
    signing,
)

type Entry = tuple[str, str, str | None]


def entries(items: list[Json]) -> list[Entry]:
    """Partnership, command and day of what a worklist holds."""
    return [(one["partnership_id"], one["command"], one["due_on"]) for one in items]


async def needed(office: Office, who: str) -> set[Entry]:
    """The same of every partnership, as next-steps tells it."""
    found = set()
    for one in (await office.told(who, "/partnerships"))["items"]:
        told = await office.told(who, f"/partnerships/{one['id']}/next-steps")
        for step in told["steps"]:
            if step["needed"]:
                assert step["possible"], step
                found.add((one["id"], step["command"], step["by"]))
    return found


async def agree(office: Office) -> dict[str, list[str]]:
    """Expect that the two agree for everybody; return the commands by person."""
    commands = {}
    for who in STAFF:
        listed = entries((await office.told(who, "/worklist"))["items"])
        assert set(listed) == await needed(office, who), who
        assert len(listed) == len(set(listed))
        commands[who] = [command for _, command, _ in listed]
    assert commands["rita"] == commands["ada"] == []
    return commands


def only(**commands: list[str]) -> dict[str, list[str]]:
    """Nothing for anybody but these."""
    return {who: commands.get(who, []) for who in STAFF}


async def test_a_draft_waits_for_the_case_officer(office: Office) -> None:
    """To be submitted when it can be, and to be revised until then."""
    case = await draft(office)
    await office.done("carl", "/partnerships", {"kind": "bid", "title": "Tom"})

    assert await agree(office) == only(carl=["submit", "revise"])
    [first, _] = (await office.told("carl", "/worklist"))["items"]
    assert first == {
        "partnership_id": case.id,
        "reference": "HTK-BID-2024-0001",
        "title": "BID Marsupilami",
        "kind": "bid",
        "status": "draft",
        "command": "submit",
        "organisation_id": None,
        "due_on": None,
        "overdue": False,
    }


async def test_a_proposal_waits_for_assessment_ballot_and_approval(
    office: Office,
) -> None:
    """Not for those who may not: who submitted, and who is not impartial."""
    case = await draft(office)
    await office.done("carl", f"{case.path}/submit")
    assert await agree(office) == only(
        carl=["assess", "open-ballot"], mia=["assess"], max=["assess"]
    )
    await office.done("max", f"{case.path}/declare-conflict")
    assert (await agree(office))["max"] == []
    for criterion in CRITERIA:
        score = {"criterion": criterion, "score": 4, "reason": "Godt tænkt"}
        await office.done("carl", f"{case.path}/assess", score)
    await office.done("carl", f"{case.path}/open-ballot")

    assert await agree(office) == only()


async def test_a_manager_signs_before_the_day(office: Office) -> None:
    """What is due first stands first, and what is late says so."""
    case, _ = await signing(office)
    other = await office.done("carl", "/partnerships", {"kind": "bid", "title": "Tom"})

    assert await agree(office) == only(carl=["revise"], mia=["sign"], max=["sign"])
    [sign] = (await office.told("mia", "/worklist"))["items"]
    assert (sign["partnership_id"], sign["command"]) == (case.id, "sign")
    assert sign["organisation_id"] == case.organisations["municipality"]
    assert (sign["due_on"], sign["overdue"]) == ("2024-03-22", False)
    assert (await office.told("mia", "/worklist?due_before=2024-03-22"))["items"] == []
    due = await office.told("rita", "/partnerships?due_before=2024-03-23")
    assert [one["id"] for one in due["items"]] == [case.id]
    assert other["id"] not in str(due)

    await office.pass_timers(date(2024, 4, 1))
    assert await agree(office) == only(
        carl=["send-for-signature", "revise"],
        mia=["send-for-signature"],
        max=["send-for-signature"],
    )


async def test_a_statement_and_an_obligation_wait_in_force(office: Office) -> None:
    """Overdue first, from page to page, and gone when it is done."""
    case, review = await reviewing(office)

    assert await agree(office) == only(
        carl=["settle-obligation", "give-statement"],
        mia=["settle-obligation", "give-statement"],
        max=["settle-obligation", "give-statement"],
    )
    first = await office.told("mia", "/worklist?limit=1")
    second = await office.told("mia", f"/worklist?limit=1&cursor={first['next']}")
    assert entries([*first["items"], *second["items"]]) == [
        (case.id, "settle-obligation", "2025-03-01"),
        (case.id, "give-statement", review["statements_due_on"]),
    ]
    assert [one["overdue"] for one in (*first["items"], *second["items"])] == [
        True,
        False,
    ]
    assert second["next"] is None

    await office.pass_timers(date(2025, 8, 29))
    assert (await agree(office))["mia"] == [
        "settle-obligation",
        "give-statement",
        "conclude-review",
    ]


async def test_tasks_that_are_missing_are_derived_as_they_were_written(
    office: Office,
) -> None:
    """After an upgrade nobody's worklist is shorter, and none has what is done."""
    await signing(office)
    async with office.service.database.reading() as connection:
        written = await connection.fetch("select * from task order by 1, 2")
        await connection.execute("update finding set task_rules = null")
        await connection.execute("update task set command = 'gone'")

    await derive(office.service.database, office.site.clock)

    async with office.service.database.reading() as connection:
        assert await connection.fetch("select * from task order by 1, 2") == written
    assert len(written) == 1
