"""One folder, one Medspil: who works in a data directory, and at which addresses."""

import fcntl
import json
import os
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from pydantic import TypeAdapter, ValidationError

from chassis.settings import Settings


class InUseError(Exception):
    """Another process works in the data directory; the message says which."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the Medspil that works in a data directory can be reached."""

    pid: int
    http_url: str
    database_url: str
    nats_url: str
    smtp_url: str


_ADDRESSES = TypeAdapter(Addresses)


@dataclass(frozen=True, slots=True)
class Premises:
    """A data directory that this process holds alone."""

    folder: Path

    @classmethod
    @contextmanager
    def held(cls, folder: Path) -> Generator[Self]:
        """Hold the folder while the block runs; the system lets go of it if we die."""
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "lock").open("a+") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise InUseError(_occupied(folder)) from error
            try:
                yield cls(folder)
            finally:
                _note(folder).unlink(missing_ok=True)

    def announce(self, settings: Settings) -> None:
        """Note the addresses for other commands of this machine."""
        addresses = Addresses(
            os.getpid(),
            settings.public_url,
            str(settings.database_url),
            str(settings.nats_url),
            str(settings.smtp_url),
        )
        fresh = _note(self.folder).with_suffix(".new")
        fresh.touch(mode=0o600)
        fresh.write_text(json.dumps(asdict(addresses)))
        fresh.replace(_note(self.folder))


def addresses(folder: Path) -> Addresses | None:
    """Where the Medspil in this folder is reached; None when none runs."""
    try:
        noted = _ADDRESSES.validate_json(_note(folder).read_bytes())
    except (OSError, ValidationError):
        return None
    return noted if _is_held(folder) else None  # a note outlives one who is killed


def _is_held(folder: Path) -> bool:
    with (folder / "lock").open() as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False


def _occupied(folder: Path) -> str:
    running = addresses(folder)
    who = f"process {running.pid}, {running.http_url}" if running else "another process"
    return (
        f"{folder} is in use by {who}. "
        "Stop that one, or name another folder with MEDSPIL_DATA_DIR."
    )


def _note(folder: Path) -> Path:
    return folder / "running.json"
