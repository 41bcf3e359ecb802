"""A disclosure: the same every time, whole, and honest about what it leaves out."""

import io
import json
from hashlib import sha256
from zipfile import ZipFile

import pytest

from tests.adapters.partnerships.office import Json, Office
from tests.adapters.partnerships.stages import Case, draft, signing

RULE = {"reason": "Forretningsforhold", "legal_basis": "efter konkret vurdering"}


async def fetched(office: Office, case: Case, made: Json) -> dict[str, bytes]:
    """The parts of the ZIP of a disclosure, by name."""
    path = f"{case.path}/disclosures/{made['id']}"
    answer = await office.ask("mia", "GET", path)
    assert answer.status_code == 200, answer.text
    assert sha256(answer.content).hexdigest() == made["sha256"]
    with ZipFile(io.BytesIO(answer.content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


async def test_a_disclosure_holds_everything_with_its_hash(office: Office) -> None:
    """Agreement, history, who read it, and files; the manifest has the hash of each."""
    case, _ = await signing(office)
    file_id = await office.evidence(case.path)
    await office.told("rita", case.path)

    made = await office.done("mia", f"{case.path}/disclosures", {})
    parts = await fetched(office, case, made)

    assert sorted(parts) == [
        "access-log.json",
        "agreements/1.json",
        f"files/{file_id}",
        "history.json",
        "manifest.json",
    ]
    manifest = json.loads(parts.pop("manifest.json"))
    assert manifest == made["manifest"]
    assert {name: one["sha256"] for name, one in manifest["parts"].items()} == {
        name: sha256(content).hexdigest() for name, content in parts.items()
    }
    assert json.loads(parts["history.json"])[0]["type"] == "PartnershipProposed"


async def test_it_is_the_same_after_more_has_happened(office: Office) -> None:
    """It reaches as far as it did on the day it was made."""
    case = await draft(office)
    made = await office.done("mia", f"{case.path}/disclosures", {})
    before = await fetched(office, case, made)

    await office.done("carl", f"{case.path}/submit")
    await office.evidence(case.path)

    assert await fetched(office, case, made) == before


async def test_what_is_left_out_is_black_and_says_why(office: Office) -> None:
    """A place or a part; and no hash by which a short text could be guessed."""
    case = await draft(office)
    file_id = await office.evidence(case.path)
    left_out = [
        {"part": "history.json", "pointer": "/0/data/title", **RULE},
        {"part": f"files/{file_id}", "pointer": None, **RULE},
    ]
    body = {"redactions": left_out}

    made = await office.done("mia", f"{case.path}/disclosures", body)
    parts = await fetched(office, case, made)

    assert "Marsupilami" not in "".join(map(str, parts.values()))
    assert f"files/{file_id}" not in parts
    history = json.loads(parts["history.json"])
    assert history[0]["data"]["title"] == "█████"
    assert {event["hash"] for event in history} == {"█████"}
    assert made["manifest"]["left_out"] == left_out


async def test_a_disclosed_history_is_read_as_a_page_that_is_as_black(
    office: Office,
) -> None:
    """In two languages, with the organisations' names; what is black is on none."""
    case, _ = await signing(office)
    left_out = [
        {"part": "history.json", "pointer": "/0/data/title", **RULE},
        {"part": "history.json", "pointer": "/1", **RULE},
        {"part": "history.json", "pointer": "/2/occurred_at", **RULE},
    ]
    body = {"redactions": left_out}
    made = await office.done("mia", f"{case.path}/disclosures", body)
    path = f"{case.path}/disclosures/{made['id']}"

    danish = await office.ask("mia", "GET", f"{path}/history?language=da")
    english = await office.ask("mia", "GET", f"{path}/history")

    assert danish.headers["Content-Language"] == "da"
    assert "Marsupilami" not in danish.text + english.text
    assert "Et første udkast blev skrevet" in danish.text
    assert "A first draft was written" in english.text
    assert "<h2>█████</h2>" in english.text
    assert "<dd>█████</dd>" in english.text
    assert "Bageriet Pelikan ApS" in english.text
    assert "1 July 2024" in english.text
    assert "1. juli 2024" in danish.text
    assert "Forretningsforhold" in danish.text


async def test_a_history_that_is_left_out_whole_is_no_page_to_read(
    office: Office,
) -> None:
    """The page says that it is left out, and why."""
    case = await draft(office)
    body = {"redactions": [{"part": "history.json", **RULE}]}
    made = await office.done("mia", f"{case.path}/disclosures", body)

    page = await office.ask(
        "mia", "GET", f"{case.path}/disclosures/{made['id']}/history"
    )

    assert "The whole history is left out." in page.text
    assert "draft was written" not in page.text
    assert "efter konkret vurdering" in page.text


@pytest.mark.parametrize(
    ("part", "pointer"),
    [
        ("letters.json", None),
        ("history.json", "/99/data"),
        ("history.json", "/0/nothing"),
        ("history.json", "/x"),
        ("history.json", "/0/actor/0"),
    ],
)
async def test_a_redaction_of_nothing_is_refused(
    office: Office, part: str, pointer: str | None
) -> None:
    """Whoever thinks that something is left out must not be wrong."""
    case = await draft(office)
    body = {"redactions": [{"part": part, "pointer": pointer, **RULE}]}

    answer = await office.ask("mia", "POST", f"{case.path}/disclosures", body)

    assert answer.status_code == 422
    assert answer.json()["code"] == "redaction_of_nothing"
    assert answer.json()["facts"] == {"place": f"{part}{pointer or ''}"}


async def test_what_was_destroyed_is_not_disclosed_again(office: Office) -> None:
    """The hash that was noted shows that it would be another one."""
    case = await draft(office)
    await office.evidence(case.path)
    made = await office.done("mia", f"{case.path}/disclosures", {})
    async with office.service.database.reading() as connection:
        await connection.execute(
            "update evidence_file set content = null, name = null, destroyed_at = now()"
        )

    answer = await office.ask("mia", "GET", f"{case.path}/disclosures/{made['id']}")

    assert (answer.status_code, answer.json()["code"]) == (410, "disclosure_not_kept")


async def test_only_managers_disclose_and_only_what_there_is(office: Office) -> None:
    """An unknown partnership, or a disclosure of another, is not found."""
    case = await draft(office)
    nobody = "/partnerships/00000000-0000-4000-8000-000000000000/disclosures"

    answers = [
        await office.ask("carl", "POST", f"{case.path}/disclosures", {}),
        await office.ask("mia", "POST", nobody, {}),
        await office.ask(
            "mia", "GET", f"{nobody}/00000000-0000-4000-8000-000000000000"
        ),
    ]

    assert [answer.status_code for answer in answers] == [403, 404, 404]
