"""A figure of two partnerships, over HTTP: reported in one, seen in both, counted once."""

from datetime import date

from chassis.clock import FixedClock
from tests.adapters.partnerships.office import Json, Office
from tests.adapters.partnerships.stages import Case, in_force
from tests.adapters.partnerships.test_lifecycle import only_outcome, outcome


async def two_in_force(office: Office) -> tuple[Case, Case]:
    """Two districts whose agreements apply from the same day on."""
    clock = office.site.clock
    assert isinstance(clock, FixedClock)
    begun = clock.now()
    first = await in_force(office)
    clock.move_to(begun)
    return first, await in_force(office)


def shared(first: Case, second: Case, share: str) -> Json:
    """A figure of both, with the part of the second."""
    parts = [
        {"partnership_id": first.id, "share": "0.75"},
        {"partnership_id": second.id, "share": share},
    ]
    return {**outcome(), "shares": parts}


async def test_a_shared_outcome_is_one_outcome_with_parts_of_one_whole(
    office: Office,
) -> None:
    """Both can see it; only where it was reported can it be accepted, and once."""
    first, second = await two_in_force(office)
    await office.pass_timers(date(2025, 2, 3))
    report = f"{first.path}/report-outcome"

    short = await office.ask("carl", "POST", report, shared(first, second, "0.2"))
    nobody = {
        **outcome(),
        "shares": [{"partnership_id": first.organisations["bakery"]}],
    }
    nobody["shares"][0]["share"] = "1"
    unknown = await office.ask("carl", "POST", report, nobody)
    done = await office.done("carl", report, shared(first, second, "0.25"))
    again = await office.ask("carl", "POST", f"{second.path}/report-outcome", outcome())
    theirs = await office.ask("rita", "GET", f"{second.path}/shared-outcomes")
    own = await office.ask("rita", "GET", f"{first.path}/shared-outcomes")
    missing = await office.ask(
        "rita", "GET", f"/partnerships/{first.organisations['bakery']}/shared-outcomes"
    )

    assert (short.status_code, short.json()["code"]) == (409, "shares_not_one")
    assert (unknown.status_code, unknown.json()["code"]) == (422, "share_of_stranger")
    assert [one["share"] for one in done["outcomes"][0]["shares"]] == ["0.75", "0.25"]
    assert again.json()["code"] == "period_reported_already"
    assert [(one["reference"], one["share"]) for one in theirs.json()] == [
        ("HTK-BID-2024-0001", "0.25")
    ]
    assert own.json() == []
    assert missing.status_code == 404

    returned = {"outcome_id": await only_outcome(office, first), "reason": "Uden bilag"}
    await office.done("mia", f"{first.path}/return-outcome", returned)
    await office.done("carl", f"{second.path}/report-outcome", outcome())
    taken = await office.ask("carl", "POST", report, shared(first, second, "0.25"))

    assert taken.json()["code"] == "share_counted_already"
