"""Heads of the history: taken, kept in a file, and held against what is there later.

A file has a first line that says when and how much, and a line for each stream. The
number that is published is the hash of the file's lines, of each service in turn.
"""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from chassis.clock import SystemClock
from chassis.sealing import End, ends, root
from chassis.settings import Settings
from medspil.operating import Sealed, opened

_HASH = 32  # bytes


class BadHeadError(Exception):
    """The file is no head, or not the one that was published."""


class Head(BaseModel):
    """The first line of a head."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    taken_at: AwareDatetime
    streams: int
    events: int
    root: str


async def seal(settings: Settings, file: Path) -> Head:
    """Write where every stream of every service ends; return what to publish."""
    sealed: dict[str, list[End]] = {}
    async with opened(settings) as services:
        for service in services:
            async with service.database.reading() as connection:
                sealed[service.name] = await ends(connection)
    every = [end for of_one in sealed.values() for end in of_one]
    head = Head(
        taken_at=SystemClock().now(),
        streams=len(every),
        events=sum(end.version for end in every),
        root=whole(sealed),
    )
    lines = [f"{name} {end}" for name, of_one in sealed.items() for end in of_one]
    with file.open("x", encoding="utf-8") as kept:  # one that is there is not replaced
        kept.writelines(f"{line}\n" for line in [head.model_dump_json(), *lines])
    return head


def read(file: Path, published: str | None) -> Sealed:
    """Return what a head sealed, if it is whole and has the root that was published."""
    try:
        first, *lines = file.read_text(encoding="utf-8").splitlines()
        head = Head.model_validate_json(first)
        sealed = _sealed(lines)
    except (ValueError, ValidationError) as error:
        raise BadHeadError(
            f"{file} is no head. Give a file that `seal` wrote."
        ) from error
    if whole(sealed) != head.root:
        raise BadHeadError(f"{file} was changed: its lines do not come to its root.")
    if published is not None and published != head.root:
        raise BadHeadError(f"{file} is another head: its root is {head.root}.")
    return sealed


def whole(sealed: Mapping[str, Iterable[End]]) -> str:
    """Return the number to publish: a hash over the root of each service, by name.

    A service without events adds nothing, as its lines in a file do.
    """
    kept = {name: sorted(sealed[name]) for name in sorted(sealed)}
    lines = (f"{name} {root(ended)}\n" for name, ended in kept.items() if ended)
    return sha256("".join(lines).encode()).hexdigest()


def _sealed(lines: Iterable[str]) -> dict[str, list[End]]:
    sealed: dict[str, list[End]] = {}
    for line in lines:
        service, stream_id, version, hash_ = line.split(" ")
        end = End(UUID(stream_id), int(version), bytes.fromhex(hash_))
        if len(end.hash) != _HASH:
            raise ValueError(line)
        sealed.setdefault(service, []).append(end)
    return sealed
