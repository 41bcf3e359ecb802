"""A partner finds the link that they were sent, among all letters."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from chassis.links import Link, Links
from medspil.demo.postbox import Postbox, Wanted
from medspil.mailbox import Mailbox

CASE = UUID("00000000-0000-7000-8000-000000000001")
PERSON = UUID("00000000-0000-7000-8000-000000000002")
BAKERY = UUID("00000000-0000-7000-8000-000000000003")
SHOP = UUID("00000000-0000-7000-8000-000000000004")


@pytest.fixture
def links() -> Links:
    """Links signed with a key that nobody else has."""
    key = Ed25519PrivateKey.generate()
    return Links(key.public_key(), key)


def path(links: Links, organisation_id: UUID, version: str) -> str:
    """The path of a link to sign a version for an organisation."""
    link = Link(
        id=UUID(int=int(version)),
        purpose="sign",
        subject_id=CASE,
        contact_id=PERSON,
        organisation_id=organisation_id,
        language="da",
        expires_at=datetime(2024, 1, 1, tzinfo=UTC),
        detail={"agreement_version": version, "sha256": "00"},
    )
    return f"/v1/partner/{links.issue(link)}"


def letter(folder: Path, number: int, *paths: str) -> None:
    """A letter that holds these links."""
    body = "\n".join(f"Skriv under:\nhttp://127.0.0.1:8420{one}\n" for one in paths)
    head = "To: aase@bageri.example\nSubject: Aftale\n\n"
    (folder / f"{number:08}.eml").write_text(head + body)


async def test_the_link_for_the_right_organisation_and_version(
    links: Links, tmp_path: Path
) -> None:
    """One person may be asked for two organisations, and twice for each."""
    first, other = path(links, BAKERY, "1"), path(links, SHOP, "1")
    second = path(links, BAKERY, "2")
    letter(tmp_path, 1, first, other)
    letter(tmp_path, 2, second)
    postbox = Postbox(Mailbox(tmp_path))

    wanted = Wanted("sign", CASE, PERSON, BAKERY, {"agreement_version": "2"})
    assert await postbox.link(wanted) == second
    assert await postbox.link(Wanted("sign", CASE, PERSON, SHOP)) == other


async def test_the_first_letter_counts(links: Links, tmp_path: Path) -> None:
    """Whoever starts again finds the link that they used the first time."""
    first, reminder = path(links, BAKERY, "1"), path(links, BAKERY, "1")
    letter(tmp_path, 1, first)
    letter(tmp_path, 2, reminder, "/v1/gatherings/1.ics")
    postbox = Postbox(Mailbox(tmp_path))

    assert await postbox.link(Wanted("sign", CASE, PERSON, BAKERY)) == first
    assert [one.number for one in await postbox.refresh()] == [1, 2]
