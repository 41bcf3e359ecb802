"""The deadlines that people are reminded of: who is late, and when to say so."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.partnerships.domain.agreement import Concluded, OutForSignature
from services.partnerships.domain.becoming import becoming
from services.partnerships.domain.circumstances import AddWorkingDays
from services.partnerships.domain.events import Deadline, Outstanding
from services.partnerships.domain.gates import missing_of
from services.partnerships.domain.kinds import Kind
from services.partnerships.domain.proposal import OpenBallot, Party, Voter
from services.partnerships.domain.states import (
    Agreeing,
    InForce,
    Resting,
    Reviewing,
    State,
    Submitted,
)
from services.partnerships.domain.turns import whose_turn
from services.partnerships.domain.values import Person


@dataclass(frozen=True, slots=True)
class Watch:
    """One due day; *since* is the last day on which anybody was told of it."""

    deadline: Deadline
    due_on: date
    since: date
    before: tuple[int, ...]
    outstanding: tuple[Outstanding, ...]
    item_id: UUID | None = None
    agreement_version: int | None = None
    sha256: str | None = None
    round: int | None = None
    declaration: str | None = None

    def next_day(self, add_working_days: AddWorkingDays) -> date | None:
        """Return the next day to remind on, or nothing when none is left."""
        days = (add_working_days(self.due_on, -number) for number in self.before)
        return min((day for day in days if day > self.since), default=None)


type Watching = Callable[[State, Kind], Watch | None]


def ballot_watch(state: State, kind: Kind) -> Watch | None:
    """Return the closing day of an open ballot."""
    if not isinstance(state, Submitted) or not isinstance(state.ballot, OpenBallot):
        return None
    ballot = state.ballot
    return Watch(
        deadline="ballot",
        due_on=ballot.closes_on,
        since=ballot.reminded_on or ballot.opened_on,
        before=kind.reminders.ballot,
        outstanding=_addressed(ballot.outstanding),
        round=ballot.round,
    )


def signature_watch(state: State, kind: Kind) -> Watch | None:
    """Return the last day for signatures of a version that is out."""
    if not isinstance(state, Agreeing | InForce):
        return None
    pending = state.negotiation.pending
    if not isinstance(pending, OutForSignature):
        return None
    return Watch(
        deadline="signature",
        due_on=pending.sign_by,
        since=pending.reminded_on or pending.sent_on,
        before=kind.reminders.signature,
        outstanding=_addressed(whose_turn(pending.outstanding, kind)),
        agreement_version=pending.version,
        sha256=pending.sha256,
    )


def expectations_watch(state: State, kind: Kind) -> Watch | None:
    """Return the last day to confirm the expectations; nothing is out before all have."""
    if not isinstance(state, Agreeing | InForce):
        return None
    gates = state.case.gates
    asking, alignment = gates.asking(None), gates.alignment
    if asking is None or alignment is None:
        return None
    parties = (becoming(state).party(one) for one in alignment.outstanding)
    return Watch(
        deadline="expectations",
        due_on=asking.answer_by,
        since=asking.reminded_on or asking.asked_on,
        before=kind.reminders.signature,
        outstanding=_addressed(one for one in parties if one is not None),
    )


def declaration_watch(state: State, kind: Kind) -> Watch | None:
    """Return the first declaration that is missing; all have the same days."""
    watches = declaration_watches(state, kind)
    return next((one for one in watches if one.outstanding), None)


def declaration_watches(state: State, kind: Kind) -> tuple[Watch, ...]:
    """Return the last day of each declaration that a concluded version waits for."""
    if not isinstance(state, Agreeing | InForce):
        return ()
    if not isinstance(state.negotiation.pending, Concluded):
        return ()
    gates, proposal = state.case.gates, becoming(state)
    asked = ((rule, gates.asking(rule.key)) for rule in kind.declarations)
    return tuple(
        Watch(
            deadline="declaration",
            due_on=asking.answer_by,
            since=asking.reminded_on or asking.asked_on,
            before=kind.reminders.signature,
            outstanding=_addressed(missing_of(rule, gates, proposal)),
            declaration=rule.key,
        )
        for rule, asking in asked
        if asking is not None
    )


def statement_watch(state: State, kind: Kind) -> Watch | None:
    """Return the last day for statements in an open review."""
    if not isinstance(state, InForce) or not isinstance(state.condition, Reviewing):
        return None
    review = state.condition.review
    return Watch(
        deadline="statement",
        due_on=review.statements_due_on,
        since=review.reminded_on or review.opened_on,
        before=kind.reminders.statement,
        outstanding=_addressed(review.outstanding),
        item_id=review.id,
    )


def term_end_watch(state: State, kind: Kind) -> Watch | None:
    """Return the last day of the term, unless it stands still."""
    if not isinstance(state, InForce) or isinstance(state.condition, Resting):
        return None
    return Watch(
        deadline="term_end",
        due_on=state.ends_on,
        since=state.reminded_on or state.terms.starts_on,
        before=kind.reminders.term_end,
        outstanding=_addressed(state.case.proposal.parties),
    )


def _addressed(late: Iterable[Party | Voter | Person]) -> tuple[Outstanding, ...]:
    return tuple(Outstanding(one.organisation_id, one.contact_id) for one in late)
