"""When the next review opens by itself: by the rhythm, and once before the end."""

from datetime import date

from services.partnerships.domain.circumstances import AddWorkingDays
from services.partnerships.domain.civil import add_months
from services.partnerships.domain.kinds import Kind
from services.partnerships.domain.states import InForce, Running


def next_review(state: InForce, kind: Kind, add: AddWorkingDays) -> date | None:
    """Return the day, or nothing while none is to open by itself."""
    if not isinstance(state.condition, Running) or state.final_review_held:
        return None
    by_rhythm = add_months(state.reviewed_on, kind.review.every_months)
    final = add(state.ends_on, -kind.review.final_working_days_before_end)
    if state.reviewed_on < final:
        return min(by_rhythm, final)
    return by_rhythm if by_rhythm <= state.ends_on else None
