"""From a message that is heard to a letter that arrives, whatever the mail server does."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from chassis.clock import FixedClock
from chassis.links import Link
from chassis.service import Site
from contracts import (
    GatheringCancelledV1,
    GatheringInvitedV1,
    Invitee,
    OrganisationRegisteredV1,
    PartnershipProposedV1,
)
from tests.adapters.notifications.conftest import (
    ANNA,
    BAKERY,
    BENT,
    CINEMA,
    PARTNERSHIP,
    PUBLIC_URL,
    REFERENCE,
    Bench,
    ballot,
    person,
    voter,
)
from tests.adapters.notifications.postbox import Postbox

GATHERING = ANNA
CALENDAR = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"


def links(postbox: Postbox, letter: int = 0) -> list[str]:
    """Return the addresses in the text of a letter, each of which is a line."""
    body = postbox.letters[letter].get_body(("plain",))
    assert body is not None
    lines = body.get_content().splitlines()
    return [line for line in lines if line.startswith(PUBLIC_URL)]


def link_of(site: Site, address: str, page: str = "partner") -> Link:
    """Read the link in an address, as the page behind it does."""
    token = address.removeprefix(f"{PUBLIC_URL}/v1/{page}/")
    now = datetime(2024, 1, 10, 8, 30, tzinfo=UTC)
    return site.links.read(token, "vote", "sign", "statement", "answer", now=now)


async def test_a_voter_gets_one_letter_with_a_link_that_opens(
    bench: Bench, postbox: Postbox, site: Site, clock: FixedClock
) -> None:
    """The whole way: heard, planned, written, sent, recorded."""
    await bench.register(person(ANNA, clock))
    await bench.hear(ballot(voter(ANNA)))

    await bench.send()

    (letter,) = postbox.letters
    link = link_of(site, *links(postbox))
    assert letter["To"] == "Anna Holm <anna@bageri.example>"
    assert letter["Reply-To"] == "erhverv@htk.example"
    assert letter["Date"] == "Wed, 10 Jan 2024 08:30:00 +0000"
    assert letter["Subject"] == (
        "Stem om »Hedehusene Bymidte« senest 31. januar 2024 (HTK-BID-2024-0001)"
    )
    assert (link.purpose, link.subject_id) == ("vote", PARTNERSHIP)
    assert (link.contact_id, link.organisation_id) == (ANNA, BAKERY)
    assert link.expires_at == datetime(2024, 2, 14, 23, tzinfo=UTC)
    assert await bench.states() == ["sent"]
    assert await bench.outcomes() == [(1, "accepted", None, False)]
    assert await bench.told() == []


async def test_a_link_that_was_sent_is_told_of_without_its_token(
    bench: Bench, postbox: Postbox, site: Site, clock: FixedClock
) -> None:
    """Whoever has to take one back finds it by its id; the token is in the letter alone."""
    await bench.register(person(ANNA, clock))
    await bench.hear(ballot(voter(ANNA)))

    await bench.send()

    link = link_of(site, *links(postbox))
    assert await bench.links_told() == [
        {
            "link_id": str(link.id),
            "partnership_id": str(PARTNERSHIP),
            "contact_id": str(ANNA),
            "organisation_id": str(BAKERY),
            "purpose": "vote",
            "detail": {"closes_on": "2024-01-31"},
            "expires_at": "2024-02-14T23:00:00Z",
        }
    ]


async def test_a_link_that_may_have_arrived_is_told_of_once(
    bench: Bench, postbox: Postbox, clock: FixedClock
) -> None:
    """Also when nobody knows whether the letter came through, and when it is repeated."""
    await bench.register(person(ANNA, clock))
    await bench.hear(ballot(voter(ANNA)))
    postbox.stalls = True
    await bench.through(postbox.url, timedelta(seconds=1)).send()
    first = await bench.links_told()
    postbox.stalls = False
    bench.wait(2)

    await bench.send()

    assert await bench.states() == ["sent"]
    assert len(first) == 1
    assert await bench.links_told() == first


async def test_of_a_letter_that_nobody_took_no_link_is_told(
    bench: Bench, postbox: Postbox, clock: FixedClock
) -> None:
    """What never left the house opens nothing for anybody."""
    await bench.register(person(ANNA, clock))
    await bench.hear(ballot(voter(ANNA)))
    postbox.rcpt = ["550 No such mailbox"]

    await bench.send()

    assert await bench.links_told() == []


async def test_a_message_heard_twice_makes_one_letter(
    bench: Bench, postbox: Postbox, clock: FixedClock
) -> None:
    """The stream may deliver twice; a person may not be written to twice."""
    await bench.register(person(ANNA, clock))
    await bench.hear(ballot(voter(ANNA)))
    await bench.hear(ballot(voter(ANNA)))

    await bench.send()
    await bench.send()

    assert len(postbox.letters) == 1


async def test_a_message_replayed_from_the_stream_makes_one_letter(
    bench: Bench, postbox: Postbox, clock: FixedClock
) -> None:
    """Also when the inbox was lost, the ledger knows who was told what."""
    await bench.register(person(ANNA, clock))
    await bench.hear(ballot(voter(ANNA)))
    async with bench.database.transaction() as connection:
        await connection.execute("delete from inbox")
    await bench.hear(ballot(voter(ANNA)))

    await bench.send()

    assert len(postbox.letters) == 1


async def test_a_person_with_two_organisations_gets_one_letter_with_two_links(
    bench: Bench, postbox: Postbox, site: Site, clock: FixedClock
) -> None:
    """And each link says by CVR number which organisation it is for."""
    await bench.register(person(ANNA, clock))
    for organisation, cvr in ((BAKERY, "12345674"), (CINEMA, "87654323")):
        await bench.hear(
            OrganisationRegisteredV1(
                organisation_id=organisation,
                cvr=cvr,
                industry_code=None,
                size_class=None,
                focus=(),
            ),
            about=organisation,
        )
    await bench.hear(ballot(voter(ANNA), voter(ANNA, CINEMA)))

    await bench.send()

    (letter,) = postbox.letters
    body = letter.get_body(("plain",))
    assert body is not None
    first, second = (link_of(site, address) for address in links(postbox))
    assert (first.organisation_id, second.organisation_id) == (BAKERY, CINEMA)
    assert first.id != second.id
    assert "Afgiv din stemme (CVR-nr. 87654323):" in body.get_content()


async def test_whoever_acted_is_not_written_to(
    bench: Bench, postbox: Postbox, clock: FixedClock
) -> None:
    """Anna acted over her link; only Bent hears of it."""
    await bench.register(person(ANNA, clock))
    await bench.register(person(BENT, clock))
    await bench.hear(ballot(voter(ANNA), voter(BENT)), actor=f"contact:{ANNA}")

    await bench.send()

    assert [link for link in links(postbox) if link]
    assert len(postbox.letters) == 1
    assert await bench.states() == ["sent"]


async def test_a_delivery_waits_for_its_contact(
    bench: Bench, postbox: Postbox, clock: FixedClock
) -> None:
    """What is told before the contact is registered is told afterwards."""
    await bench.hear(ballot(voter(ANNA)))
    await bench.send()
    assert await bench.states() == ["waiting_for_contact"]

    await bench.register(person(ANNA, clock))
    await bench.send()

    assert len(postbox.letters) == 1
    assert await bench.states() == ["sent"]


async def test_a_contact_that_nobody_registered_is_told_to_others_once(
    bench: Bench, clock: FixedClock
) -> None:
    """An id that was mistyped in a proposal would else be waited for in silence."""
    await bench.hear(ballot(voter(ANNA)))
    await bench.send()
    bench.wait(60)
    await bench.send()

    ((subject, body),) = await bench.told()
    told = json.loads(body)
    assert subject.startswith("medspil.notifications.delivery-failed.")
    assert (told["contact_id"], told["partnership_id"]) == (str(ANNA), str(PARTNERSHIP))
    assert (told["fact"], told["reason"]) == ("ballot-opened", "contact_unknown")

    await bench.register(person(ANNA, clock))
    await bench.send()

    _, (subject, _) = await bench.told()
    assert subject.startswith("medspil.notifications.delivery-succeeded.")


async def test_an_invitation_carries_its_calendar_entry_and_its_case(
    bench: Bench, postbox: Postbox, site: Site, clock: FixedClock
) -> None:
    """The gathering's message names no reference; we remember the partnership's."""
    await bench.register(person(ANNA, clock))
    await bench.hear(
        PartnershipProposedV1(
            partnership_id=PARTNERSHIP,
            reference=REFERENCE,
            kind="bid",
            kind_version=1,
            title="Hedehusene Bymidte",
            goals=(),
            parties=(),
        )
    )
    await bench.hear(
        GatheringInvitedV1(
            gathering_id=GATHERING,
            gathering_type="review_meeting",
            partnership_id=PARTNERSHIP,
            title="Opfølgning",
            starts_at=datetime(2024, 3, 5, 13, tzinfo=UTC),
            ends_at=datetime(2024, 3, 5, 15, tzinfo=UTC),
            place="Rådhuset",
            answer_by=datetime(2024, 3, 1, 11, tzinfo=UTC),
            calendar=CALENDAR,
            invitees=(Invitee(invitation_id=BENT, contact_id=ANNA),),
        ),
        about=GATHERING,
    )

    await bench.send()

    (letter,) = postbox.letters
    (attachment,) = letter.iter_attachments()
    link = link_of(site, links(postbox)[0], page="invitation")
    assert letter["Subject"] == (
        "Invitation: Opfølgning, 5. marts 2024 (HTK-BID-2024-0001)"
    )
    assert attachment["Content-Type"].params["method"] == "REQUEST"
    assert attachment.get_content().splitlines() == CALENDAR.splitlines()
    assert (link.purpose, link.subject_id) == ("answer", GATHERING)
    assert link.detail == {"invitation_id": str(BENT)}
    assert link.expires_at == datetime(2024, 3, 15, 11, tzinfo=UTC)


async def test_a_cancellation_cancels_the_calendar_entry(
    bench: Bench, postbox: Postbox, clock: FixedClock
) -> None:
    """A meeting that stays in the calendar has somebody come to it."""
    await bench.register(person(ANNA, clock))
    await bench.hear(
        GatheringCancelledV1(
            gathering_id=GATHERING,
            gathering_type="network_meeting",
            partnership_id=None,
            title="Netværk",
            starts_at=datetime(2024, 3, 5, 13, tzinfo=UTC),
            calendar=CALENDAR.replace("REQUEST", "CANCEL"),
            invitees=(Invitee(invitation_id=BENT, contact_id=ANNA),),
        ),
        about=GATHERING,
    )

    await bench.send()

    (letter,) = postbox.letters
    (attachment,) = letter.iter_attachments()
    assert letter["Subject"] == "Aflyst: Netværk, 5. marts 2024"
    assert attachment["Content-Type"].params["method"] == "CANCEL"


async def test_a_server_that_asks_for_patience_is_tried_again(
    bench: Bench, postbox: Postbox, clock: FixedClock
) -> None:
    """After two seconds, then four; the letter is not called a repeat."""
    await bench.register(person(ANNA, clock))
    await bench.hear(ballot(voter(ANNA)))
    postbox.rcpt = ["450 Greylisted"]
    postbox.data = ["451 Try later"]

    await bench.send()
    bench.wait(1)
    await bench.send()
    bench.wait(1)
    await bench.send()
    bench.wait(4)
    await bench.send()

    assert await bench.outcomes() == [
        (1, "deferred", 450, False),
        (2, "deferred", 451, False),
        (3, "accepted", None, False),
    ]
    assert postbox.letters[0]["X-Medspil-Repeat"] is None


async def test_patience_ends_after_three_days(
    bench: Bench, postbox: Postbox, clock: FixedClock
) -> None:
    """Three days from the first 4xx, not from the first attempt."""
    await bench.register(person(ANNA, clock))
    await bench.hear(ballot(voter(ANNA)))
    postbox.rcpt = ["450 Greylisted", "450 Greylisted", "450 Greylisted"]

    await bench.send()
    bench.wait(2 * 24 * 60 * 60)
    await bench.send()
    assert await bench.states() == ["due"]
    bench.wait(1 * 24 * 60 * 60)
    await bench.send()

    ((subject, body),) = await bench.told()
    assert await bench.states() == ["failed"]
    assert ".delivery-failed." in subject
    assert json.loads(body)["reason"] == "deferred_too_long"


@pytest.mark.parametrize(
    ("rcpt", "data", "code"),
    [(["550 No such mailbox"], [], 550), ([], ["554 Not wanted"], 554)],
    ids=["recipient", "content"],
)
async def test_a_refused_mailbox_is_told_to_others(
    bench: Bench, postbox: Postbox, clock: FixedClock, rcpt: list[str], data: list[str],
    code: int,
) -> None:  # fmt: skip
    """An operator must not have to read logs to learn that a partner was not told."""
    await bench.register(person(ANNA, clock))
    await bench.hear(ballot(voter(ANNA)))
    postbox.rcpt, postbox.data = rcpt, data

    await bench.send()

    ((subject, body),) = await bench.told()
    told = json.loads(body)
    assert await bench.states() == ["failed"]
    assert await bench.outcomes() == [(1, "refused", code, False)]
    assert subject.startswith("medspil.notifications.delivery-failed.")
    assert told["contact_id"] == str(ANNA)
    assert told["partnership_id"] == str(PARTNERSHIP)
    assert (told["fact"], told["reason"]) == ("ballot-opened", "mailbox_refused")


async def test_one_refused_mailbox_keeps_no_other_from_its_letter(
    bench: Bench, postbox: Postbox, clock: FixedClock
) -> None:
    """Bad addresses are everyday; the others must not wait for them."""
    await bench.register(person(ANNA, clock))
    await bench.register(person(BENT, clock))
    await bench.hear(ballot(voter(ANNA), voter(BENT)))
    postbox.rcpt = ["550 No such mailbox"]

    await bench.send()

    assert sorted(await bench.states()) == ["failed", "sent"]


async def test_without_consent_nobody_is_written_to(
    bench: Bench, postbox: Postbox, clock: FixedClock
) -> None:
    """And it is told that this person does not know."""
    await bench.register(person(ANNA, clock, consent=False))
    await bench.hear(ballot(voter(ANNA)))

    await bench.send()

    ((_, body),) = await bench.told()
    assert postbox.letters == []
    assert await bench.outcomes() == [(1, "unwanted", None, False)]
    assert json.loads(body)["reason"] == "consent_withheld"


async def test_a_letter_that_cannot_be_written_stops_no_other(
    bench: Bench, postbox: Postbox, clock: FixedClock
) -> None:
    """A mistake of ours in one letter is one failure, not an outage."""
    await bench.register(person(ANNA, clock))
    await bench.register(person(BENT, clock))
    await bench.hear(ballot(voter(ANNA)))
    await bench.hear(ballot(voter(BENT)))
    async with bench.database.transaction() as connection:
        await connection.execute(
            "update news set fact = '{}' from delivery"
            " where delivery.message_id = news.message_id and contact_id = $1",
            ANNA,
        )

    await bench.send()

    ((_, body),) = await bench.told()
    assert await bench.states() == ["failed", "sent"]
    assert len(postbox.letters) == 1
    assert json.loads(body)["reason"] == "letter_not_written"
