"""Files that prove something: kept once, told by content, destroyed but for the hash."""

from hashlib import sha256

import asyncpg
import pytest

from services.partnerships.http.files import LARGEST
from tests.adapters.partnerships.office import Office
from tests.adapters.partnerships.stages import draft

PDF = b"%PDF-1.7\nscan of a signed page\n%%EOF\n"


async def test_a_file_is_kept_and_fetched_as_it_was(office: Office) -> None:
    """Its hash is that of the content, and a browser saves it and runs nothing."""
    case = await draft(office)

    sent = await office.send(case.path, PDF, "Underskrift Ørsted.pdf")
    fetched = await office.ask("mia", "GET", sent.headers["location"][3:])

    shown = sent.json()
    assert sent.status_code == 201, sent.text
    assert shown["sha256"] == sha256(PDF).hexdigest()
    assert (shown["media_type"], shown["size"]) == ("application/pdf", len(PDF))
    assert (shown["uploaded_by"], shown["destroyed_at"]) == ("staff:carl", None)
    assert fetched.content == PDF
    assert fetched.headers["content-type"] == "application/pdf"
    assert fetched.headers["x-content-type-options"] == "nosniff"
    assert fetched.headers["content-disposition"] == (
        "attachment; filename*=UTF-8''Underskrift%20%C3%98rsted.pdf"
    )


async def test_the_same_content_is_kept_once(office: Office) -> None:
    """Whatever it is called the second time; another partnership has its own."""
    case = await draft(office)

    first = await office.send(case.path, PDF)
    again = await office.send(case.path, PDF, "another name.pdf")
    other = await office.send(case.path, PDF + b"\n")

    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    page = await office.told("rita", f"{case.path}/files?limit=1")
    rest = await office.told("rita", f"{case.path}/files?cursor={page['next']}")
    assert page["items"] == [first.json()]
    assert rest["items"] == [other.json()]


@pytest.mark.parametrize(
    ("content", "name", "status", "code"),
    [
        (b"<script>alert(1)</script>", "page.pdf", 415, "file_type_not_taken"),
        (b"", "empty.pdf", 415, "file_type_not_taken"),
        (PDF, "040404-1234.pdf", 422, "invalid_request"),
        (PDF + b"x" * LARGEST, "large.pdf", 413, "body_too_large"),
    ],
)
async def test_a_file_that_cannot_be_kept_is_refused(
    office: Office, content: bytes, name: str, status: int, code: str
) -> None:
    """By its content, the CPR number in its name, or its size; nothing is kept."""
    case = await draft(office)

    refused = await office.send(case.path, content, name)

    assert (refused.status_code, refused.json()["code"]) == (status, code)
    kept = await office.told("carl", f"{case.path}/files")
    assert kept["items"] == []


async def test_a_file_may_be_larger_than_other_requests(office: Office) -> None:
    """Up to its own limit, the last byte included."""
    case = await draft(office)

    sent = await office.send(case.path, PDF.ljust(LARGEST))

    assert sent.status_code == 201, sent.text
    assert sent.json()["size"] == 10_485_760


async def test_files_belong_to_one_partnership(office: Office) -> None:
    """A file of another, or of none, is not found, and readers see no content."""
    case = await draft(office)
    other = "/partnerships/01890000-0000-7000-8000-00000000dead"
    sent = await office.send(case.path, PDF)
    file_id = sent.json()["id"]

    assert (await office.send(other, PDF)).status_code == 404
    for who, path, status in (
        ("carl", f"{other}/files", 404),
        ("carl", f"{other}/files/{file_id}", 404),
        ("rita", f"{case.path}/files/{file_id}", 403),
    ):
        answer = await office.ask(who, "GET", path)
        assert answer.status_code == status, path
    denied = await office.send(case.path, PDF, who="rita")
    assert denied.status_code == 403


async def test_what_is_destroyed_leaves_its_hash(office: Office) -> None:
    """The content and the name are gone; who fetches or sends it anew is told."""
    case = await draft(office)
    sent = (await office.send(case.path, PDF)).json()
    async with office.service.database.transaction() as connection:
        await connection.execute(
            "update evidence_file set content = null, name = null, destroyed_at = now()"
        )

    fetched = await office.ask("carl", "GET", f"{case.path}/files/{sent['id']}")
    again = await office.send(case.path, PDF)

    for answer in (fetched, again):
        assert (answer.status_code, answer.json()["code"]) == (410, "file_destroyed")
        assert answer.json()["facts"]["sha256"] == sent["sha256"]
    listed = await office.told("carl", f"{case.path}/files")
    assert listed["items"][0]["name"] is None


@pytest.mark.parametrize(
    "change",
    [
        "delete from evidence_file",
        "update evidence_file set content = content || 'x'",
        "update evidence_file set sha256 = repeat('b', 64)",
        "update evidence_file set content = null",
    ],
)
async def test_no_file_is_exchanged_or_lost(office: Office, change: str) -> None:
    """The database itself holds that evidence is kept or destroyed, never altered."""
    case = await draft(office)
    await office.send(case.path, PDF)

    with pytest.raises((asyncpg.RaiseError, asyncpg.CheckViolationError)):
        async with office.service.database.transaction() as connection:
            await connection.execute(change)
