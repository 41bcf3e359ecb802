"""An agreement in force is changed: over HTTP, over links, and by itself on its day."""

from datetime import date
from uuid import UUID

from tests.adapters.partnerships.office import CONTACTS, Json, Office
from tests.adapters.partnerships.stages import VOTERS, Case, everybody_signs, in_force
from tests.adapters.partnerships.test_partner import BROWSER, assert_accessible

POTTER = UUID(int=0xA5)


async def changed(office: Office, case: Case) -> Json:
    """A change that lets a potter join, with a share and a promise of its own."""
    registered = {"name": "Pottemageriet Ørred ApS", "cvr": "10000033"}
    potter = (await office.done("carl", "/organisations", registered))["id"]
    shown = await office.told("carl", case.path)
    force = shown["in_force"]
    pots = {"owner": potter, "text": "Krukker på torvet", "due_on": "2026-05-01"}
    party = {"organisation_id": potter, "role": "business", "contact_id": str(POTTER)}
    ids = case.organisations
    shares = {"bakery": 2500, "smithy": 2000, "landlord": 4500}
    key = [{"organisation_id": ids[one], "basis_points": shares[one]} for one in shares]
    return {
        "change": "add_party",
        "reason": "Pottemageriet er flyttet til torvet",
        "terms": {
            **force["terms"],
            "starts_on": "2025-02-01",
            "obligations": [*force["terms"]["obligations"], pots],
        },
        "parties": [*shown["parties"], party],
        "fields": {
            "contribution_key": {
                "type": "shares",
                "shares": [*key, {"organisation_id": potter, "basis_points": 1000}],
            }
        },
    }


async def test_who_joins_signs_over_a_link_and_is_a_party_from_its_day(
    office: Office,
) -> None:
    """The present version applies until then, and both stay readable."""
    case = await in_force(office)
    await office.pass_timers(date(2025, 1, 6))
    body = await changed(office, case)
    potter = body["parties"][-1]["organisation_id"]
    await office.done("carl", f"{case.path}/change-agreement", body)
    sent = await office.done("carl", f"{case.path}/send-for-signature")
    sha256 = sent["pending_agreement"]["sha256"]
    frozen = {"sha256": sha256, "agreement_version": "2"}
    CONTACTS["potter"] = POTTER
    link = office.link("sign", case.id, "potter", potter, frozen)
    page = await office.web.get(link, headers=BROWSER)
    signed = await office.web.post(link, json={"action": "sign", "sha256": sha256})
    await everybody_signs(office, case, sha256, "2")
    before = await office.told("carl", case.path)
    await office.pass_timers(date(2025, 2, 1))
    after = await office.told("carl", case.path)
    version = await office.told("carl", f"{case.path}/agreements/2")

    assert signed.status_code == 200, signed.text
    assert_accessible(page.text, "da")
    for words in (
        "Hvad der er anderledes",
        "1. februar 2025",
        "Pottemageriet Ørred ApS: 10 %",
        "En part kommer med",
        "Pottemageriet er flyttet til torvet",
        "Pottemageriet Ørred ApS",
        sha256,
    ):
        assert words in page.text
    assert before["in_force"]["agreement_version"] == 1
    assert len(before["parties"]) == 1 + len(VOTERS)
    assert after["in_force"]["agreement_version"] == 2
    assert after["parties"][-1]["organisation_id"] == potter
    assert after["fields"]["contribution_key"]["shares"][-1]["basis_points"] == 1000
    assert version["sha256"] == sha256
    assert version["change"]["type"] == "add_party"
    assert version["change"]["reason"] == "Pottemageriet er flyttet til torvet"


async def test_a_change_says_in_both_languages_what_it_may_not_touch(
    office: Office,
) -> None:
    """And next steps say that a change may be drafted."""
    case = await in_force(office)
    body = await changed(office, case)
    body |= {"change": "extend", "fields": {}}
    path = f"{case.path}/change-agreement"

    english = await office.ask("carl", "POST", path, body)
    danish = await office.ask("carl", "POST", path, body, {"Accept-Language": "da"})
    steps = await office.told("carl", f"{case.path}/next-steps")

    potter = body["parties"][-1]["organisation_id"]
    assert (english.status_code, english.json()["code"]) == (409, "change_too_wide")
    assert english.json()["detail"] == (
        f"The change extend may not touch parties.{potter}.role. Leave it as it is now "
        "(-), or use one of these instead: add_party, draft-agreement."
    )
    assert danish.json()["detail"].startswith("Ændringen extend må ikke røre parties.")
    [step] = [one for one in steps["steps"] if one["command"] == "change-agreement"]
    assert step["possible"]


async def test_what_a_change_makes_different_is_told_field_by_field(
    office: Office,
) -> None:
    """Whoever is asked to sign again need not read everything again."""
    case = await in_force(office)
    body = await changed(office, case)
    potter = body["parties"][-1]["organisation_id"]
    await office.done("carl", f"{case.path}/change-agreement", body)
    again = {**body, "change": "correct", "parties": None, "fields": {}}
    first = (await office.told("rita", f"{case.path}/agreements/1"))["terms"]
    again["terms"] = {**first, "starts_on": "2025-02-01"}
    again["terms"]["clauses"][0]["text"] = "Om purpose: se nyt bilag."
    await office.done("carl", f"{case.path}/change-agreement", again)

    told = await office.told("rita", f"{case.path}/agreements/1/differences/2")
    words = await office.told("rita", f"{case.path}/agreements/1/differences/3")
    same = await office.told("rita", f"{case.path}/agreements/2/differences/2")
    unknown = await office.ask("rita", "GET", f"{case.path}/agreements/1/differences/4")

    by_path = {one["path"]: one for one in told["differences"]}
    assert (told["change"], told["reason"]) == ("add_party", body["reason"])
    assert by_path["starts_on"] == {
        "path": "starts_on",
        "label": {"da": "Første dag", "en": "First day"},
        "before": "2024-07-01",
        "after": "2025-02-01",
        "words": None,
    }
    assert by_path[f"parties.{potter}.role"]["label"] == {
        "da": "Pottemageriet Ørred ApS: rolle",
        "en": "Pottemageriet Ørred ApS: role",
    }
    assert by_path[f"parties.{potter}.role"]["after"] == "business"
    key = by_path["fields.contribution_key"]
    assert key["label"]["en"] == "Contribution key"
    assert len(key["before"]["shares"]) + 1 == len(key["after"]["shares"])
    assert [one["path"] for one in words["differences"]] == [
        "starts_on",
        "clauses.purpose.text",
    ]
    assert words["differences"][1]["label"] == {
        "da": "Formål: tekst",
        "en": "Purpose: text",
    }
    assert words["differences"][1]["words"] == [
        {"fate": "kept", "text": "Om purpose: se "},
        {"fate": "added", "text": "nyt "},
        {"fate": "kept", "text": "bilag."},
    ]
    assert same["differences"] == []
    assert (unknown.status_code, unknown.json()["code"]) == (
        404,
        "agreement_version_unknown",
    )
    assert unknown.json()["detail"] == (
        "The agreement has no version 4. Choose one of: 1, 2, 3."
    )


async def test_only_registered_organisations_join(office: Office) -> None:
    """A party that nobody knows would be told nothing."""
    case = await in_force(office)
    body = await changed(office, case)
    body["parties"][-1]["organisation_id"] = str(UUID(int=0xDEAD))

    refused = await office.ask("carl", "POST", f"{case.path}/change-agreement", body)

    assert (refused.status_code, refused.json()["code"]) == (
        422,
        "organisation_unknown",
    )
