"""A file that proves something, as history knows it: by id and hash, never by name."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """A file of the partnership, and the SHA-256 (hex) of its content."""

    file_id: UUID
    sha256: str
