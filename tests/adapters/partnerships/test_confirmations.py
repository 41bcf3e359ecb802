"""What partners confirm over a link: on a page in their language, as their own act."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from chassis.languages import Language
from chassis.links import Link, Purpose
from services.partnerships.domain.gates import declarers
from services.partnerships.domain.proposal import Party, Proposal
from tests.adapters.partnerships.office import Json, Office
from tests.adapters.partnerships.test_every_kind import Case
from tests.adapters.partnerships.test_partner import BROWSER, PROGRAM, assert_accessible
from tests.unit.partnerships.stories import KINDS, story_of


async def case_of(office: Office, kind: str) -> Case:
    """An approved proposal of a kind."""
    case = Case(office, story_of(KINDS[kind]))
    await case.register()
    await case.propose()
    await case.decide()
    return case


async def aligned(office: Office, gives: str = "Tid") -> tuple[Case, str]:
    """A labour partnership whose expectations are written, and the hash that was told."""
    case = await case_of(office, "labour")
    return case, await align(case, gives)


async def align(case: Case, gives: str) -> str:
    """Write the expectations; return what partners are told that they are."""
    expected = [
        {"organisation_id": str(one.organisation_id), "gives": gives, "gets": "Hænder"}
        for one in case.story.parties
    ]
    await case.do("carl", "align-expectations", {"expectations": expected})
    return str((await asked(case.office))[-1]["item"])


async def asked(office: Office, event: str = "confirmation-asked") -> list[Json]:
    """What the partners were asked to confirm, or told about it, in order."""
    async with office.service.database.reading() as connection:
        rows = await connection.fetch(
            "select body::jsonb as body from outbox "
            "where subject like '%' || $1 || '%' order by id",
            event,
        )
    return [row["body"] for row in rows]


def link(
    case: Case,
    purpose: Purpose,
    party: Party,
    contact_id: UUID,
    detail: dict[str, str],
    language: Language = "da",
) -> str:
    """The path of a link as notifications would send it."""
    issued = Link(
        id=case.office.site.new_id(),
        purpose=purpose,
        subject_id=UUID(case.path.rpartition("/")[2]),
        contact_id=contact_id,
        organisation_id=UUID(case.of(party)),
        language=language,
        expires_at=datetime(2100, 1, 1, tzinfo=UTC),
        detail=detail,
    )
    return f"/v1/partner/{case.office.site.links.issue(issued)}"


@pytest.mark.parametrize(
    ("language", "title", "thanks"),
    [
        ("da", "Bekræft forventningerne", "I har bekræftet forventningerne."),
        ("en", "Confirm the expectations", "You have confirmed the expectations."),
    ],
)
async def test_a_party_confirms_the_expectations_over_its_link(
    office: Office, language: Language, title: str, thanks: str
) -> None:
    """It reads what everybody gives and gets; history says that its contact confirmed."""
    case, sha256 = await aligned(office)
    company = case.story.parties[1]
    detail = {"sha256": sha256}
    path = link(case, "confirm", company, company.contact_id, detail, language)
    other = link(case, "confirm", company, UUID(int=77), detail)
    yes = {"action": "confirm", "sha256": sha256}

    page = await office.web.get(path, headers=BROWSER)
    stranger = await office.web.post(other, json=yes)
    done = await office.web.post(path, data=yes, headers=BROWSER)
    again = link(case, "confirm", company, company.contact_id, detail, language)
    repeated = await office.web.get(again, headers=PROGRAM)

    assert_accessible(page.text, language)
    assert f"<h1>{title}</h1>" in page.text
    assert "Hænder" in page.text
    assert stranger.json()["code"] == "not_your_organisation"
    assert thanks in done.text
    assert repeated.json()["code"] == "expectations_confirmed_already"
    shown = await office.told("carl", case.path)
    assert shown["gates"]["alignment"]["confirmed"] == [case.of(company)]
    history = await office.told("rita", f"{case.path}/history")
    last = history["items"][-1]
    assert (last["type"], last["actor"]) == (
        "ExpectationsConfirmed",
        f"contact:{company.contact_id}",
    )


async def test_nobody_confirms_a_text_that_was_written_since(office: Office) -> None:
    """The link is for one text; a new one has a link of its own."""
    case, before = await aligned(office)
    await align(case, "Mere tid")
    company = case.story.parties[1]
    path = link(case, "confirm", company, company.contact_id, {"sha256": before})

    read = await office.web.get(path, headers=BROWSER)
    said = await office.web.post(path, json={"action": "confirm", "sha256": before})

    assert read.status_code == 409
    assert "Forventningerne er skrevet om" in read.text
    assert said.json()["code"] == "expectations_changed"


@pytest.mark.parametrize(
    ("language", "title", "thanks"),
    [
        ("da", "Afgiv din erklæring", "Din erklæring er modtaget."),
        ("en", "Give your declaration", "Your declaration has been received."),
    ],
)
async def test_a_mentor_gives_the_declaration_over_a_link(
    office: Office, language: Language, title: str, thanks: str
) -> None:
    """Asked for when the agreement is concluded; then it can begin to apply."""
    case = await case_of(office, "mentor")
    await case.agree()
    story = case.story
    [rule] = story.kind.declarations
    proposal = Proposal("", story.parties, story.goals, story.fields)
    [mentor] = declarers(rule, proposal)
    company = story.parties[1]
    detail = {"declaration": rule.key}
    path = link(case, "declare", company, mentor, detail, language)
    stranger = link(case, "declare", company, UUID(int=77), detail)
    yes = {"action": "declare", "declaration": rule.key}

    [told] = await asked(office)
    page = await office.web.get(path, headers=BROWSER)
    refused = await office.web.get(stranger, headers=PROGRAM)
    done = await office.web.post(path, data=yes, headers=BROWSER)
    given = link(case, "declare", company, mentor, detail)
    again = await office.web.get(given, headers=PROGRAM)
    await office.pass_timers(date(2024, 4, 2))

    assert (told["what"], told["item"]) == ("declaration", rule.key)
    assert [one["contact_id"] for one in told["asked"]] == [str(mentor)]
    assert_accessible(page.text, language)
    assert f"<h1>{title}</h1>" in page.text
    assert refused.json()["code"] == "declaration_not_asked"
    assert thanks in done.text
    assert again.json()["code"] == "declared_already"
    assert (await office.told("carl", case.path))["status"] == "active"


async def test_who_has_not_confirmed_is_reminded_by_itself(office: Office) -> None:
    """Of the same text, and not those who have confirmed it."""
    case, sha256 = await aligned(office)
    company = case.story.parties[1]
    path = link(case, "confirm", company, company.contact_id, {"sha256": sha256})
    yes = {"action": "confirm", "sha256": sha256}
    assert (await office.web.post(path, json=yes)).status_code == 200
    [told] = await asked(office)

    await office.pass_timers(date.fromisoformat(told["answer_by"]))

    [reminder] = await asked(office, "deadline-approached")
    assert (reminder["deadline"], reminder["sha256"]) == ("expectations", sha256)
    assert reminder["due_on"] == told["answer_by"]
    late = {one["contact_id"] for one in reminder["outstanding"]}
    assert late == {one["contact_id"] for one in told["asked"]} - {
        str(company.contact_id)
    }
