"""What partnerships tell, and what it sets off here, once."""

from chassis.postgres import Connection
from services.events.consumers import review_meeting_id
from tests.adapters.events.house import (
    ANNA,
    BO,
    CARLA,
    MEETING,
    PARTNERSHIP,
    REVIEW,
    House,
    end,
    party,
    proposal,
    review,
    revision,
)

PATH = f"/gatherings/{review_meeting_id(REVIEW)}"


async def count(connection: Connection) -> int:
    """How many events the histories hold."""
    events: int = await connection.fetchval("select count(*) from event")
    return events


async def test_an_opened_review_proposes_its_meeting(house: House) -> None:
    """The parties' contacts are suggested, each once, and nobody is told yet."""
    heard = await house.hear(
        review(party("municipality", ANNA), party("business", BO), party("x", ANNA))
    )

    meeting = await house.told(PATH)
    assert meeting["type"] == "review_meeting"
    assert meeting["partnership_id"] == str(PARTNERSHIP)
    assert meeting["title"] == "BID Marsupilami"
    assert meeting["status"] == "proposed"
    assert meeting["suggested_contacts"] == [str(ANNA), str(BO)]
    assert meeting["invitations"] == []
    [(event, body, headers)] = await house.posted()
    assert event == "gathering-proposed"
    assert body["partnership_id"] == str(PARTNERSHIP)
    assert headers["ce-authid"] == "system"
    assert headers["ce-causationid"] == str(heard)


async def test_the_same_message_twice_proposes_one_meeting(house: House) -> None:
    """A message may be delivered again at any time."""
    await house.hear(review())
    await house.hear(review())

    async with house.service.database.reading() as connection:
        assert await count(connection) == 1


async def test_the_same_review_told_anew_changes_nothing(house: House) -> None:
    """Another message id, as after a replay into an empty inbox: still one meeting."""
    await house.hear(review())
    await house.done(f"{PATH}/schedule", MEETING)
    await house.hear(review(), 2)

    assert (await house.told(PATH))["status"] == "scheduled"
    async with house.service.database.reading() as connection:
        assert await count(connection) == 2


async def test_the_latest_parties_are_suggested(house: House) -> None:
    """Whom to invite follows the partnership, not the day it was proposed."""
    await house.hear(proposal())
    await house.hear(revision(party("business", CARLA)), 2)

    done = await house.done(
        "/gatherings",
        {
            "type": "network_meeting",
            "title": "Marsupilami",
            "partnership_id": str(PARTNERSHIP),
        },
    )
    assert done["suggested_contacts"] == [str(CARLA)]


async def test_the_end_of_a_partnership_calls_off_what_was_only_proposed(
    house: House,
) -> None:
    """Nobody was told of it, so nobody hears of it; a planned meeting stays."""
    await house.hear(proposal())
    await house.hear(review(), 2)
    planned = await house.done(
        "/gatherings",
        {
            "type": "network_meeting",
            "title": "Farewell",
            "partnership_id": str(PARTNERSHIP),
        },
    )
    await house.done(f"/gatherings/{planned['id']}/schedule", MEETING)
    await house.hear(end(), 3)

    assert (await house.told(PATH))["status"] == "cancelled"
    assert (await house.told(f"/gatherings/{planned['id']}"))["status"] == "scheduled"
    assert [event for event, _, _ in await house.posted()] == [
        "gathering-proposed",
        "gathering-proposed",
    ]


async def test_an_ended_partnership_gets_no_new_gathering(house: House) -> None:
    """The refusal says why, in the caller's language."""
    await house.hear(proposal())
    await house.hear(end(), 2)

    refused = await house.ask(
        "carl",
        "POST",
        "/gatherings",
        {
            "type": "review_meeting",
            "title": "Marsupilami",
            "partnership_id": str(PARTNERSHIP),
        },
    )
    assert refused.status_code == 409
    assert refused.json()["code"] == "partnership_ended"
    assert refused.json()["detail"] == "The partnership has ended."
