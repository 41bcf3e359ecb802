"""An invitation over its link: read, answered, changed, and refused in words."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from tests.adapters.events.house import (
    ANNA,
    ANSWER_BY_INSTANT,
    BO,
    CARLA,
    LATER,
    House,
)

JSON = {"Accept": "application/json"}
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


async def answered(house: House, link: str, answer: object) -> httpx.Response:
    """Answer as a program."""
    return await house.web.post(link, json={"answer": answer}, headers=JSON)


async def test_the_page_shows_what_one_is_invited_to(house: House) -> None:
    """Time as in Copenhagen, in the language of the link, with a form and no scripts."""
    path = await house.invited()

    danish = await house.web.get(house.link(path, ANNA), headers=BROWSER)
    english = await house.web.get(
        house.link(path, ANNA, language="en"), headers=BROWSER
    )

    assert danish.status_code == 200
    assert danish.headers["content-type"] == "text/html; charset=utf-8"
    assert '<html lang="da">' in danish.text
    assert "torsdag den 1. februar 2024, 14.00 – 15.30" in danish.text
    assert "Rådhuset, lokale 2" in danish.text
    assert danish.text.count("<h1>") == 1
    assert '<form method="post">' in danish.text
    assert "<script" not in danish.text
    assert '<html lang="en">' in english.text
    assert "Will you come?" in english.text
    assert "Thursday" in english.text


async def test_an_answer_is_given_and_changed_over_the_same_link(
    house: House,
) -> None:
    """Plans change: unlike a link to sign, this one is not used up."""
    path = await house.invited()
    link = house.link(path, ANNA)

    first = await answered(house, link, "accepted")
    second = await answered(house, link, "declined")

    assert (first.status_code, first.json()["answer"]) == (200, "accepted")
    assert (second.status_code, second.json()["answer"]) == (200, "declined")
    gathering = await house.told(path)
    assert [one["answer"] for one in gathering["invitations"]] == ["declined", None]
    [summary] = (await house.told("/gatherings"))["items"]
    assert (summary["accepted"], summary["declined"]) == (0, 1)


async def test_the_others_hear_the_answer_and_who_gave_it(house: House) -> None:
    """By ids; the same answer again is no news."""
    path = await house.invited()
    link = house.link(path, BO)
    await answered(house, link, "tentative")
    await answered(house, link, "tentative")

    told = await house.posted()
    assert len(told) == 3
    event, body, headers = told[2]
    assert event == "invitation-answered"
    assert body["answer"] == "tentative"
    assert body["invitation_id"] == (await house.told(path))["invitations"][1]["id"]
    assert headers["ce-authid"] == f"contact:{BO}"


async def test_a_browser_is_led_back_to_the_page_that_shows_the_answer(
    house: House,
) -> None:
    """Reloading that page sends nothing twice."""
    path = await house.invited()
    link = house.link(path, ANNA, language="en")

    posted = await house.web.post(link, data={"answer": "accepted"}, headers=BROWSER)
    shown = await house.web.get(posted.headers["location"], headers=BROWSER)

    assert posted.status_code == 303
    assert "Your answer: You will come." in shown.text
    assert 'value="accepted" required checked' in shown.text


async def test_no_answer_after_the_last_day_for_answers(house: House) -> None:
    """At the instant itself it still counts; afterwards the page says it is over."""
    path = await house.invited()
    link = house.link(path, ANNA, language="en")
    house.wait_until(ANSWER_BY_INSTANT)
    last = await answered(house, link, "accepted")
    house.wait_until(ANSWER_BY_INSTANT + timedelta(seconds=1))
    late = await answered(house, link, "declined")
    page = await house.web.get(link, headers=BROWSER)
    refused = await house.web.post(link, data={"answer": "declined"}, headers=BROWSER)

    assert last.status_code == 200
    assert (late.status_code, late.json()["code"]) == (409, "too_late_to_answer")
    assert page.status_code == 200
    assert "The time for answers is over" in page.text
    assert "<form" not in page.text
    assert refused.status_code == 409
    assert '<p role="alert">The time for answers is over.' in refused.text


async def test_after_a_move_everybody_is_asked_anew(house: House) -> None:
    """What was answered about the other day is forgotten; the old link still works."""
    path = await house.invited()
    link = house.link(path, ANNA)
    await answered(house, link, "accepted")
    await house.done(f"{path}/reschedule", LATER)

    before = await house.web.get(link, headers=JSON)
    after = await answered(house, link, "accepted")

    assert before.json()["answer"] is None
    assert before.json()["starts_at"] == LATER["starts_at"]
    assert after.json()["answer"] == "accepted"


async def test_a_cancelled_gathering_says_so(house: House) -> None:
    """The link in an old letter tells the truth."""
    path = await house.invited()
    link = house.link(path, ANNA)
    await house.done(f"{path}/cancel")

    page = await house.web.get(link, headers=BROWSER)
    refused = await answered(house, link, "accepted")

    assert "Mødet er aflyst." in page.text
    assert "<form" not in page.text
    assert refused.json()["code"] == "gathering_cancelled"


async def test_links_that_open_nothing(house: House) -> None:
    """Forged, expired, of another invitation, of a stranger, of no gathering."""
    path = await house.invited()
    good = house.link(path, ANNA)
    nowhere = f"/gatherings/{CARLA}"
    links = {
        "damaged": (good[:-4] + "AAAA", 403, "link_forged"),
        "without an invitation": (
            house.link(path, ANNA, detail={}),
            403,
            "link_forged",
        ),
        "with half an invitation": (
            house.link(path, ANNA, detail={"invitation_id": "half"}),
            403,
            "link_forged",
        ),
        "of a stranger": (house.link(path, CARLA), 409, "not_invited"),
        "of no gathering": (house.link(nowhere, ANNA), 404, "gathering_unknown"),
    }
    for name, (link, status, code) in links.items():
        read = await house.web.get(link, headers=JSON)
        assert (name, read.status_code, read.json()["code"]) == (name, status, code)
        given = await answered(house, link, "accepted")
        assert (name, given.status_code, given.json()["code"]) == (name, status, code)

    house.wait_until(datetime(2024, 2, 8, 12, tzinfo=UTC))
    expired = await house.web.get(good, headers=JSON)
    assert (expired.status_code, expired.json()["code"]) == (410, "link_expired")


async def test_a_browser_reads_why_a_link_opens_nothing(house: House) -> None:
    """In the browser's language, as the link says none that can be trusted."""
    refused = await house.web.get(
        "/v1/invitation/marsupilami", headers=BROWSER | {"Accept-Language": "en"}
    )

    assert refused.status_code == 403
    assert '<html lang="en">' in refused.text
    assert "The link is not genuine" in refused.text


@pytest.mark.parametrize("answer", ["perhaps", None, 1])
async def test_an_answer_that_is_none_is_refused(house: House, answer: object) -> None:
    """The field and the choices are named."""
    path = await house.invited()

    refused = await answered(house, house.link(path, ANNA), answer)

    assert refused.status_code == 422
    [error] = refused.json()["errors"]
    assert (error["field"], error["code"]) == ("answer", "not_a_choice")


async def test_a_form_without_a_choice_is_refused_on_a_page(house: House) -> None:
    """A person reads which field to fill in."""
    path = await house.invited()

    refused = await house.web.post(
        house.link(path, ANNA, language="en"), data={}, headers=BROWSER
    )

    assert refused.status_code == 422
    assert "<li>answer: " in refused.text


async def test_what_is_not_json_is_refused(house: House) -> None:
    """Said by code, not by a fault."""
    path = await house.invited()

    refused = await house.web.post(
        house.link(path, ANNA),
        content=b"{",
        headers=JSON | {"Content-Type": "application/json"},
    )

    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_request")


async def test_the_same_key_gets_the_same_answer(house: House) -> None:
    """A program that repeats itself is told what it was told."""
    path = await house.invited()
    link = house.link(path, ANNA)
    headers = JSON | {"Idempotency-Key": "marsupilami"}

    first = await house.web.post(link, json={"answer": "accepted"}, headers=headers)
    again = await house.web.post(link, json={"answer": "accepted"}, headers=headers)
    other = await house.web.post(link, json={"answer": "declined"}, headers=headers)

    assert first.json() == again.json()
    assert again.headers["idempotency-replayed"] == "true"
    assert other.json()["code"] == "idempotency_key_reused"


async def test_a_title_cannot_bring_markup_onto_the_page(house: House) -> None:
    """Whatever staff write is text."""
    body = {"type": "network_meeting", "title": "<b>Marsupilami</b>"}
    path = f"/gatherings/{(await house.done('/gatherings', body))['id']}"
    await house.done(
        f"{path}/schedule",
        {
            "starts_at": "2024-02-01T22:00:00Z",
            "ends_at": "2024-02-02T01:00:00Z",
            "place": "<i>Rådhuset</i>",
        },
    )
    await house.done(
        f"{path}/invite",
        {"contacts": [str(ANNA)], "answer_by": "2024-01-25T12:00:00Z"},
    )

    page = await house.web.get(house.link(path, ANNA), headers=BROWSER)

    assert "&lt;b&gt;Marsupilami&lt;/b&gt;" in page.text
    assert "&lt;i&gt;Rådhuset&lt;/i&gt;" in page.text
    assert "23.00 – fredag den 2. februar 2024, 02.00" in page.text
