"""A backup: one folder with the database, the stream, the keys, and what they are.

The stream is read before the database: whatever is in the one is then in the other,
and what the database has told since is told again after a restore.
"""

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ValidationError

from chassis import VERSION, archive, jetstream
from chassis.clock import SystemClock
from chassis.dialling import NatsAccess
from chassis.settings import Settings
from medspil import dumping
from medspil.operating import reached

DATABASE, STREAM, MANIFEST = "database.dump", "stream.jsonl.gz", "manifest.json"
_KEYS = ("links.pem", "staff.pem")


class NoBackup(Exception):
    """It cannot be backed up there, or what is there is none; the message says why."""


class Part(BaseModel):
    """A file of a backup."""

    name: str
    bytes: int
    sha256: str


class Manifest(BaseModel):
    """What a backup holds; written last, so that half a backup has none."""

    format: Literal[1] = 1
    version: str  # of the Medspil that took it
    taken_at: AwareDatetime
    messages: int  # in the stream
    parts: tuple[Part, ...]

    @property
    def size(self) -> int:
        """How many bytes it holds."""
        return sum(part.bytes for part in self.parts)


async def take(settings: Settings, folder: Path) -> Manifest:
    """Back everything up into a folder that is empty or not there yet."""
    _make(folder)
    now = SystemClock().now()
    async with reached(settings) as complete:
        client = await jetstream.connect(NatsAccess.of(complete), "medspil-backup")
        try:
            messages = await archive.write(client, folder / STREAM)
        finally:
            await client.close()
        await dumping.dump(complete.owner_database_url(), folder / DATABASE)
    _copy_keys(settings, folder / "keys")
    manifest = Manifest(
        version=VERSION,
        taken_at=now,
        messages=messages,
        parts=tuple(_parts(folder)),
    )
    (folder / MANIFEST).write_text(manifest.model_dump_json(indent=2) + "\n")
    for path in _files(folder):
        path.chmod(0o600)
    return manifest


def checked(folder: Path) -> Manifest:
    """Return what a backup holds, if every file is as it was written."""
    try:
        text = (folder / MANIFEST).read_text()
    except OSError as error:
        raise NoBackup(f"{folder} is no backup: it has no {MANIFEST}.") from error
    try:
        manifest = Manifest.model_validate_json(text)
    except ValidationError as error:
        raise NoBackup(f"{folder / MANIFEST} cannot be read: {error}") from error
    found = {part.name: part for part in _parts(folder)}
    for part in manifest.parts:
        if part.name not in found:
            raise NoBackup(f"{folder / part.name} is missing.")
        if found[part.name] != part:
            raise NoBackup(f"{folder / part.name} is not as it was written.")
    return manifest


def key_file(settings: Settings, name: str) -> Path:
    """Return where a key is kept: as the settings say, or in the data folder."""
    if name == "links.pem" and settings.link_private_key_file is not None:
        return settings.link_private_key_file
    return settings.data_dir / "keys" / name


def _make(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()):
        raise NoBackup(f"{folder} is not empty; name a new folder.")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)


def _copy_keys(settings: Settings, folder: Path) -> None:
    folder.mkdir(mode=0o700)
    for name in _KEYS:
        kept = key_file(settings, name)
        if kept.exists():
            shutil.copyfile(kept, folder / name)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _parts(folder: Path) -> Iterator[Part]:
    for path in _files(folder):
        if path.name == MANIFEST:
            continue
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        yield Part(
            name=str(path.relative_to(folder)),
            bytes=path.stat().st_size,
            sha256=digest,
        )
