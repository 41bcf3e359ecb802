"""A link opens one door, for one contact, until it expires."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from chassis.links import Link, Links
from chassis.problems import Problem

NOW = datetime(2024, 1, 10, 8, 30, tzinfo=UTC)
LINK = Link(
    id=UUID(int=1),
    purpose="sign",
    subject_id=UUID(int=2),
    contact_id=UUID(int=3),
    organisation_id=UUID(int=4),
    language="en",
    expires_at=NOW + timedelta(days=14),
    detail={"version": "3"},
)
KEY = Ed25519PrivateKey.generate()
LINKS = Links(KEY.public_key(), KEY)


def refusal(token: str, now: datetime = NOW) -> str:
    """Return the code that a token is refused with for signing."""
    with pytest.raises(Problem) as refused:
        LINKS.read(token, "sign", now=now)
    return refused.value.code


def test_what_was_issued_is_read_back() -> None:
    """The token carries all there is to know."""
    assert LINKS.read(LINKS.issue(LINK), "vote", "sign", now=NOW) == LINK
    assert LINK.actor == "contact:00000000-0000-0000-0000-000000000003"


def test_a_link_to_a_gathering_has_no_organisation() -> None:
    """People are invited as themselves."""
    link = replace(LINK, organisation_id=None)

    assert LINKS.read(LINKS.issue(link), "sign", now=NOW) == link


def test_a_link_expires_by_the_clock_it_is_read_with() -> None:
    """The business clock decides, to the instant."""
    token = LINKS.issue(LINK)
    last = LINK.expires_at - timedelta(microseconds=1)

    assert LINKS.read(token, "sign", now=last) == LINK
    assert refusal(token, LINK.expires_at) == "link_expired"


@pytest.mark.parametrize(
    "token",
    [
        "",
        "nonsense",
        LINKS.issue(LINK)[:-8],
        LINKS.issue(replace(LINK, purpose="vote")),
        Links(KEY.public_key(), Ed25519PrivateKey.generate()).issue(LINK),
        jwt.encode({"purpose": "sign"}, KEY, "EdDSA"),
        jwt.encode({}, KEY, "EdDSA", headers={"typ": "medspil-link+jwt"}),
        jwt.encode({}, "0" * 32, "HS256", headers={"typ": "medspil-link+jwt"}),
    ],
)
def test_what_we_did_not_issue_for_this_is_forged(token: str) -> None:
    """Cut short, for another purpose, by another key, or of another kind."""
    assert refusal(token) == "link_forged"


def test_a_staff_token_is_no_link() -> None:
    """Even if both were signed with the same key."""
    link = jwt.decode(LINKS.issue(LINK), options={"verify_signature": False})

    assert refusal(jwt.encode(link, KEY, "EdDSA")) == "link_forged"


def test_who_only_reads_needs_the_public_key_alone(tmp_path: Path) -> None:
    """A service that issues nothing must not be able to."""
    path = tmp_path / "links.pem"
    path.write_bytes(
        KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    )
    reader = Links.reading(path)

    assert reader.read(LINKS.issue(LINK), "sign", now=NOW) == LINK
    with pytest.raises(RuntimeError, match="MEDSPIL_LINK_PRIVATE_KEY_FILE"):
        reader.issue(LINK)


def test_a_key_of_another_kind_is_refused_at_start(tmp_path: Path) -> None:
    """Not when the first partner follows a link."""
    path = tmp_path / "links.pem"
    rsa = generate_private_key(public_exponent=65537, key_size=2048).public_key()
    path.write_bytes(rsa.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))

    with pytest.raises(TypeError, match="no Ed25519 public key"):
        Links.reading(path)


def test_links_outlive_a_restart(tmp_path: Path) -> None:
    """The key is kept in a file."""
    path = tmp_path / "links.pem"
    token = Links.kept_in(path).issue(LINK)

    assert Links.kept_in(path).read(token, "sign", now=NOW) == LINK
