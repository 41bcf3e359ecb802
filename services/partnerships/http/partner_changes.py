"""What a partner who signs an amendment is shown of it: why, and what it changes."""

from collections.abc import Mapping
from uuid import UUID

from pydantic import Field

from chassis.languages import Language
from chassis.shapes import Late
from services.partnerships.domain.agreement import ChangeType
from services.partnerships.domain.becoming import becoming, present_terms
from services.partnerships.domain.differing import Wording
from services.partnerships.domain.kinds import Kind
from services.partnerships.domain.states import InForce, State
from services.partnerships.printed.differences import Told, lines
from services.partnerships.printed.phrases import phrases


class LineView(Late):
    """A field that the text has otherwise, in the language of the link."""

    field: str
    before: str
    after: str


class ChangeView(Late):
    """How the text that awaits a signature changes the agreement in force."""

    type: ChangeType | None = Field(description="Null where it was written anew.")
    reason: str | None
    differences: list[LineView]


def changes(
    state: State, kind: Kind, names: Mapping[UUID, str], language: Language
) -> ChangeView | None:
    """Return what the version on its way makes different from the one in force."""
    pending = state.negotiation.pending if isinstance(state, InForce) else None
    if pending is None or not isinstance(state, InForce):
        return None
    before = Wording(present_terms(state), state.case.proposal)
    after = Wording(pending.terms, becoming(state))
    told = Told(kind, names, phrases(language))
    change = pending.change
    return ChangeView(
        type=change and change.type,
        reason=change and change.reason,
        differences=[
            LineView(field=field, before=old, after=new)
            for field, old, new in lines(before, after, told)
        ],
    )
