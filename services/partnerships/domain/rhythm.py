"""When the next review opens by itself: by the rhythm, and once before the end."""

from datetime import date

from services.partnerships.domain.circumstances import AddWorkingDays
from services.partnerships.domain.civil import add_months, end_of_school_year
from services.partnerships.domain.kinds import Kind, ReviewRule
from services.partnerships.domain.states import InForce, Running


def next_review(state: InForce, kind: Kind, add: AddWorkingDays) -> date | None:
    """Return the day, or nothing while none is to open by itself."""
    if not isinstance(state.condition, Running) or state.final_review_held:
        return None
    by_rhythm = _by_rhythm(state.reviewed_on, kind.review, add)
    final = add(state.ends_on, -kind.review.final_working_days_before_end)
    if state.reviewed_on < final:
        return final if by_rhythm is None else min(by_rhythm, final)
    in_term = by_rhythm is not None and by_rhythm <= state.ends_on
    return by_rhythm if in_term else None


def _by_rhythm(since: date, rule: ReviewRule, add: AddWorkingDays) -> date | None:
    if rule.every_months is not None:
        return add_months(since, rule.every_months)
    if rule.school_year:
        return _in_school_year(since, rule.statement_working_days, add)
    return min((day for day in rule.dates if day > since), default=None)


def _in_school_year(since: date, working_days: int, add: AddWorkingDays) -> date:
    ends = (end_of_school_year(since.year + years) for years in range(2))
    days = (add(end, -working_days) for end in ends)
    return min(day for day in days if day > since)
