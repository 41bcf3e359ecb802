"""What a partner meets behind a link: a page that can be read, and an answer once."""

import re
from datetime import UTC, date, datetime
from urllib.parse import urljoin
from uuid import UUID

import pytest

from chassis.links import Link
from tests.adapters.partnerships.office import (
    CLOSES_ON,
    CONTACTS,
    FIRST_ROUND,
    Json,
    Office,
    terms,
)
from tests.adapters.partnerships.stages import (
    VOTERS,
    Case,
    balloting,
    everybody_signs,
    reviewing,
    signing,
)

BROWSER = {"Accept": "text/html,application/xhtml+xml"}
PROGRAM = {"Accept": "application/json"}
BAKERY = "bakery"


async def sign_link(
    office: Office, language: str = "da"
) -> tuple[Case, dict[str, str], str]:
    """A case that awaits signatures, its frozen text, and the bakery's link."""
    case, frozen = await signing(office)
    link = office.link(
        "sign",
        case.id,
        BAKERY,
        case.organisations[BAKERY],
        frozen,
        "en" if language == "en" else "da",
    )
    return case, frozen, link


def assert_accessible(html: str, language: str) -> None:
    """Every control has its label, every group its legend, every page one heading."""
    assert f'<html lang="{language}"' in html
    assert html.count("<h1>") == 1
    assert "<main" in html
    assert "<script" not in html
    controls = set(
        re.findall(r'<(?:input(?! type="hidden")|textarea)[^>]* id="([^"]+)"', html)
    )
    assert controls <= set(re.findall(r'<label for="([^"]+)"', html))
    assert html.count("<fieldset>") == html.count("<legend>")
    for table in re.findall(r"<table>.*?</table>", html, re.DOTALL):
        assert "<caption>" in table
        assert 'scope="col"' in table


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "da",
            [
                "Underskriv aftalen",
                "senest den 22. marts 2024",
                "1. juli 2024",
                "Tomme erhvervslokaler (%)",
                "50.000,00",
            ],
        ),
        (
            "en",
            [
                "Sign the agreement",
                "22 March 2024 at the latest",
                "1 July 2024",
                "Vacant business premises (%)",
                "50,000.00",
            ],
        ),
    ],
)
async def test_the_page_shows_the_whole_text_and_its_hash(
    office: Office, language: str, words: list[str]
) -> None:
    """Nobody signs what they could not read, in their own language."""
    _, frozen, link = await sign_link(office, language)

    response = await office.web.get(link, headers=BROWSER)

    html = response.text
    assert response.status_code == 200
    assert_accessible(html, language)
    assert frozen["sha256"] in html
    for shown in (*words, "Om governance: se bilag.", "Ny belysning på torvet"):
        assert shown in html, shown
    assert "Bageriet Pelikan ApS" in html


async def test_a_partner_takes_the_text_along_while_it_awaits_a_signature(
    office: Office,
) -> None:
    """To be read on paper by those who decide, and no longer once it is signed."""
    _, frozen, link = await sign_link(office)
    page = await office.web.get(link, headers=BROWSER)
    [href] = re.findall(r'<a href="([^"]+/pdf)">Hent aftalen som PDF</a>', page.text)
    answer = {"action": "sign", "sha256": frozen["sha256"]}

    paper = await office.web.get(urljoin(link, href))
    await office.web.post(link, json=answer)
    late = await office.web.get(f"{link}/pdf", headers=BROWSER)

    assert paper.status_code == 200
    assert paper.headers["content-type"] == "application/pdf"
    assert paper.headers["content-language"] == "da"
    assert paper.content.startswith(b"%PDF-")
    assert late.status_code == 410
    assert "Linket er allerede brugt." in late.text


async def test_only_a_link_to_sign_leads_to_the_text(office: Office) -> None:
    """Who may vote has nothing to sign yet."""
    case = await balloting(office)
    link = office.link("vote", case.id, BAKERY, case.organisations[BAKERY])

    refused = await office.web.get(f"{link}/pdf", headers=PROGRAM)

    assert (refused.status_code, refused.json()["code"]) == (403, "link_forged")


async def test_a_browser_signs_and_is_thanked(office: Office) -> None:
    """One press, one signature, one page that says so; the link is then used up."""
    case, frozen, link = await sign_link(office)
    form = {"action": "sign", "sha256": frozen["sha256"], "reason": ""}

    signed = await office.web.post(link, data=form, headers=BROWSER)
    again = await office.web.post(link, data=form, headers=BROWSER)

    assert signed.status_code == 200
    assert "I har underskrevet aftalen." in signed.text
    assert_accessible(signed.text, "da")
    assert again.status_code == 410
    assert "Linket er allerede brugt." in again.text
    shown = await office.told("carl", case.path)
    pending = shown["pending_agreement"]
    assert pending["signed"] == [case.organisations[BAKERY]]


async def test_a_partner_declines_with_a_reason(office: Office) -> None:
    """A no without a reason helps nobody; with one the round is over."""
    case, frozen, link = await sign_link(office)
    form = {"action": "decline", "sha256": frozen["sha256"], "reason": ""}

    silent = await office.web.post(link, data=form, headers=BROWSER)
    said = await office.web.post(link, data={**form, "reason": "Dyrt"}, headers=BROWSER)

    assert silent.status_code == 422
    assert "Feltet skal udfyldes." in silent.text
    assert said.status_code == 200
    shown = await office.told("carl", case.path)
    assert shown["status"] == "negotiating"


async def test_a_changed_agreement_cannot_be_signed_over_an_old_link(
    office: Office,
) -> None:
    """A link holds for one text; an edit voids it, even when sent again."""
    case, frozen, link = await sign_link(office)
    again = {**terms(case.organisations), "ends_on": "2027-06-30"}
    await office.done("carl", f"{case.path}/draft-agreement", again)
    await office.done("carl", f"{case.path}/send-for-signature")

    read = await office.web.get(link, headers=BROWSER)
    signed = await office.web.post(
        link, json={"action": "sign", "sha256": frozen["sha256"]}
    )

    assert read.status_code == 409
    assert "venter ikke længere på underskrift" in read.text
    assert signed.json()["code"] == "agreement_changed"


async def test_a_hash_that_was_not_shown_is_refused(office: Office) -> None:
    """The answer names the text it is for, and it must be the frozen one."""
    _, _, link = await sign_link(office)

    signed = await office.web.post(link, json={"action": "sign", "sha256": "ab" * 32})

    assert signed.status_code == 409
    assert signed.json()["code"] == "hash_differs"


async def test_a_program_reads_and_signs_in_json(office: Office) -> None:
    """The same link serves a partner's own system."""
    case, frozen, link = await sign_link(office)

    read = await office.web.get(link, headers=PROGRAM)
    signed = await office.web.post(
        link,
        json={"action": "sign", "sha256": read.json()["sha256"]},
        headers={"Idempotency-Key": "pelican-1"},
    )
    replayed = await office.web.post(
        link,
        json={"action": "sign", "sha256": read.json()["sha256"]},
        headers={"Idempotency-Key": "pelican-1"},
    )

    assert read.json()["purpose"] == "sign"
    assert read.json()["organisation_id"] == case.organisations[BAKERY]
    assert read.json()["sha256"] == frozen["sha256"]
    assert signed.json() == {"done": "signed", "reference": "HTK-BID-2024-0001"}
    assert replayed.json() == signed.json()


async def test_the_ballot_asks_for_yes_or_no(office: Office) -> None:
    """A blank vote is not one; nothing is chosen beforehand."""
    case = await balloting(office)
    link = office.link("vote", case.id, BAKERY, case.organisations[BAKERY])

    page = await office.web.get(link, headers=BROWSER)
    blank = await office.web.post(link, data={}, headers=BROWSER)
    voted = await office.web.post(link, data={"choice": "no"}, headers=BROWSER)

    assert_accessible(page.text, "da")
    assert "25\N{NO-BREAK SPACE}%" in page.text
    assert " checked" not in page.text
    assert 'name="choice" value="yes" required' in page.text
    assert blank.status_code == 422
    assert_accessible(blank.text, "da")
    assert voted.status_code == 200
    assert "Jeres stemme er afgivet." in voted.text


async def test_a_link_to_one_ballot_does_not_vote_in_the_next(office: Office) -> None:
    """What was proposed may have changed in between; who votes must see what on."""
    case = await balloting(office)
    link = office.link("vote", case.id, BAKERY, case.organisations[BAKERY])
    await office.pass_timers(date(2024, 2, 8))
    over = await office.web.post(link, json={"choice": "yes"})
    await office.done("mia", f"{case.path}/return", {"feedback": "Større område"})
    await office.done("carl", f"{case.path}/submit")
    await office.done("carl", f"{case.path}/open-ballot")

    read = await office.web.get(link, headers=BROWSER)
    voted = await office.web.post(link, json={"choice": "yes"})

    assert over.json()["code"] == "ballot_not_open"
    assert read.status_code == 409
    assert "Brug linket til den nye afstemning." in read.text
    assert voted.json()["code"] == "ballot_changed"
    shown = await office.told("carl", case.path)
    assert shown["submission"]["ballot"]["voted"] == []


@pytest.mark.parametrize(
    ("detail", "status", "code"),
    [
        (FIRST_ROUND, 409, "ballot_changed"),
        (FIRST_ROUND | {"round": "2"}, 200, None),
        ({"closes_on": CLOSES_ON}, 200, None),
    ],
    ids=["of the first", "of the second", "of the release before"],
)
async def test_two_ballots_that_close_on_the_same_day_have_links_of_their_own(
    office: Office, detail: dict[str, str], status: int, code: str | None
) -> None:
    """Everybody has voted, it failed, and it is held again before the day is over."""
    case = await balloting(office)
    for voter in VOTERS:
        link = office.link("vote", case.id, voter, case.organisations[voter])
        assert (await office.web.post(link, json={"choice": "no"})).status_code == 200
    await office.done("carl", f"{case.path}/close-ballot")
    again = await office.done("carl", f"{case.path}/open-ballot")
    link = office.link("vote", case.id, BAKERY, case.organisations[BAKERY], detail)

    voted = await office.web.post(link, json={"choice": "yes"})

    ballot = again["submission"]["ballot"]
    assert (ballot["round"], ballot["closes_on"]) == (2, CLOSES_ON)
    assert (voted.status_code, voted.json().get("code")) == (status, code)


async def test_the_statement_asks_about_every_obligation(office: Office) -> None:
    """Each obligation gets a verdict, and the municipality a rating."""
    case, review = await reviewing(office)
    asked = review["obligations"]
    link = office.link(
        "statement",
        case.id,
        BAKERY,
        case.organisations[BAKERY],
        {"review_id": str(review["id"])},
    )

    page = await office.web.get(link, headers=BROWSER)
    form = {
        f"verdict-{asked[0]}": "partly_met",
        f"comment-{asked[0]}": "",
        "rating": "5",
    }
    given = await office.web.post(link, data=form, headers=BROWSER)

    assert_accessible(page.text, "da")
    assert "Ny belysning på torvet" in page.text
    assert "Senest</dt><dd>22. juli 2025" in page.text
    assert given.status_code == 200, given.text
    shown = await office.told("carl", case.path)
    force = shown["in_force"]
    statement: Json = force["review"]["review"]["statements"][0]
    assert statement["rating"] == 5


async def test_a_statement_can_be_given_when_an_amendment_dropped_an_obligation(
    office: Office,
) -> None:
    """What the agreement no longer holds is not asked about, and hinders nobody."""
    case, review = await reviewing(office)
    amendment = {**terms(case.organisations), "starts_on": "2025-07-05"}
    amendment |= {"obligations": [], "ends_on": "2028-06-30"}
    await office.done("carl", f"{case.path}/draft-agreement", amendment)
    sent = await office.done("carl", f"{case.path}/send-for-signature")
    frozen = sent["pending_agreement"]["sha256"]
    await everybody_signs(office, case, frozen, "2")
    await office.pass_timers(date(2025, 7, 5))
    detail = {"review_id": str(review["id"])}
    link = office.link("statement", case.id, BAKERY, case.organisations[BAKERY], detail)

    page = await office.web.get(link, headers=PROGRAM)
    given = await office.web.post(link, data={"rating": "4"}, headers=BROWSER)

    assert page.json()["obligations"] == []
    assert given.status_code == 200, given.text


async def test_a_cpr_number_in_a_comment_is_refused_on_the_page(
    office: Office,
) -> None:
    """A partner is told in words, and the number is not repeated."""
    case, review = await reviewing(office)
    asked = review["obligations"]
    detail = {"review_id": str(review["id"])}
    link = office.link("statement", case.id, BAKERY, case.organisations[BAKERY], detail)
    form = {
        f"verdict-{asked[0]}": "met",
        f"comment-{asked[0]}": "Spørg 010190-1234",
        "rating": "5",
    }

    refused = await office.web.post(link, data=form, headers=BROWSER)

    assert refused.status_code == 422
    assert "Teksten ligner et CPR-nummer." in refused.text
    assert "010190-1234" not in refused.text  # less of it is found in random ids


async def test_a_forged_link_opens_nothing(office: Office) -> None:
    """A page for people, a problem for programs."""
    page = await office.web.get(
        "/v1/partner/not.a.link", headers={**BROWSER, "Accept-Language": "en"}
    )
    problem = await office.web.get("/v1/partner/not.a.link", headers=PROGRAM)

    assert page.status_code == 403
    assert_accessible(page.text, "en")
    assert "The link is not genuine" in page.text
    assert problem.status_code == 403
    assert problem.json()["code"] == "link_forged"


async def test_a_link_for_something_else_opens_nothing(office: Office) -> None:
    """A link to answer an invitation signs nothing."""
    case = await balloting(office)
    link = office.link("answer", case.id, BAKERY, case.organisations[BAKERY])

    response = await office.web.get(link, headers=PROGRAM)

    assert response.json()["code"] == "link_forged"


async def test_an_expired_link_says_so(office: Office) -> None:
    """Whoever comes too late learns whom to ask."""
    case = await balloting(office)
    link = Link(
        id=office.site.new_id(),
        purpose="vote",
        subject_id=UUID(case.id),
        contact_id=CONTACTS[BAKERY],
        organisation_id=UUID(case.organisations[BAKERY]),
        language="da",
        expires_at=datetime(2024, 1, 1, tzinfo=UTC),
    )

    path = f"/v1/partner/{office.site.links.issue(link)}"
    page = await office.web.get(path, headers=BROWSER)

    assert page.status_code == 410
    assert "Linket er udløbet." in page.text


async def test_a_withdrawn_link_opens_nothing(office: Office) -> None:
    """A manager can take back what was sent to the wrong person."""
    case = await balloting(office)
    path = office.link("vote", case.id, BAKERY, case.organisations[BAKERY])
    link = office.site.links.read(
        path.rpartition("/")[2], "vote", now=office.site.clock.now()
    )

    revoked = await office.done("mia", f"/links/{link.id}/revoke")
    read = await office.web.get(path, headers=PROGRAM)
    voted = await office.web.post(path, json={"choice": "yes"})

    assert revoked == {"link_id": str(link.id)}
    assert read.json()["code"] == "link_revoked"
    assert voted.json()["code"] == "link_revoked"


async def test_a_refused_answer_leaves_the_link_open(office: Office) -> None:
    """A mistake costs nobody their vote."""
    case = await balloting(office)
    link = office.link("vote", case.id, BAKERY, case.organisations[BAKERY])

    wrong = await office.web.post(link, json={"choice": "maybe"})
    right = await office.web.post(link, json={"choice": "yes"})

    assert wrong.status_code == 422
    assert wrong.json()["errors"][0]["field"] == "choice"
    assert right.status_code == 200
