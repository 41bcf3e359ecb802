"""Running partnerships are moved to a newer version of their kind, and back."""

from datetime import date
from uuid import UUID

from tests.adapters.partnerships.office import Json, Office, proposal
from tests.adapters.partnerships.stages import Case, draft, in_force
from tests.adapters.partnerships.test_definitions import later

NEEDED = {
    "key": "headcount",
    "name": {"da": "ansatte", "en": "staff"},
    "type": "number",
    "required": True,
}
COUNTED = {"headcount": {"type": "number", "number": 40}}


async def asking_more(office: Office, **changes: object) -> None:
    """Publish a version that asks for one field more, from 2025."""
    fields = [*later()["fields"], NEEDED]
    body = {**later(), "fields": fields, **changes}
    await office.done("ada", "/kinds", body)
    retire = {"last_day": "2024-12-31"}
    await office.done("ada", "/kinds/bid/versions/1/retire", retire)
    await office.done("ada", "/kinds/bid/versions/2/publish")


async def planned(office: Office) -> dict[str, Json]:
    """Return the plan by partnership."""
    plan = await office.told("ada", "/kinds/bid/versions/2/plan")
    return {one["partnership_id"]: one for one in plan["items"]}


async def move(office: Office, *chosen: Json) -> tuple[int, Json]:
    """Choose partnerships from the plan."""
    response = await office.ask(
        "ada",
        "POST",
        "/kinds/bid/versions/2/moves",
        {"partnerships": list(chosen)},
    )
    return response.status_code, response.json()


async def stages(office: Office) -> tuple[Case, str]:
    """A partnership in force, and a draft of the same parties."""
    running = await in_force(office)
    written = await office.done(
        "carl", "/partnerships", proposal(running.organisations)
    )
    return running, str(written["id"])


async def test_the_plan_tells_how_each_partnership_fits(office: Office) -> None:
    """In the caller's language, with the code that a command would be refused with."""
    running, written = await stages(office)
    await asking_more(office)
    withdraw = f"/partnerships/{written}/withdraw"

    plan = await planned(office)
    await office.done("carl", withdraw, {"reason": "Ingen opbakning"})
    without = await planned(office)

    assert {key: one["verdict"] for key, one in plan.items()} == {
        running.id: "needs_data",
        written: "needs_data",
    }
    assert plan[running.id]["status"] == "active"
    assert plan[running.id]["kind_version"] == 1
    assert plan[running.id]["reasons"] == [
        {
            "code": "field_missing",
            "detail": "The field headcount is missing. Fill it in.",
            "facts": {"field": "headcount"},
        }
    ]
    assert list(without) == [running.id]


async def test_a_plan_comes_in_pages(office: Office) -> None:
    """An installation may have thousands."""
    running, written = await stages(office)
    await asking_more(office)
    path = "/kinds/bid/versions/2/plan?limit=1"

    first = await office.told("ada", path)
    second = await office.told("ada", f"{path}&cursor={first['next']}")

    ids = [one["partnership_id"] for page in (first, second) for one in page["items"]]
    assert ids == sorted([running.id, written])


async def test_the_chosen_are_moved_with_their_data_and_back(office: Office) -> None:
    """Each history says so, the timers follow, and undoing leaves no trace but that."""
    running, written = await stages(office)
    await asking_more(office, review={**later()["review"], "every_months": 6})
    before = await office.told("carl", running.path)
    steps = f"{running.path}/next-steps"
    upcoming = (await office.told("carl", steps))["upcoming"]

    code, done = await move(
        office,
        {"partnership_id": running.id, "fields": COUNTED},
        {"partnership_id": written},
    )
    after = await office.told("carl", running.path)
    sooner = (await office.told("carl", steps))["upcoming"]
    await office.pass_timers(date(2025, 1, 2))
    reviewed = await office.told("carl", running.path)

    assert code == 201
    assert {one["partnership_id"]: one["added"] for one in done["items"]} == {
        running.id: ["headcount"],
        written: [],
    }
    assert (after["kind_version"], after["fields"]["headcount"]) == (
        2,
        COUNTED["headcount"],
    )
    assert {"open_review": "2025-07-01"}.items() <= days(upcoming).items()
    assert {"open_review": "2025-01-01"}.items() <= days(sooner).items()
    assert reviewed["status"] == "under_review"

    undone = await office.done("ada", f"/kinds/bid/moves/{done['id']}/undo", {})
    back = await office.told("carl", running.path)

    assert all(one["undone_at"] for one in undone["items"])
    assert (back["kind_version"], back["fields"]) == (1, before["fields"])
    history = await office.told("carl", f"{running.path}/history?limit=100")
    changes = [one for one in history["items"] if one["type"] == "KindVersionChanged"]
    assert [one["actor"] for one in changes] == ["staff:ada", "staff:ada"]
    assert [one["data"]["to_version"] for one in changes] == [2, 1]
    assert (await office.told("carl", f"{running.path}/history/verification"))["intact"]


def days(upcoming: list[Json]) -> dict[str, str]:
    """Return the day of each thing that happens by itself."""
    return {one["timer"]: one["on"] for one in upcoming}


async def test_all_of_the_chosen_are_moved_or_none(office: Office) -> None:
    """The one that cannot be is named."""
    running, written = await stages(office)
    await asking_more(office)

    code, told = await move(
        office, {"partnership_id": written}, {"partnership_id": running.id}
    )

    assert (code, told["code"]) == (409, "move_not_possible")
    assert "HTK-BID-2024-0001" in told["detail"]
    assert (await office.told("carl", f"/partnerships/{written}"))["kind_version"] == 1


async def test_only_partnerships_of_an_earlier_version_are_moved(
    office: Office,
) -> None:
    """Neither twice, nor one that nobody has proposed."""
    case = await draft(office)
    await asking_more(office)
    chosen = {"partnership_id": case.id}
    await move(office, chosen)

    again = await move(office, chosen)
    nobody = await move(office, {"partnership_id": str(UUID(int=9))})

    assert (again[0], again[1]["code"]) == (409, "version_not_newer")
    assert (nobody[0], nobody[1]["code"]) == (409, "nobody_to_move")


async def test_a_move_is_undone_once_and_for_those_in_it(office: Office) -> None:
    """Some of them, or all that are left; a move that is not there is not found."""
    running, written = await stages(office)
    other = await office.done("carl", "/partnerships", proposal(running.organisations))
    await asking_more(office)
    _, done = await move(
        office, {"partnership_id": written}, {"partnership_id": other["id"]}
    )
    path = f"/kinds/bid/moves/{done['id']}"

    one = await office.done("ada", f"{path}/undo", {"partnerships": [written]})
    again = await office.ask("ada", "POST", f"{path}/undo", {"partnerships": [written]})
    rest = await office.done("ada", f"{path}/undo", {})
    read = await office.told("ada", path)
    missing = await office.ask("ada", "GET", f"/kinds/bid/moves/{UUID(int=9)}")

    undone = {item["partnership_id"]: item["undone_at"] for item in one["items"]}
    assert undone[written] is not None
    assert undone[other["id"]] is None
    assert again.json()["code"] == "not_in_move"
    assert all(item["undone_at"] for item in rest["items"])
    assert read == rest
    assert missing.status_code == 404


async def test_nobody_is_moved_to_a_draft_or_by_others(office: Office) -> None:
    """Only to what is published, and only by an admin."""
    case = await draft(office)
    await office.done("ada", "/kinds", later())

    code, _ = await move(office, {"partnership_id": case.id})
    plan = await office.ask("ada", "GET", "/kinds/bid/versions/2/plan")
    for who in ("carl", "mia", "rita"):
        denied = await office.ask(who, "GET", "/kinds/bid/versions/2/plan")
        assert denied.status_code == 403

    assert (code, plan.status_code) == (404, 404)
