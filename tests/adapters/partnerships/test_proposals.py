"""A proposal over HTTP: written once, meant for one version, refused with a reason."""

from datetime import date

from tests.adapters.partnerships.office import Json, Office, proposal
from tests.adapters.partnerships.stages import approved, balloting, draft


async def test_a_proposal_gets_the_next_reference_of_its_year(office: Office) -> None:
    """Case numbers run without holes through a year of a kind."""
    ids = await office.organisations()

    first = await office.ask("carl", "POST", "/partnerships", proposal(ids))
    second = await office.ask("carl", "POST", "/partnerships", proposal(ids))

    assert first.status_code == 201
    assert first.json()["reference"] == "HTK-BID-2024-0001"
    assert first.json()["status"] == "draft"
    assert first.json()["kind_version"] == 1
    assert first.headers["location"] == f"/v1/partnerships/{first.json()['id']}"
    assert first.headers["etag"] == '"1"'
    assert second.json()["reference"] == "HTK-BID-2024-0002"


async def test_what_was_proposed_reads_as_it_was_sent(office: Office) -> None:
    """Fields come back in the form in which they were sent."""
    case = await draft(office)

    shown = await office.told("rita", case.path)

    sent = proposal(case.organisations)
    for key in ("kind", "title", "goals", "parties", "fields"):
        assert shown[key] == sent[key], key
    assert shown["unreached"] == []


async def test_a_dry_run_takes_no_number(office: Office) -> None:
    """Trying a proposal out leaves no trace."""
    ids = await office.organisations()

    tried = await office.ask(
        "carl", "POST", "/partnerships?dry_run=true", proposal(ids)
    )
    done = await office.done("carl", "/partnerships", proposal(ids))

    assert tried.json()["reference"] == "HTK-BID-2024-0001"
    assert done["reference"] == "HTK-BID-2024-0001"
    listed = await office.told("rita", "/partnerships")
    assert [one["id"] for one in listed["items"]] == [done["id"]]


async def test_the_same_key_proposes_once(office: Office) -> None:
    """A caller who heard no answer may ask again."""
    ids = await office.organisations()
    key = {"Idempotency-Key": "walrus-7"}

    first = await office.ask("carl", "POST", "/partnerships", proposal(ids), key)
    again = await office.ask("carl", "POST", "/partnerships", proposal(ids), key)
    other = await office.ask(
        "carl", "POST", "/partnerships", {**proposal(ids), "title": "BID 2"}, key
    )

    assert again.status_code == 201
    assert again.json() == first.json()
    assert other.status_code == 422
    assert other.json()["code"] == "idempotency_key_reused"


async def test_an_unknown_kind_is_refused(office: Office) -> None:
    """What cannot be used today cannot be proposed today."""
    ids = await office.organisations()

    response = await office.ask(
        "carl", "POST", "/partnerships", {**proposal(ids), "kind": "marina"}
    )

    assert response.status_code == 422
    assert response.json()["code"] == "kind_unknown"
    assert "marina" in response.json()["detail"]


async def test_a_stranger_is_no_party(office: Office) -> None:
    """A party is an organisation that is registered here."""
    ids = await office.organisations()
    stranger = "00000000-0000-0000-0000-0000000000ff"
    ids["smithy"] = stranger

    response = await office.ask("carl", "POST", "/partnerships", proposal(ids))

    assert response.status_code == 422
    assert response.json()["code"] == "organisation_unknown"
    assert response.json()["facts"] == {"organisations": [stranger]}


async def test_a_cpr_number_in_any_text_is_refused_and_not_repeated(
    office: Office,
) -> None:
    """What must not be here must not come back in the answer either."""
    ids = await office.organisations()

    response = await office.ask(
        "carl", "POST", "/partnerships", {**proposal(ids), "title": "BID 010190-1234"}
    )

    assert response.status_code == 422
    assert [one["code"] for one in response.json()["errors"]] == ["cpr_number"]
    assert "010190-1234" not in response.text  # less of it is found in random ids


async def test_an_open_area_is_refused(office: Office) -> None:
    """A boundary that does not close bounds nothing."""
    ids = await office.organisations()
    open_ring = [[[12.26, 55.65], [12.27, 55.65], [12.27, 55.66], [12.26, 55.66]]]
    body = proposal(ids)
    fields = body["fields"]
    fields["area"]["area"]["coordinates"] = open_ring

    response = await office.ask("carl", "POST", "/partnerships", body)

    assert response.status_code == 422
    assert "coordinates" in response.json()["errors"][0]["field"]


async def test_a_missing_role_is_named_when_the_draft_is_submitted(
    office: Office,
) -> None:
    """A draft may be incomplete; what is submitted may not."""
    ids = await office.organisations()
    body = proposal(ids)
    parties = body["parties"]
    del parties[0]
    proposed = await office.done("carl", "/partnerships", body)

    response = await office.ask(
        "carl", "POST", f"/partnerships/{proposed['id']}/submit"
    )

    assert response.status_code == 409
    assert response.json()["code"] == "role_too_few"


async def test_a_stale_version_is_refused(office: Office) -> None:
    """Who decided on an earlier text must look again."""
    case = await draft(office)
    stale = {"If-Match": '"1"'}
    await office.done("carl", f"{case.path}/revise", revision(case.organisations))

    response = await office.ask("carl", "POST", f"{case.path}/submit", None, stale)

    assert response.status_code == 412
    assert response.json()["code"] == "stale_version"
    assert response.json()["facts"] == {"version": 2}


async def test_a_command_at_the_wrong_stage_is_refused_in_words(
    office: Office,
) -> None:
    """The code is for programs, the sentence for the person."""
    case = await draft(office)

    danish = await office.ask(
        "mia", "POST", f"{case.path}/approve", None, {"Accept-Language": "da"}
    )

    assert danish.status_code == 409
    assert danish.json()["code"] == "wrong_stage"
    assert danish.json()["detail"].startswith("Partnerskabet er i stadiet draft")
    assert danish.headers["content-type"] == "application/problem+json"


async def test_who_may_not_is_told_which_role_it_takes(office: Office) -> None:
    """Roles are demanded before anything is looked up."""
    case = await draft(office)

    refused = await office.ask("carl", "POST", f"{case.path}/approve")

    assert refused.status_code == 403
    assert refused.json()["facts"] == {"roles": ["manager"]}


async def test_a_command_on_nothing_is_not_found(office: Office) -> None:
    """An id that was never given leads nowhere."""
    nowhere = "/partnerships/00000000-0000-0000-0000-000000000001"

    for method, path in (
        ("POST", f"{nowhere}/submit"),
        ("GET", nowhere),
        ("GET", f"{nowhere}/next-steps"),
        ("GET", f"{nowhere}/history"),
        ("GET", f"{nowhere}/history/verification"),
        ("GET", f"{nowhere}/agreements/1"),
    ):
        response = await office.ask("carl", method, path)
        assert (path, response.status_code) == (path, 404)


async def test_lists_are_filtered_and_paged(office: Office) -> None:
    """Each filter narrows the list; the cursor goes on behind the last one shown."""
    case = await draft(office)
    other = await office.done("carl", "/partnerships", proposal(case.organisations))
    await office.done("carl", f"{case.path}/submit")
    bakery = case.organisations["bakery"]

    async def listed(query: str) -> list[str]:
        page = await office.told("rita", f"/partnerships?{query}")
        items = page["items"]
        return [one["id"] for one in items]

    assert await listed("state=submitted") == [case.id]
    assert await listed("state=draft&kind=bid") == [other["id"]]
    assert await listed(f"organisation_id={bakery}") == [other["id"], case.id]
    assert await listed("goal=G1.1&kind=bid") == [other["id"], case.id]
    assert await listed("goal=G4.1") == []
    page = await office.told("rita", "/partnerships?limit=1")
    assert await listed(f"limit=1&cursor={page['next']}") == [case.id]


async def test_next_steps_name_what_is_missing(office: Office) -> None:
    """The answer to "why not yet" is what the command would be refused with."""
    case = await balloting(office)

    told = await office.told("mia", f"{case.path}/next-steps")

    steps = told["steps"]
    approve = next(one for one in steps if one["command"] == "approve")
    assert approve["possible"] is False
    assert approve["actors"] == ["manager"]
    assert [one["code"] for one in approve["obstacles"]] == [
        "ballot_open",
        "ballot_not_passed",
    ]
    refused = await office.ask("mia", "POST", f"{case.path}/approve")
    assert refused.json()["detail"] == approve["obstacles"][0]["detail"]
    upcoming = told["upcoming"]
    assert upcoming[-1] == {
        "timer": "close_ballot",
        "on": "2024-02-08",
        "detail": "The votes are counted on 8 February 2024.",
    }


async def test_a_ballot_keeps_who_voted_apart_from_what(office: Office) -> None:
    """The history says who voted; the box says how many said yes; nothing says both."""
    case = await balloting(office)
    shares: Json = {"bakery": "yes", "smithy": "no", "landlord": "yes"}
    for voter, choice in shares.items():
        link = office.link("vote", case.id, voter, case.organisations[voter])
        await office.web.post(link, json={"choice": choice})

    async with office.service.database.reading() as connection:
        box = await connection.fetchrow(
            "select yes_heads, no_heads, yes_share, no_share from ballot_box"
        )
        stored = await connection.fetch(
            "select data from event where type = 'VoteCast'"
        )
    assert box is not None
    assert tuple(box) == (2, 1, 7500, 2500)
    assert [
        "yes" in str(row["data"]) or "'no'" in str(row["data"]) for row in stored
    ] == [
        False,
        False,
        False,
    ]


async def test_a_ballot_is_counted_by_itself_the_day_after_it_closes(
    office: Office,
) -> None:
    """Nobody has to remember the day, and the manager can go on."""
    case = await approved(office)

    shown = await office.told("mia", case.path)

    assert shown["status"] == "approved"
    assert office.site.clock.now().date() == date(2024, 3, 1)


async def test_the_history_is_shown_and_proves_itself(office: Office) -> None:
    """What happened is listed in order, and every hash comes out again."""
    case = await balloting(office)

    page = await office.told("rita", f"{case.path}/history?limit=2")
    rest = await office.told(
        "rita", f"{case.path}/history?limit=200&cursor={page['next']}"
    )
    verified = await office.told("rita", f"{case.path}/history/verification")

    items, others = page["items"], rest["items"]
    assert [(one["version"], one["type"]) for one in items] == [
        (1, "PartnershipProposed"),
        (2, "ProposalSubmitted"),
    ]
    assert items[0]["actor"] == "staff:carl"
    assert len(items[0]["hash"]) == 64
    assert [one["version"] for one in others] == [3, 4, 5, 6, 7]
    assert verified == {"intact": True, "events": 7, "breaks": []}


def revision(ids: dict[str, str]) -> Json:
    """The same proposal as a revision, which has no kind."""
    body = proposal(ids)
    del body["kind"]
    return body
