"""What must be true in force before it rests, is reviewed, ends, or is measured."""

from datetime import timedelta

from services.partnerships.domain.circumstances import Circumstances
from services.partnerships.domain.rhythm import next_review
from services.partnerships.domain.rules.agreeing import (
    NEGOTIATING,
    first_day_has_come,
    nothing_is_concluded,
    version_is_concluded,
)
from services.partnerships.domain.rules.gating import declarations_are_given
from services.partnerships.domain.rules.obstacle import Found, Rules, obstacle
from services.partnerships.domain.rules.reminding import reminder_is_due
from services.partnerships.domain.states import Closed, InForce, Resting, Reviewing
from services.partnerships.domain.watches import statement_watch, term_end_watch


def agreement_does_not_rest(state: InForce, _: Circumstances) -> Found:
    """While the agreement rests, its term stands still and nothing runs."""
    if isinstance(state.condition, Resting):
        yield obstacle("suspended", since=state.condition.since.isoformat())


def agreement_rests(state: InForce, _: Circumstances) -> Found:
    """Only what rests can apply again."""
    if not isinstance(state.condition, Resting):
        yield obstacle("not_suspended")


def no_review_is_open(state: InForce, _: Circumstances) -> Found:
    """An open review is concluded before anything else happens to the agreement."""
    if isinstance(state.condition, Reviewing):
        due_on = state.condition.review.statements_due_on.isoformat()
        yield obstacle("review_open", statements_due_on=due_on)


def review_is_open(state: InForce, _: Circumstances) -> Found:
    """Statements and conclusions belong to an open review."""
    if not isinstance(state.condition, Reviewing):
        yield obstacle("review_not_open")


def statements_are_in(state: InForce, circumstances: Circumstances) -> Found:
    """A review is concluded when everybody has spoken or had the time to."""
    if not isinstance(state.condition, Reviewing):
        return
    review = state.condition.review
    if review.outstanding and circumstances.today <= review.statements_due_on:
        yield obstacle(
            "statements_outstanding",
            outstanding=len(review.outstanding),
            due_on=review.statements_due_on.isoformat(),
        )


def review_is_due_or_asked_for(state: InForce, circumstances: Circumstances) -> Found:
    """By itself a review opens on its day; staff may ask for one at any time."""
    if circumstances.by_staff:
        return
    day = next_review(state, circumstances.kind, circumstances.add_working_days)
    if day is None:
        yield obstacle("no_review_planned")
    elif circumstances.today < day:
        yield obstacle("not_due", due_on=day.isoformat())


def term_has_passed(state: InForce, circumstances: Circumstances) -> Found:
    """A partnership expires after the last day of its term."""
    if circumstances.today <= state.ends_on:
        first_day = state.ends_on + timedelta(days=1)
        yield obstacle("not_due", due_on=first_day.isoformat())


def final_review_is_not_held(state: InForce, _: Circumstances) -> Found:
    """After its final review a partnership is completed; it does not expire."""
    if state.final_review_held:
        yield obstacle("final_review_held")


def final_review_is_held(state: InForce, _: Circumstances) -> Found:
    """Completing needs a review that was concluded with `end`."""
    if not state.final_review_held:
        yield obstacle("review_not_final")


def something_is_settled(state: InForce, _: Circumstances) -> Found:
    """Only what was settled can be owed again."""
    if all(pledge.settlement is None for pledge in state.pledges):
        yield obstacle("no_obligation_settled")


def agreement_was_in_force(state: Closed, _: Circumstances) -> Found:
    """Only a partnership that was once in force has figures."""
    if state.results is None:
        yield obstacle("outcomes_not_possible")


IN_FORCE: Rules[InForce] = {
    **NEGOTIATING,
    "change-agreement": (nothing_is_concluded,),
    "take-effect": (
        version_is_concluded,
        first_day_has_come,
        declarations_are_given,
        agreement_does_not_rest,
    ),
    "suspend": (agreement_does_not_rest, no_review_is_open),
    "resume": (agreement_rests,),
    "terminate": (),
    "expire": (
        agreement_does_not_rest,
        no_review_is_open,
        nothing_is_concluded,
        final_review_is_not_held,
        term_has_passed,
    ),
    "remind-term-end": (agreement_does_not_rest, reminder_is_due(term_end_watch)),
    "report-outcome": (),
    "accept-outcome": (),
    "return-outcome": (),
    "settle-obligation": (),
    "reopen-obligation": (something_is_settled,),
    "open-review": (
        agreement_does_not_rest,
        no_review_is_open,
        review_is_due_or_asked_for,
    ),
    "give-statement": (review_is_open,),
    "remind-statement": (review_is_open, reminder_is_due(statement_watch)),
    "conclude-review": (review_is_open, statements_are_in),
    "close-action-point": (),
    "verify-action-point": (),
    "complete": (agreement_does_not_rest, no_review_is_open, final_review_is_held),
}

CLOSED: Rules[Closed] = {
    "report-outcome": (agreement_was_in_force,),
    "accept-outcome": (agreement_was_in_force,),
    "return-outcome": (agreement_was_in_force,),
}
