"""A typed change of an agreement in force touches what its type names, and no more."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from services.partnerships.domain.agreement import Change, Drafted, Terms
from services.partnerships.domain.becoming import changed, present_terms
from services.partnerships.domain.circumstances import Circumstances
from services.partnerships.domain.differing import (
    Difference,
    Held,
    Wording,
    differences,
)
from services.partnerships.domain.permitting import HEART, permitted, permitting
from services.partnerships.domain.rules.drafting import DRAFT
from services.partnerships.domain.rules.obstacle import Found, Obstacle, obstacle
from services.partnerships.domain.states import Agreeing, Draft, InForce

_LONGEST = 100  # characters of a text that a refusal repeats


def change_fits(
    change: Change, terms: Terms, state: InForce, circumstances: Circumstances
) -> Found:
    """The type permits every difference, and there is one of those it is for."""
    proposal = changed(state.case.proposal, change)
    before = Wording(present_terms(state), state.case.proposal)
    after = Wording(terms, proposal)
    found = differences(before, after)
    for one in found:
        if not permitted(change.type, one, before, after):
            yield _too_wide(change, one, before, after)
    heart = HEART[change.type]
    if not any(one.path[0] in heart for one in found):
        yield obstacle("change_empty", change=change.type, fields=sorted(heart))
    if proposal != state.case.proposal:
        draft = Draft(replace(state.case, proposal=proposal))
        for rule in DRAFT["submit"]:
            yield from rule(draft, circumstances)


def change_still_fits(state: Agreeing | InForce, circumstances: Circumstances) -> Found:
    """What was drafted as a change is still one, though the agreement may have rested."""
    pending = state.negotiation.pending
    if not isinstance(state, InForce) or not isinstance(pending, Drafted):
        return
    if pending.change is not None:
        yield from change_fits(pending.change, pending.terms, state, circumstances)


def _too_wide(
    change: Change, one: Difference, before: Wording, after: Wording
) -> Obstacle:
    return obstacle(
        "change_too_wide",
        change=change.type,
        field=".".join(one.path),
        now=_told(one.before),
        types=[*permitting(one, before, after), "draft-agreement"],
    )


def _told(value: Held | None) -> str:
    match value:
        case None:
            return "-"
        case date():
            return value.isoformat()
        case tuple():
            return ", ".join(value)
        case Decimal() | int() | str() | UUID():
            return str(value)[:_LONGEST]
        case _:
            return type(value).__name__.lower()
