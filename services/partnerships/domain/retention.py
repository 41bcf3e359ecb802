"""What stands in the way of destroying a case: it is open, kept, held, or not yet due."""

from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

type Bar = Literal[
    "case_not_closed", "case_kept_for_ever", "case_on_hold", "case_not_due"
]


@dataclass(frozen=True, slots=True)
class Kept:
    """A case as retention sees it: how it ended, since when it rests, until when."""

    id: UUID
    reference: str
    kind: str
    kind_version: int
    outcome: str | None  # None while it is open
    closed_on: date  # the day of its last event
    years: int | None  # None: kept for ever
    due_on: date | None
    held: bool
    destruction_id: UUID | None  # one that is proposed


def bar(kept: Kept, today: date) -> Bar | None:
    """Return the first thing that stands in the way of destroying a case today."""
    if kept.outcome is None:
        return "case_not_closed"
    if kept.due_on is None:
        return "case_kept_for_ever"
    if kept.held:
        return "case_on_hold"
    if today < kept.due_on:
        return "case_not_due"
    return None
