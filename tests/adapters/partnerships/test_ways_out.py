"""Every other way through the routes: given back, refused, recorded, too late."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from chassis.links import Link
from tests.adapters.partnerships.office import CONTACTS, Office
from tests.adapters.partnerships.stages import (
    CRITERIA,
    balloting,
    draft,
    in_force,
    reviewing,
    signing,
)

PROGRAM = {"Accept": "application/json"}


async def test_a_returned_proposal_is_a_draft_again(office: Office) -> None:
    """Feedback leads to a better text, not to a dead end."""
    case = await draft(office)
    await office.done("carl", f"{case.path}/submit")

    returned = await office.done(
        "mia", f"{case.path}/return", {"feedback": "Mere om lys"}
    )

    assert returned["status"] == "draft"


async def test_a_rejected_proposal_is_over(office: Office) -> None:
    """A no with its reason closes the case."""
    case = await draft(office)
    await office.done("carl", f"{case.path}/submit")
    for criterion in CRITERIA:
        score = {"criterion": criterion, "score": 1, "reason": "Mangler"}
        await office.done("carl", f"{case.path}/assess", score)

    rejected = await office.done("mia", f"{case.path}/reject", {"reason": "For lille"})

    assert (rejected["status"], rejected["closed_on"]) == ("rejected", "2024-01-10")


async def test_a_vote_on_paper_is_recorded_with_its_evidence(office: Office) -> None:
    """Who cannot use a link votes all the same."""
    case = await balloting(office)
    vote = {
        "organisation_id": case.organisations["smithy"],
        "choice": "no",
        "evidence": "Sag 9, bilag 1",
    }

    voted = await office.done("carl", f"{case.path}/cast-vote", vote)

    assert voted["submission"]["ballot"]["voted"] == [case.organisations["smithy"]]


async def test_a_ballot_is_not_counted_before_its_last_day_is_over(
    office: Office,
) -> None:
    """Whoever has until Wednesday has all of Wednesday."""
    case = await balloting(office)

    refused = await office.ask("carl", "POST", f"{case.path}/close-ballot")

    assert refused.status_code == 409
    assert refused.json()["code"] == "voting_not_over"


async def test_nothing_is_sent_for_signature_before_it_is_drafted(
    office: Office,
) -> None:
    """Neither a draft nor an agreement that is out already can be frozen."""
    early = await draft(office)

    refused = await office.ask("carl", "POST", f"{early.path}/send-for-signature")

    assert refused.json()["code"] == "wrong_stage"


async def test_an_agreement_that_is_out_is_not_sent_again(office: Office) -> None:
    """The signatories have one text before them, and one day to sign by."""
    case, _ = await signing(office)

    refused = await office.ask("carl", "POST", f"{case.path}/send-for-signature")

    assert refused.json()["code"] == "agreement_not_drafted"


async def test_staff_may_ask_for_a_review_before_its_time(office: Office) -> None:
    """The rhythm is the least, not the most."""
    case = await in_force(office)

    opened = await office.done("carl", f"{case.path}/open-review")

    assert opened["status"] == "under_review"


async def test_a_partnership_without_its_final_review_is_not_complete(
    office: Office,
) -> None:
    """The last review says what came of it."""
    case = await in_force(office)

    refused = await office.ask("mia", "POST", f"{case.path}/complete")

    assert refused.status_code == 409
    assert refused.json()["code"] == "review_not_final"


async def test_a_link_to_a_vote_that_is_over_says_so(office: Office) -> None:
    """Who comes after the count learns why they cannot vote."""
    case = await balloting(office)
    link = office.link("vote", case.id, "bakery", case.organisations["bakery"])
    await office.pass_timers(date(2024, 3, 1))

    read = await office.web.get(link, headers=PROGRAM)

    assert read.json()["code"] == "ballot_not_open"


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_second_link_to_the_same_signature_says_it_is_given(
    office: Office, method: str
) -> None:
    """A reminder that crossed the answer does no harm."""
    case, frozen = await signing(office)
    first, second = (
        office.link("sign", case.id, "bakery", case.organisations["bakery"], frozen)
        for _ in range(2)
    )
    body = {"action": "sign", "sha256": frozen["sha256"]}
    await office.web.post(first, json=body)

    answer = await office.web.request(method, second, json=body, headers=PROGRAM)

    assert answer.status_code == 409
    assert answer.json()["code"] == "signed_already"


async def test_a_second_link_to_the_same_vote_says_it_is_cast(office: Office) -> None:
    """One organisation, one vote, however many reminders."""
    case = await balloting(office)
    first, second = (
        office.link("vote", case.id, "bakery", case.organisations["bakery"])
        for _ in range(2)
    )
    await office.web.post(first, json={"choice": "yes"})

    read = await office.web.get(second, headers=PROGRAM)

    assert read.json()["code"] == "voted_already"


async def test_a_second_link_to_the_same_statement_says_it_is_given(
    office: Office,
) -> None:
    """A statement is given once in each review."""
    case, review = await reviewing(office)
    detail = {"review_id": str(review["id"])}
    first, second = (
        office.link(
            "statement", case.id, "bakery", case.organisations["bakery"], detail
        )
        for _ in range(2)
    )
    said = {"obligation_id": review["obligations"][0], "verdict": "met"}
    await office.web.post(first, json={"rating": 3, "obligations": [said]})

    read = await office.web.get(second, headers=PROGRAM)

    assert read.json()["code"] == "statement_given_already"


async def test_a_link_to_an_earlier_review_says_it_is_over(office: Office) -> None:
    """What is said now must not be read as said then."""
    case, _ = await reviewing(office)
    detail = {"review_id": str(UUID(int=5))}
    link = office.link(
        "statement", case.id, "bakery", case.organisations["bakery"], detail
    )

    read = await office.web.get(link, headers=PROGRAM)

    assert read.json()["code"] == "review_over"


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_link_to_nothing_is_not_found(office: Office, method: str) -> None:
    """A link to a partnership of another installation opens nothing here."""
    link = office.link("vote", UUID(int=9), "bakery", str(UUID(int=8)))

    answer = await office.web.request(
        method, link, json={"choice": "yes"}, headers=PROGRAM
    )

    assert answer.status_code == 404


async def test_a_link_without_a_party_is_not_ours(office: Office) -> None:
    """Every answer is some party's answer."""
    case = await balloting(office)
    link = Link(
        id=office.site.new_id(),
        purpose="vote",
        subject_id=UUID(case.id),
        contact_id=CONTACTS["bakery"],
        organisation_id=None,
        language="da",
        expires_at=datetime(2100, 1, 1, tzinfo=UTC),
    )

    read = await office.web.get(
        f"/v1/partner/{office.site.links.issue(link)}", headers=PROGRAM
    )

    assert read.json()["code"] == "link_forged"


async def test_a_link_for_a_stranger_shows_nothing(office: Office) -> None:
    """Whoever is no party sees no agreement."""
    case, frozen = await signing(office)
    link = office.link("sign", case.id, "bakery", str(UUID(int=8)), frozen)

    read = await office.web.get(link, headers=PROGRAM)

    assert read.json()["code"] == "link_forged"
