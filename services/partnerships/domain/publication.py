"""From a draft to a published version, and to a last day: what is allowed when."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from services.partnerships.domain.kinds import Kind
from services.partnerships.domain.linting import lint
from services.partnerships.domain.policy import Policy
from services.partnerships.domain.refusals import refused


@dataclass(frozen=True, slots=True)
class Definition:
    """One version of a kind, and how often it has been changed."""

    kind: Kind
    revision: int


def edited(current: Kind, text: Kind) -> Kind:
    """Return the draft as it now reads; what was published is never rewritten."""
    if current.publication != "draft":
        raise refused("kind_not_draft", kind=current.key, version=current.version)
    return replace(text, key=current.key, version=current.version, publication="draft")


def published(draft: Kind, others: Iterable[Kind], policy: Policy) -> Kind:
    """Return the version as partnerships can be proposed under it."""
    if draft.publication != "draft":
        raise refused("kind_not_draft", kind=draft.key, version=draft.version)
    found = lint(draft, policy)
    if found:
        mistakes = [f"{one.place}: {one.code}" for one in found]
        raise refused("kind_has_mistakes", mistakes=mistakes)
    for other in others:
        if _overlap(draft, other):
            raise refused("kind_overlaps", kind=draft.key, version=other.version)
    return replace(draft, publication="published")


def retired(kind: Kind, last_day: date, today: date) -> Kind:
    """Return the version with its last day; what runs under it runs on.

    A version that ends by itself before that day keeps its own last day.
    """
    if kind.publication != "published":
        raise refused("kind_not_published", kind=kind.key, version=kind.version)
    earliest = max(kind.valid_from, today - timedelta(days=1))
    if last_day < earliest:
        raise refused("kind_retires_too_early", earliest=earliest.isoformat())
    valid_to = last_day if kind.valid_to is None else min(last_day, kind.valid_to)
    return replace(kind, publication="retired", valid_to=valid_to)


def _overlap(draft: Kind, other: Kind) -> bool:
    if other.version == draft.version or other.publication == "draft":
        return False
    begins_in_time = other.valid_to is None or draft.valid_from <= other.valid_to
    ends_in_time = draft.valid_to is None or draft.valid_to >= other.valid_from
    return begins_in_time and ends_in_time
