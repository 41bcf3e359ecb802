"""A review has one rhythm, and reminders come before the deadline that they remind of."""

from services.partnerships.domain.kinds import Kind
from services.partnerships.domain.linting.finding import Found, finding

WORKING_DAYS_A_YEAR = 250


def mistakes(kind: Kind) -> Found:
    """Return what is wrong with the rhythm and the reminders."""
    yield from _of_rhythm(kind)
    reminders, ballot = kind.reminders, kind.ballot
    if ballot is not None:
        yield from _late("ballot", reminders.ballot, ballot.working_days)
    elif reminders.ballot:
        yield finding("reminder_without_ballot", "reminders", "ballot")
    yield from _late("signature", reminders.signature, kind.signature_working_days)
    statement_days = kind.review.statement_working_days
    yield from _late("statement", reminders.statement, statement_days)
    term = WORKING_DAYS_A_YEAR * kind.longest_term_years
    yield from _late("term_end", reminders.term_end, term)


def _of_rhythm(kind: Kind) -> Found:
    review = kind.review
    rhythms = [review.every_months is not None, review.school_year, bool(review.dates)]
    if sum(rhythms) != 1:
        yield finding("rhythm_not_one", "review")
    if list(review.dates) != sorted(set(review.dates)):
        yield finding("rhythm_not_in_order", "review", "dates")


def _late(deadline: str, offsets: tuple[int, ...], working_days: int) -> Found:
    for number, offset in enumerate(offsets):
        if offset >= working_days:
            yield finding(
                "reminder_beyond_deadline",
                "reminders",
                deadline,
                number,
                offset=offset,
                working_days=working_days,
            )
