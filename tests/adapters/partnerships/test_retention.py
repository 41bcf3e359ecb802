"""How long cases are kept, what bars their destruction, and the two whom it takes."""

from datetime import date

from tests.adapters.partnerships.office import Json, Office, proposal

WHY = {"reason": "Fristen er gået"}
DUE = date(2029, 1, 10)  # five years after the clock's first day


async def withdrawn(office: Office, ids: dict[str, str]) -> str:
    """A case that was given up on the clock's first day."""
    case = await office.done("carl", "/partnerships", proposal(ids))
    path = f"/partnerships/{case['id']}"
    await office.done("carl", f"{path}/withdraw", {"reason": "Ingen tilslutning"})
    return path


async def refusal(office: Office, who: str, path: str, body: object = None) -> str:
    """The code with which a command is refused."""
    answer = await office.ask(who, "POST", path, body)
    assert answer.status_code in {403, 404, 409, 410}, answer.text
    return str(answer.json()["code"])


async def test_a_case_is_destroyed_by_two_from_the_day_it_is_due(
    office: Office,
) -> None:
    """Not before, not by one, not twice; and a withdrawn proposal destroys nothing."""
    path = await withdrawn(office, await office.organisations())
    early = await office.told("carl", f"{path}/retention")
    too_early = await refusal(office, "carl", f"{path}/propose-destruction", WHY)
    await office.pass_timers(DUE)

    first = await office.done("mia", f"{path}/propose-destruction", WHY)
    at = f"/destructions/{first['id']}"
    twice = await refusal(office, "carl", f"{path}/propose-destruction", WHY)
    own = await refusal(office, "mia", f"{at}/confirm")
    officer = await refusal(office, "carl", f"{at}/confirm")
    let_be = await office.done("carl", f"{at}/withdraw")
    settled = await refusal(office, "max", f"{at}/confirm")
    second = await office.done("carl", f"{path}/propose-destruction", WHY)
    there = await office.told("carl", path)
    record = await office.done("mia", f"/destructions/{second['id']}/confirm")

    assert (early["due_on"], early["bar"]) == ("2029-01-10", "case_not_due")
    assert too_early == "case_not_due"
    assert (twice, own) == ("destruction_proposed", "destruction_is_own")
    assert (officer, settled) == ("forbidden", "destruction_settled")
    assert let_be["status"] == "withdrawn"
    assert there["status"] == "withdrawn"
    assert (record["status"], record["last_version"]) == ("destroyed", 2)
    assert (record["proposed_by"], record["settled_by"]) == ("staff:carl", "staff:mia")
    assert await office.told("ada", f"/destructions/{record['id']}") == record
    listed = await office.told("ada", "/destructions?limit=1")
    rest = await office.told("ada", f"/destructions?limit=1&cursor={listed['next']}")
    assert [one["items"] for one in (listed, rest)] == [[record], [let_be]]


async def test_of_a_destroyed_case_one_is_told_that_it_was_destroyed(
    office: Office,
) -> None:
    """Whatever is asked of its retention; a case that never was is not found."""
    path = await withdrawn(office, await office.organisations())
    await office.pass_timers(DUE)
    proposed = await office.done("carl", f"{path}/propose-destruction", WHY)
    await office.done("mia", f"/destructions/{proposed['id']}/confirm")

    told = [
        await refusal(office, "mia", f"{path}/{command}", WHY)
        for command in ("hold", "lift-hold", "propose-destruction")
    ]
    nobody = await refusal(office, "mia", f"/destructions/{path[-36:]}/confirm")
    never = await refusal(office, "mia", f"/partnerships/{proposed['id']}/hold", WHY)
    numbers = await office.told("rita", "/partnerships/references/bid/2024")

    assert told == ["case_destroyed"] * 3
    assert (nobody, never) == ("not_found", "not_found")
    assert [(one["outcome"], one["status"]) for one in numbers["items"]] == [
        ("taken", "destroyed")
    ]


async def test_a_legal_hold_bars_destruction_until_it_is_lifted(
    office: Office,
) -> None:
    """Also of what was proposed before; each hold is remembered, with both reasons."""
    path = await withdrawn(office, await office.organisations())
    await office.pass_timers(DUE)
    proposed = await office.done("carl", f"{path}/propose-destruction", WHY)
    held = await office.done("mia", f"{path}/hold", {"reason": "Klagesag"})
    confirm = f"/destructions/{proposed['id']}/confirm"

    barred = await refusal(office, "mia", confirm)
    twice = await refusal(office, "mia", f"{path}/hold", WHY)
    lifted = await office.done("max", f"{path}/lift-hold", {"reason": "Klagen afgjort"})
    never = await refusal(office, "max", f"{path}/lift-hold", WHY)
    record = await office.done("mia", confirm)

    assert (held["held"], held["bar"]) == (True, "case_on_hold")
    assert (barred, twice, never) == (
        "case_on_hold",
        "case_on_hold",
        "case_not_on_hold",
    )
    (hold,) = lifted["holds"]
    assert (hold["set_by"], hold["reason"]) == ("staff:mia", "Klagesag")
    assert (hold["lifted_by"], hold["lifted_because"]) == (
        "staff:max",
        "Klagen afgjort",
    )
    assert (record["status"], record["counts"]["legal_hold"]) == ("destroyed", 1)


async def test_the_rule_that_names_most_says_how_long_a_case_is_kept(
    office: Office,
) -> None:
    """By kind and outcome; the last one that was set; and what is open is not due."""
    ids = await office.organisations()
    path = await withdrawn(office, ids)
    still_open = await office.done("carl", "/partnerships", proposal(ids))

    async def due_on() -> object:
        return (await office.told("carl", f"{path}/retention"))["due_on"]

    async def rule(**parts: object) -> Json:
        return await office.done("ada", "/retention/rules", parts | WHY)

    shipped = await due_on()
    await rule(kind="bid", years=None)
    of_kind = await due_on()
    await rule(kind="bid", outcome="withdrawn", years=7)
    await rule(kind="bid", outcome="withdrawn", years=2)
    await rule(kind="campus", outcome="withdrawn", years=1)
    of_both = await due_on()
    rules = (await office.ask("carl", "GET", "/retention/rules")).json()

    assert (shipped, of_kind, of_both) == ("2029-01-10", None, "2026-01-10")
    assert [(one["kind"], one["outcome"], one["years"]) for one in rules] == [
        (None, None, None),
        (None, "rejected", 5),
        (None, "withdrawn", 5),
        ("bid", None, None),
        ("bid", "withdrawn", 2),
        ("campus", "withdrawn", 1),
    ]
    opened = f"/partnerships/{still_open['id']}/propose-destruction"
    assert await refusal(office, "carl", opened, WHY) == "case_not_closed"


async def test_what_is_kept_for_ever_is_neither_due_nor_destroyed(
    office: Office,
) -> None:
    """That is how cases are kept which were in force, until an admin says otherwise."""
    path = await withdrawn(office, await office.organisations())
    rule = {"outcome": "withdrawn", "years": None} | WHY
    await office.done("ada", "/retention/rules", rule)

    listed = await office.told("carl", "/retention/due?by=2199-01-01")
    refused = await refusal(office, "carl", f"{path}/propose-destruction", WHY)

    assert listed["items"] == []
    assert refused == "case_kept_for_ever"


async def test_what_is_due_is_listed_page_by_page_the_longest_due_first(
    office: Office,
) -> None:
    """By today, or by another day; with the holds and what is proposed already."""
    ids = await office.organisations()
    first = await withdrawn(office, ids)
    await office.pass_timers(date(2024, 3, 1))
    second = await withdrawn(office, ids)
    await office.done("mia", f"{second}/hold", {"reason": "Klagesag"})

    async def due(query: str) -> Json:
        return await office.told("carl", f"/retention/due?{query}")

    nothing = await due("limit=5")
    page = await due("by=2029-03-01&limit=1")
    rest = await due(f"by=2029-03-01&limit=1&cursor={page['next']}")

    assert nothing["items"] == []
    assert [one["due_on"] for one in page["items"] + rest["items"]] == [
        "2029-01-10",
        "2029-03-01",
    ]
    assert [one["id"] for one in page["items"] + rest["items"]] == [
        first[-36:],
        second[-36:],
    ]
    assert [one["held"] for one in page["items"] + rest["items"]] == [False, True]
    assert (await due("by=2029-02-28"))["next"] is None
    assert len((await due("by=2029-02-28"))["items"]) == 1
