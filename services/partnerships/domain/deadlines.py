"""What will happen by itself, and on which day: the timers of a state."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Literal
from uuid import UUID

from services.partnerships.domain.agreement import Concluded, OutForSignature
from services.partnerships.domain.becoming import becoming
from services.partnerships.domain.circumstances import AddWorkingDays
from services.partnerships.domain.commands import (
    CloseBallot,
    Command,
    Expire,
    LapseSignature,
    OpenReview,
    RemindBallot,
    RemindDeclarations,
    RemindExpectations,
    RemindSignature,
    RemindStatement,
    RemindTermEnd,
    TakeEffect,
)
from services.partnerships.domain.gates import undeclared
from services.partnerships.domain.kinds import Kind
from services.partnerships.domain.proposal import OpenBallot
from services.partnerships.domain.rhythm import next_review
from services.partnerships.domain.states import (
    Agreeing,
    InForce,
    Resting,
    Running,
    State,
    Submitted,
)
from services.partnerships.domain.watches import (
    Watching,
    ballot_watch,
    declaration_watch,
    expectations_watch,
    signature_watch,
    statement_watch,
    term_end_watch,
)

type TimerName = Literal[
    "close_ballot",
    "remind_ballot",
    "remind_expectations",
    "remind_signature",
    "lapse_signature",
    "remind_declarations",
    "take_effect",
    "open_review",
    "remind_statement",
    "remind_term_end",
    "expire",
]

REMINDERS: Mapping[TimerName, Watching] = {
    "remind_ballot": ballot_watch,
    "remind_expectations": expectations_watch,
    "remind_signature": signature_watch,
    "remind_declarations": declaration_watch,
    "remind_statement": statement_watch,
    "remind_term_end": term_end_watch,
}
COMMANDS: Mapping[str, Callable[[UUID], Command]] = {
    "close_ballot": lambda _: CloseBallot(),
    "remind_ballot": lambda _: RemindBallot(),
    "remind_expectations": lambda _: RemindExpectations(),
    "remind_signature": lambda _: RemindSignature(),
    "lapse_signature": lambda _: LapseSignature(),
    "remind_declarations": lambda _: RemindDeclarations(),
    "take_effect": lambda _: TakeEffect(),
    "open_review": OpenReview,
    "remind_statement": lambda _: RemindStatement(),
    "remind_term_end": lambda _: RemindTermEnd(),
    "expire": lambda _: Expire(),
}

NEXT_DAY = timedelta(days=1)


def deadlines(state: State, kind: Kind, add: AddWorkingDays) -> dict[TimerName, date]:
    """Return the pending timers, each due at the start of its day in Copenhagen."""
    return dict((*_steps(state, kind, add), *_reminders(state, kind, add)))


def command_of(timer: str, new_id: UUID) -> Command:
    """Return what the system asks when a timer is due; a review gets the new id."""
    return COMMANDS[timer](new_id)


def _reminders(
    state: State, kind: Kind, add: AddWorkingDays
) -> Iterator[tuple[TimerName, date]]:
    for name, watching in REMINDERS.items():
        watch = watching(state, kind)
        day = None if watch is None else watch.next_day(add)
        if watch is not None and watch.outstanding and day is not None:
            yield name, day


def _steps(
    state: State, kind: Kind, add: AddWorkingDays
) -> Iterator[tuple[TimerName, date]]:
    match state:
        case Submitted(ballot=OpenBallot(closes_on=closes_on)):
            yield "close_ballot", closes_on + NEXT_DAY
        case Agreeing():
            yield from _of_version(state, kind)
        case InForce():
            yield from _of_version(state, kind)
            yield from _in_force(state, kind, add)
        case _:
            return


def _of_version(
    state: Agreeing | InForce, kind: Kind
) -> Iterator[tuple[TimerName, date]]:
    resting = isinstance(state, InForce) and isinstance(state.condition, Resting)
    held_up = resting or undeclared(state.case.gates, becoming(state), kind)
    match state.negotiation.pending:
        case OutForSignature(sign_by=sign_by):
            yield "lapse_signature", sign_by + NEXT_DAY
        case Concluded(terms=terms) if not held_up:
            yield "take_effect", terms.starts_on
        case _:
            return


def _in_force(
    state: InForce, kind: Kind, add: AddWorkingDays
) -> Iterator[tuple[TimerName, date]]:
    review_on = next_review(state, kind, add)
    if review_on is not None:
        yield "open_review", review_on
    concluded = isinstance(state.negotiation.pending, Concluded)
    running = isinstance(state.condition, Running) and not state.final_review_held
    if running and not concluded:
        yield "expire", state.ends_on + NEXT_DAY
