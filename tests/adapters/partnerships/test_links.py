"""A manager finds the link that went to the wrong person, and takes it back."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from chassis.links import Link
from contracts import LinkIssuedV1
from tests.adapters.partnerships.office import CLOSES_ON, CONTACTS, Json, Office
from tests.adapters.partnerships.stages import Case, balloting

ENDS = datetime(2024, 2, 21, 23, tzinfo=UTC)


def vote_link(office: Office, case: Case, party: str, expires_at: datetime) -> Link:
    """The link to vote that notifications made for a party."""
    return Link(
        id=office.site.new_id(),
        purpose="vote",
        subject_id=UUID(case.id),
        contact_id=CONTACTS[party],
        organisation_id=UUID(case.organisations[party]),
        language="da",
        expires_at=expires_at,
        detail={"closes_on": CLOSES_ON},
    )


async def issued(
    office: Office, case: Case, party: str, expires_at: datetime = ENDS
) -> Link:
    """A link that a party was sent, and that was told of."""
    link = vote_link(office, case, party, expires_at)
    await office.hear(
        LinkIssuedV1(
            link_id=link.id,
            partnership_id=link.subject_id,
            contact_id=link.contact_id,
            organisation_id=link.organisation_id,
            purpose=link.purpose,
            detail=dict(link.detail),
            expires_at=link.expires_at,
        )
    )
    return link


async def listed(office: Office, case: Case, query: str = "") -> list[Json]:
    """The links of a case as a manager sees them."""
    items: list[Json] = (await office.told("mia", f"{case.path}/links{query}"))["items"]
    return items


async def test_a_link_is_found_without_its_token(office: Office) -> None:
    """Who it is for, what it is for and until when; nobody can act with what is shown."""
    case = await balloting(office)
    link = await issued(office, case, "bakery")

    assert await listed(office, case) == [
        {
            "id": str(link.id),
            "purpose": "vote",
            "detail": {"closes_on": CLOSES_ON},
            "contact_id": str(CONTACTS["bakery"]),
            "organisation_id": case.organisations["bakery"],
            "issued_at": office.site.clock.now().isoformat().replace("+00:00", "Z"),
            "expires_at": "2024-02-21T23:00:00Z",
            "used_at": None,
            "revoked_at": None,
            "open": True,
        }
    ]


async def test_what_became_of_each_link_is_shown(office: Office) -> None:
    """Used, revoked, past its time and open are four different things."""
    case = await balloting(office)
    now = office.site.clock.now()
    used = await issued(office, case, "bakery")
    revoked = await issued(office, case, "smithy")
    over = await issued(office, case, "landlord", now + timedelta(days=1))
    still = await issued(office, case, "landlord")
    path = f"/v1/partner/{office.site.links.issue(used)}"
    assert (await office.web.post(path, json={"choice": "yes"})).status_code == 200
    await office.done("mia", f"/links/{revoked.id}/revoke")
    await office.pass_timers(now.date() + timedelta(days=1))

    shown = {one["id"]: one for one in await listed(office, case)}
    left = await listed(office, case, "?open=true")

    at = now.isoformat().replace("+00:00", "Z")
    assert shown[str(used.id)]["used_at"] == at
    assert shown[str(revoked.id)]["revoked_at"] == at
    assert [one["id"] for one in shown.values() if one["open"]] == [str(still.id)]
    assert not shown[str(over.id)]["open"]
    assert [one["id"] for one in left] == [str(still.id)]


async def test_links_come_on_pages_the_last_one_first(office: Office) -> None:
    """A partnership of many years has many."""
    case = await balloting(office)
    told = []
    for day, party in enumerate(("bakery", "smithy", "landlord"), start=1):
        await office.pass_timers(date(2024, 1, 9 + day))
        told.append(str((await issued(office, case, party)).id))

    page = await office.told("mia", f"{case.path}/links?limit=2")
    rest = await listed(office, case, f"?limit=2&cursor={page['next']}")

    assert [one["id"] for one in (*page["items"], *rest)] == told[::-1]


async def test_links_of_one_case_are_not_those_of_another(office: Office) -> None:
    """And of a case that is not there, there are none."""
    one, other = await balloting(office), await balloting(office)
    await issued(office, one, "bakery")

    missing = await office.ask("mia", "GET", f"/partnerships/{UUID(int=1)}/links")

    assert await listed(office, other) == []
    assert missing.status_code == 404


async def test_only_managers_see_whom_links_went_to(office: Office) -> None:
    """As only they may revoke one."""
    case = await balloting(office)

    answers = [
        (await office.ask(who, "GET", f"{case.path}/links")).status_code
        for who in ("rita", "carl", "ada", "mia")
    ]

    assert answers == [403, 403, 403, 200]
