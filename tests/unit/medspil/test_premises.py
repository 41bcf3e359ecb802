"""A data directory belongs to one process, and tells others where that one is."""

import os
from pathlib import Path

import pytest

from chassis.settings import Settings
from medspil.premises import Addresses, InUseError, Premises, addresses

SETTINGS = Settings(
    database_url="postgresql://owner@db/medspil",
    nats_url="nats://127.0.0.1:4222",
    smtp_url="smtp://127.0.0.1:25",
    public_url="http://127.0.0.1:8420",
)


def test_whoever_holds_the_folder_can_be_found(tmp_path: Path) -> None:
    """Other commands of the machine learn the addresses while they are true."""
    with Premises.held(tmp_path) as premises:
        premises.announce(SETTINGS)

        assert addresses(tmp_path) == Addresses(
            os.getpid(),
            "http://127.0.0.1:8420",
            "postgresql://owner@db/medspil",
            "nats://127.0.0.1:4222",
            "smtp://127.0.0.1:25",
        )
    assert addresses(tmp_path) is None


def test_a_second_process_is_told_who_is_there(tmp_path: Path) -> None:
    """Two servers on the same files would destroy them; the message helps."""
    with Premises.held(tmp_path) as premises:
        premises.announce(SETTINGS)

        with (
            pytest.raises(InUseError, match=r"in use by process \d+, http://127"),
            Premises.held(tmp_path),
        ):
            pass


def test_who_has_not_announced_itself_is_still_in_the_way(tmp_path: Path) -> None:
    """Between the lock and the first address there is no address to tell."""
    with (
        Premises.held(tmp_path),
        pytest.raises(InUseError, match="in use by another process"),
        Premises.held(tmp_path),
    ):
        pass


def test_a_note_of_one_who_was_killed_is_not_believed(tmp_path: Path) -> None:
    """The system releases the lock of a dead process, and nothing else."""
    with Premises.held(tmp_path) as premises:
        premises.announce(SETTINGS)
        note = (tmp_path / "running.json").read_bytes()
    (tmp_path / "running.json").write_bytes(note)

    assert addresses(tmp_path) is None
    with Premises.held(tmp_path):
        assert addresses(tmp_path) is not None


def test_a_half_written_note_tells_nothing(tmp_path: Path) -> None:
    """What cannot be read is no address."""
    (tmp_path / "running.json").write_text("{")

    assert addresses(tmp_path) is None
