"""What happened when a running partnership was moved to another version of its kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from services.partnerships.domain.values import FieldValue


@dataclass(frozen=True, slots=True)
class KindVersionChanged:
    """The rules of another version apply from now on.

    Fields that it asks for were added; undoing a move takes them away again.
    """

    move_id: UUID
    from_version: int
    to_version: int
    added: Mapping[str, FieldValue]
    removed: tuple[str, ...]
