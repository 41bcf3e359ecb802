"""Files that prove something, kept in the database so that a backup holds them too.

A file is known by the hash of its content: the same content is kept once. When the
content and the name are destroyed, the hash stays, so that what names it stays true.
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Literal
from uuid import UUID

from chassis.postgres import Connection
from chassis.shapes import adapter
from services.partnerships.domain.evidence import EvidenceFile

type MediaType = Literal["application/pdf", "image/png", "image/jpeg"]

BEGINNINGS: dict[bytes, MediaType] = {
    b"%PDF-": "application/pdf",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
}
EXTENSIONS: dict[MediaType, tuple[str, ...]] = {
    "application/pdf": (".pdf",),
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
}


@dataclass(frozen=True, slots=True)
class File:
    """What is known of a file without its content; no name once it is destroyed."""

    id: UUID
    partnership_id: UUID
    sha256: str
    media_type: MediaType
    size: int
    name: str | None
    uploaded_by: str
    uploaded_at: datetime
    destroyed_at: datetime | None = None

    @property
    def evidence(self) -> EvidenceFile:
        """The file as history names it."""
        return EvidenceFile(self.id, self.sha256)


def media_type(content: bytes) -> MediaType | None:
    """Tell by its first bytes what a content is; nothing for what is not taken."""
    return next(
        (known for begin, known in BEGINNINGS.items() if content.startswith(begin)),
        None,
    )


def digest(content: bytes) -> str:
    """Return the hexadecimal SHA-256 of a content."""
    return sha256(content).hexdigest()


def file_name(file: File) -> str:
    """Return a name that is safe to save under, with the extension of the content."""
    letters = (
        one if one.isalnum() or one in " ._-()" else "_" for one in file.name or ""
    )
    name = "".join(letters).strip(" .") or file.sha256[:12]
    endings = EXTENSIONS[file.media_type]
    return name if name.lower().endswith(endings) else f"{name}{endings[0]}"


async def keep(connection: Connection, file: File, content: bytes) -> bool:
    """Keep a file; False if the partnership has the very content already."""
    written = await connection.fetchval(
        _KEEP,
        file.id,
        file.partnership_id,
        file.sha256,
        file.media_type,
        file.size,
        file.name,
        content,
        file.uploaded_by,
        file.uploaded_at,
    )
    return written is not None


async def known(connection: Connection, partnership_id: UUID) -> bool:
    """Tell whether there is such a partnership that files can belong to."""
    found: bool = await connection.fetchval(_KNOWN, partnership_id)
    return found


async def by_hash(connection: Connection, partnership_id: UUID, hash_: str) -> File:
    """Return the file with this content, which must be there."""
    row = await connection.fetchrow(_BY_HASH, partnership_id, hash_)
    return adapter(File).validate_python(dict(row or {}))


async def file(
    connection: Connection, partnership_id: UUID, file_id: UUID
) -> File | None:
    """Return one file of a partnership without its content, or nothing."""
    row = await connection.fetchrow(_ONE, partnership_id, file_id)
    return None if row is None else adapter(File).validate_python(dict(row))


async def content(connection: Connection, file_id: UUID) -> bytes | None:
    """Return the content of a file; nothing once it is destroyed."""
    found: bytes | None = await connection.fetchval(_CONTENT, file_id)
    return found


async def files(
    connection: Connection, partnership_id: UUID, after: UUID | None, limit: int
) -> list[File]:
    """Return the files of a partnership, oldest first, behind the last one shown."""
    rows = await connection.fetch(_FILES, partnership_id, after, limit)
    return [adapter(File).validate_python(dict(row)) for row in rows]


_KEEP = """
insert into evidence_file (id, partnership_id, sha256, media_type, size, name, content,
                           uploaded_by, uploaded_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
on conflict (partnership_id, sha256) do nothing
returning id
"""

_KNOWN = "select exists (select from partnership where id = $1)"

_SELECT = """
select id, partnership_id, sha256, media_type, size, name, uploaded_by, uploaded_at,
       destroyed_at
from evidence_file
"""

_BY_HASH = f"{_SELECT} where partnership_id = $1 and sha256 = $2"

_ONE = f"{_SELECT} where partnership_id = $1 and id = $2"

_CONTENT = "select content from evidence_file where id = $1"

_FILES = f"""
{_SELECT} where partnership_id = $1 and ($2::uuid is null or id > $2)
order by id limit $3
"""
