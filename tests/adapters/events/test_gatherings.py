"""A gathering in the hands of staff, from proposal to attendance."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from icalendar import Calendar

from chassis.history import verify
from tests.adapters.events.house import (
    ANNA,
    ANSWER_BY,
    BO,
    CARLA,
    LATER,
    MEETING,
    PARTNERSHIP,
    House,
    proposal,
)

NETWORK = {"type": "network_meeting", "title": "Marsupilami"}


async def test_from_proposal_to_attendance(house: House) -> None:
    """The whole life of a gathering, and what the others hear of it."""
    path = await house.invited()
    await house.done(f"{path}/reschedule", LATER)
    house.wait_until(datetime(2024, 2, 8, 15, tzinfo=UTC))
    held = await house.done(
        f"{path}/record-attendance", {"contacts": [str(BO)], "extra_heads": 2}
    )

    assert held["status"] == "held"
    assert held["version"] == 5
    assert held["place"] == "Biblioteket"
    assert held["attendance"] == {
        "contacts": [str(BO)],
        "extra_heads": 2,
        "attended": 3,
    }
    told = await house.posted()
    assert [event for event, _, _ in told] == [
        "gathering-proposed",
        "gathering-invited",
        "gathering-rescheduled",
        "attendance-recorded",
    ]
    assert told[3][1] == {
        "gathering_id": held["id"],
        "gathering_type": "network_meeting",
        "partnership_id": None,
        "held_at": "2024-02-08T13:00:00Z",
        "invited": 2,
        "attended": 3,
    }
    assert [headers["ce-sequence"] for _, _, headers in told] == [
        "0000000001",
        "0000000003",
        "0000000004",
        "0000000005",
    ]
    async with house.service.database.reading() as connection:
        assert await verify(connection) == (5, [])


async def test_the_invited_are_told_with_a_calendar_entry(house: House) -> None:
    """The message carries what a letter needs: time, place, day for answers, entry."""
    path = await house.invited()

    _, body, headers = (await house.posted())[1]
    invitations = (await house.told(path))["invitations"]
    assert body["title"] == "Marsupilami"
    assert body["starts_at"] == MEETING["starts_at"]
    assert body["ends_at"] == MEETING["ends_at"]
    assert body["place"] == MEETING["place"]
    assert body["answer_by"] == ANSWER_BY
    assert body["invitees"] == [
        {"invitation_id": one["id"], "contact_id": one["contact_id"]}
        for one in invitations
    ]
    assert [one["contact_id"] for one in invitations] == [str(ANNA), str(BO)]
    assert "METHOD:REQUEST" in body["calendar"]
    assert headers["ce-authid"] == "staff:carl"


async def test_those_invited_later_are_told_alone(house: House) -> None:
    """Nobody gets a second invitation because somebody else got a first."""
    path = await house.invited()
    await house.done(
        f"{path}/invite", {"contacts": [str(CARLA)], "answer_by": ANSWER_BY}
    )

    _, body, _ = (await house.posted())[2]
    assert [one["contact_id"] for one in body["invitees"]] == [str(CARLA)]
    assert len((await house.told(path))["invitations"]) == 3


async def test_a_cancelled_gathering_leaves_the_calendars(house: House) -> None:
    """Everybody invited hears of it, with an entry that removes the earlier one."""
    path = await house.invited()
    cancelled = await house.done(f"{path}/cancel")

    event, body, _ = (await house.posted())[2]
    assert cancelled["status"] == "cancelled"
    assert event == "gathering-cancelled"
    assert "METHOD:CANCEL" in body["calendar"]
    assert "SEQUENCE:1" in body["calendar"]
    assert len(body["invitees"]) == 2


async def test_what_was_not_announced_is_cancelled_quietly(house: House) -> None:
    """There is nobody to tell."""
    path = await house.proposed()
    await house.done(f"{path}/cancel")

    assert [event for event, _, _ in await house.posted()] == ["gathering-proposed"]


async def test_a_created_gathering_says_where_it_is(house: House) -> None:
    """201 with Location and ETag, and the partnership's contacts suggested."""
    await house.hear(proposal())
    body = {**NETWORK, "partnership_id": str(PARTNERSHIP)}

    created = await house.ask("mia", "POST", "/gatherings", body)

    assert created.status_code == 201
    shown = created.json()
    assert created.headers["location"] == f"/v1/gatherings/{shown['id']}"
    assert created.headers["etag"] == '"1"'
    assert shown["suggested_contacts"] == [str(ANNA), str(BO)]
    assert await house.told(f"/gatherings/{shown['id']}") == shown


BAD = {
    "a review meeting of no partnership": (
        {"type": "review_meeting", "title": "Marsupilami"},
        409,
        "partnership_missing",
    ),
    "an unknown partnership": (
        {**NETWORK, "partnership_id": str(UUID(int=0xFF))},
        409,
        "partnership_unknown",
    ),
    "an unknown type": (
        {"type": "party", "title": "Marsupilami"},
        422,
        "invalid_request",
    ),
    "a CPR number": (
        {**NETWORK, "title": "Om 010180-1234"},
        422,
        "invalid_request",
    ),
    "an unknown field": ({**NETWORK, "colour": "yellow"}, 422, "invalid_request"),
}


@pytest.mark.parametrize(("body", "status", "code"), BAD.values(), ids=BAD)
async def test_a_bad_proposal_is_refused(
    house: House, body: object, status: int, code: str
) -> None:
    """Nothing is proposed that nobody could hold."""
    refused = await house.ask("carl", "POST", "/gatherings", body)

    assert (refused.status_code, refused.json()["code"]) == (status, code)
    assert (await house.told("/gatherings"))["items"] == []


async def test_a_refusal_speaks_the_language_of_the_caller(house: House) -> None:
    """The code is for programs, the sentence for people."""
    path = await house.proposed()
    body = {"contacts": [str(ANNA)], "answer_by": ANSWER_BY}

    danish = await house.ask(
        "carl", "POST", f"{path}/invite", body, {"Accept-Language": "da"}
    )

    assert danish.status_code == 409
    assert danish.json()["code"] == "not_scheduled"
    assert danish.json()["detail"] == "Fastsæt først tid og sted."


async def test_an_unknown_gathering_is_404_for_every_command(house: House) -> None:
    """Also with a version in If-Match: what is not there has none."""
    path = f"/gatherings/{UUID(int=0xFF)}"

    for method, at in (
        ("GET", path),
        ("GET", f"{path}.ics"),
        ("POST", f"{path}/cancel"),
    ):
        response = await house.ask("carl", method, at, headers={"If-Match": '"1"'})
        assert response.status_code == 404
        assert response.json()["code"] == "gathering_unknown"


async def test_a_stale_version_is_refused(house: House) -> None:
    """Two case officers do not undo each other's work unseen."""
    path = await house.proposed()
    await house.done(f"{path}/schedule", MEETING)

    stale = await house.ask(
        "carl", "POST", f"{path}/cancel", headers={"If-Match": '"1"'}
    )
    right = await house.ask(
        "carl", "POST", f"{path}/cancel", headers={"If-Match": '"2"'}
    )

    assert (stale.status_code, stale.json()["code"]) == (412, "stale_version")
    assert (right.status_code, right.headers["etag"]) == (200, '"3"')


async def test_the_same_key_invites_once(house: House) -> None:
    """A repeated request gets the first answer and sends no second invitation."""
    path = await house.proposed()
    await house.done(f"{path}/schedule", MEETING)
    body = {"contacts": [str(ANNA)], "answer_by": ANSWER_BY}
    key = {"Idempotency-Key": "marsupilami"}

    first = await house.ask("carl", "POST", f"{path}/invite", body, key)
    again = await house.ask("carl", "POST", f"{path}/invite", body, key)

    assert first.status_code == again.status_code == 200
    assert first.json() == again.json()
    assert len(await house.posted()) == 2


async def test_a_dry_run_changes_nothing(house: House) -> None:
    """It answers as if it were done."""
    path = await house.proposed()

    dry = await house.ask("carl", "POST", f"{path}/cancel?dry_run=true")

    assert dry.json()["status"] == "cancelled"
    assert (await house.told(path))["status"] == "proposed"


@pytest.mark.parametrize(
    "command", ["schedule", "invite", "reschedule", "cancel", "record-attendance"]
)
async def test_a_reader_changes_nothing(house: House, command: str) -> None:
    """Reading is no right to plan."""
    path = await house.proposed()

    refused = await house.ask("rita", "POST", f"{path}/{command}", MEETING)

    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")


async def test_a_list_is_filtered_and_paged(house: House) -> None:
    """The last proposed first; the next page goes on where this one ended."""
    await house.hear(proposal())
    first = await house.invited()
    house.wait_until(datetime(2024, 1, 11, tzinfo=UTC))
    second = await house.proposed()
    house.wait_until(datetime(2024, 1, 12, tzinfo=UTC))
    body = {
        "type": "review_meeting",
        "title": "Pelikan",
        "partnership_id": str(PARTNERSHIP),
    }
    third = f"/gatherings/{(await house.done('/gatherings', body))['id']}"

    page = await house.ask("rita", "GET", "/gatherings?limit=2")
    rest = await house.told(f"/gatherings?limit=2&cursor={page.json()['next']}")

    assert paths(page.json()) == [third, second]
    assert 'rel="next"' in page.headers["link"]
    assert paths(rest) == [first]
    assert rest["next"] is None
    assert rest["items"][0]["invited"] == 2
    assert paths(await house.told("/gatherings?status=invited")) == [first]
    assert paths(await house.told("/gatherings?type=review_meeting")) == [third]
    assert paths(await house.told(f"/gatherings?partnership_id={PARTNERSHIP}")) == [
        third
    ]


def paths(page: dict[str, list[dict[str, object]]]) -> list[str]:
    """The gatherings on a page."""
    return [f"/gatherings/{one['id']}" for one in page["items"]]


async def test_the_calendar_entry_follows_the_gathering(house: House) -> None:
    """Nothing before there is a time; then the time; then that it is off."""
    path = await house.proposed()
    early = await house.ask("rita", "GET", f"{path}.ics")
    await house.done(f"{path}/schedule", MEETING)
    planned = await house.ask("rita", "GET", f"{path}.ics")
    await house.done(f"{path}/cancel")
    cancelled = await house.ask("rita", "GET", f"{path}.ics")

    assert (early.status_code, early.json()["code"]) == (409, "not_scheduled")
    assert planned.headers["content-type"] == "text/calendar; charset=utf-8"
    [event] = Calendar.from_ical(planned.content).walk("VEVENT")
    assert event.decoded("dtstart") == datetime(2024, 2, 1, 13, tzinfo=UTC)
    assert "METHOD:PUBLISH" in planned.text
    assert "STATUS:CANCELLED" in cancelled.text


@pytest.mark.parametrize(
    ("contacts", "code"),
    [
        ([], "too_short"),
        ([str(ANNA), str(ANNA)], "repeated"),
        ([str(BO), "Anna"], "not_an_id"),
    ],
)
async def test_a_bad_list_of_contacts_is_refused(
    house: House, contacts: list[str], code: str
) -> None:
    """Nobody, the same person twice, or a name where an id belongs."""
    path = await house.proposed()
    await house.done(f"{path}/schedule", MEETING)

    refused = await house.ask(
        "carl", "POST", f"{path}/invite", {"contacts": contacts, "answer_by": ANSWER_BY}
    )

    assert refused.status_code == 422
    assert [one["code"] for one in refused.json()["errors"]] == [code]
