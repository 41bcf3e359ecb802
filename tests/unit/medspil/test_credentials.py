"""Each reader finds its own secrets, and nobody else's."""

from pathlib import Path

import nkeys
import pytest

from chassis.links import Links
from medspil import credentials

SERVICE = ["links-public.pem", "nats-seed", "staff-jwks.json"]


def found(folder: Path) -> dict[str, list[str]]:
    """The names of the files in each reader's folder."""
    return {
        reader.name: sorted(
            str(file.relative_to(reader))
            for file in reader.rglob("*")
            if file.is_file()
        )
        for reader in folder.iterdir()
    }


def test_everybody_gets_what_they_need_and_no_more(tmp_path: Path) -> None:
    """Only notifications issues links, only the operator issues tokens."""
    credentials.make(tmp_path)

    databases = ("events", "notifications", "partnerships", "reporting")
    assert found(tmp_path) == {
        "postgres": ["owner", "superuser"],
        "nats": ["users.conf"],
        "operator": [
            *(f"database-{name}" for name in (*databases[:2], "owner", *databases[2:])),
            "keys/staff.pem",
            "links-public.pem",
            "nats-seed",
        ],
        "partnerships": ["database-partnerships", *SERVICE],
        "events": ["database-events", *SERVICE],
        "notifications": [
            "database-notifications",
            SERVICE[0],
            "links.pem",
            *SERVICE[1:],
        ],
        "reporting": ["database-reporting", *SERVICE],
    }


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    """Every start of the containers runs it; the database knows the first passwords."""
    credentials.make(tmp_path)
    first = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}

    credentials.make(tmp_path)

    assert first == {
        file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()
    }


def test_nobody_else_on_the_machine_can_read_them(tmp_path: Path) -> None:
    """PostgreSQL runs as another user, and reads its two by its group."""
    credentials.make(tmp_path)

    modes = {
        str(file.relative_to(tmp_path)): f"{file.stat().st_mode & 0o777:o}"
        for file in tmp_path.rglob("*")
        if file.is_file()
    }
    assert modes.pop("postgres/owner") == modes.pop("postgres/superuser") == "640"
    assert set(modes.values()) == {"600"}


@pytest.mark.parametrize("user", ["operator", "reporting"])
def test_the_servers_know_the_public_half_of_each_seed(
    tmp_path: Path, user: str
) -> None:
    """Otherwise nobody could log in."""
    credentials.make(tmp_path)

    seed = bytearray((tmp_path / user / "nats-seed").read_bytes())
    public = nkeys.from_seed(seed).public_key.decode()
    users = (tmp_path / "nats" / "users.conf").read_text().splitlines()
    assert f"nkey_{user}: {public}" in users


def test_links_that_notifications_issues_are_read_by_others(tmp_path: Path) -> None:
    """The public half that they have is of the same key."""
    credentials.make(tmp_path)

    issuing = Links.kept_in(tmp_path / "notifications" / "links.pem")
    reading = Links.reading(tmp_path / "events" / "links-public.pem")
    assert reading.public_key == issuing.public_key
    assert reading.private_key is None
