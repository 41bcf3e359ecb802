"""A disclosure: what is known of one partnership, as a ZIP that is the same every time.

It is made of append-only tables up to a place in each, so that it can be made again;
what was left out stands in its manifest with the reason and the rule.
"""

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from uuid import UUID
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from pydantic_core import to_json

from chassis.history import Recorded
from chassis.postgres import Connection
from services.partnerships import accesses, files
from services.partnerships.domain.events import AgreementDrafted, Event
from services.partnerships.history import CODEC, HISTORY

BLACK = "█████"
NOT_IN_IT = "The letters about it: notifications keeps them, see /v1/deliveries."
_ALL = 2_147_483_647


@dataclass(frozen=True, slots=True)
class Redaction:
    """What is left out: a part, or one place in it, with the reason and the rule."""

    part: str
    pointer: str | None  # RFC 6901, into a part that is JSON; None: the whole part
    reason: str
    legal_basis: str


@dataclass(frozen=True, slots=True)
class Extent:
    """How far a disclosure reaches, so that it can be made again."""

    version: int  # of the history
    access: int  # the last row of the access log
    files: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Bundle:
    """A disclosure that was made."""

    content: bytes
    manifest: dict[str, object]
    history: list[object] | None  # as it is disclosed; None where it is left out

    @property
    def sha256(self) -> str:
        """Tell whether two are the same."""
        return sha256(self.content).hexdigest()


class NothingThereError(Exception):
    """A redaction names what is not in the bundle."""


async def extent(connection: Connection, partnership_id: UUID) -> Extent:
    """Return how far a disclosure that is made now reaches."""
    history = await HISTORY.load(connection, partnership_id)
    read = await accesses.accesses(connection, partnership_id, None, 1)
    kept = await files.files(connection, partnership_id, None, _ALL)
    return Extent(
        version=len(history),
        access=read[0].id if read else 0,
        files=tuple(one.id for one in kept if one.destroyed_at is None),
    )


async def bundle(
    connection: Connection,
    partnership_id: UUID,
    reach: Extent,
    redactions: Sequence[Redaction],
) -> Bundle:
    """Return the disclosure; NothingThereError if a redaction is about nothing in it."""
    parts = await _parts(connection, partnership_id, reach)
    for one in redactions:
        _black_out(parts, one)
    manifest: dict[str, object] = {
        "partnership_id": str(partnership_id),
        "history_version": reach.version,
        "parts": {
            name: {"sha256": sha256(content).hexdigest(), "size": len(content)}
            for name, content in sorted(parts.items())
        },
        "left_out": [dict(asdict(one)) for one in redactions],
        "not_in_it": NOT_IN_IT,
    }
    content = _zipped({**parts, "manifest.json": _json(manifest)})
    told = parts.get("history.json")
    return Bundle(content, manifest, None if told is None else json.loads(told))


async def _parts(
    connection: Connection, partnership_id: UUID, reach: Extent
) -> dict[str, bytes]:
    history = (await HISTORY.load(connection, partnership_id))[: reach.version]
    parts: dict[str, bytes] = {"history.json": _json([_event(one) for one in history])}
    for one in history:
        if isinstance(one.event, AgreementDrafted):
            terms = CODEC.encode(one.event)[1]
            parts[f"agreements/{one.event.version}.json"] = _json(terms)
    read = await accesses.accesses(connection, partnership_id, reach.access + 1, _ALL)
    parts["access-log.json"] = _json([asdict(one) for one in read])
    for file_id in reach.files:
        content = await files.content(connection, file_id)
        parts[f"files/{file_id}"] = content or b""
    return parts


def _event(recorded: Recorded[Event]) -> dict[str, object]:
    return {
        "version": recorded.version,
        "type": CODEC.encode(recorded.event)[0],
        "data": CODEC.encode(recorded.event)[1],
        "actor": recorded.actor,
        "occurred_at": recorded.occurred_at,
        "hash": recorded.hash.hex(),
    }


def _black_out(parts: dict[str, bytes], one: Redaction) -> None:
    if one.part not in parts:
        raise NothingThereError(one.part)
    if one.pointer is None:
        del parts[one.part]
        return
    *way, last = [_token(step) for step in one.pointer.split("/")[1:]] or [""]
    try:
        place = whole = json.loads(parts[one.part])
        for step in way:
            place = place[int(step) if isinstance(place, list) else step]
        key = int(last) if isinstance(place, list) else last
        place[key]  # what is not there cannot be left out
        place[key] = BLACK
    except (KeyError, IndexError, ValueError, TypeError) as error:
        raise NothingThereError(f"{one.part}{one.pointer}") from error
    if one.part == "history.json":  # a short text could be guessed by its hash
        whole = [
            {**event, "hash": BLACK} if isinstance(event, dict) else event
            for event in whole
        ]
    parts[one.part] = _json(whole)


def _token(step: str) -> str:
    return step.replace("~1", "/").replace("~0", "~")


def _json(value: object) -> bytes:
    return to_json(value, indent=2)


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    """Return the parts in order, with no date and uncompressed: the same every time."""
    whole = io.BytesIO()
    with ZipFile(whole, "w", ZIP_STORED) as archive:
        for name in sorted(parts):
            archive.writestr(ZipInfo(name), parts[name])
    return whole.getvalue()
