"""What a partnership waits for: the steps somebody must take before it goes on.

Each is told with the days on which it can be taken and with those who may not take it,
so that it holds until the next event whatever the day, and can be kept in a table.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import assert_never
from uuid import UUID

from services.partnerships.domain.agreement import Concluded, Drafted, OutForSignature
from services.partnerships.domain.becoming import becoming
from services.partnerships.domain.circumstances import Circumstances
from services.partnerships.domain.commands import Asker, CommandName
from services.partnerships.domain.deadlines import NEXT_DAY
from services.partnerships.domain.gates import to_align, uncleared, undeclared
from services.partnerships.domain.proposal import OpenBallot, Party
from services.partnerships.domain.rules import ROLES, obstacles
from services.partnerships.domain.states import (
    Agreeing,
    Closed,
    Draft,
    InForce,
    Resting,
    Reviewing,
    Running,
    State,
    Submitted,
    Unproposed,
)
from services.partnerships.domain.turns import whose_turn
from services.partnerships.domain.voices import is_municipality

CONTACT: frozenset[Asker] = frozenset({"contact"})
NOBODY = ""  # who has done nothing here yet, and speaks for nobody


@dataclass(frozen=True, slots=True)
class Awaited:
    """A step that somebody must take; the days are those on which it is possible."""

    command: CommandName
    askers: frozenset[Asker]
    by: date | None = None
    opens_on: date | None = None
    closes_on: date | None = None
    not_by: frozenset[str] = frozenset()
    organisation_id: UUID | None = None  # the municipality, where it speaks for itself

    def is_for(self, actor: str, roles: frozenset[str], today: date) -> bool:
        """Whether it is this actor who must take it, on this day."""
        early = self.opens_on is not None and today < self.opens_on
        late = self.closes_on is not None and self.closes_on < today
        theirs = not self.askers.isdisjoint(roles) and actor not in self.not_by
        return theirs and not early and not late


def awaited(state: State, circumstances: Circumstances) -> tuple[Awaited, ...]:
    """Return what a partnership waits for, whoever asks and whatever the day."""
    found = _candidates(state, circumstances)
    possible = (one for one in found if _is_possible(one, state, circumstances))
    # A draft that can be submitted need not be revised first.
    return tuple(islice(possible, 1) if isinstance(state, Draft) else possible)


def _is_possible(one: Awaited, state: State, circumstances: Circumstances) -> bool:
    """Whether somebody of the right role who has done nothing here yet may take it."""
    day = one.opens_on or date.min
    around = circumstances._replace(actor=NOBODY, roles=one.askers, today=day)
    return obstacles(one.command, state, around) == ()


type _Found = Iterator[Awaited]


def _candidates(state: State, circumstances: Circumstances) -> _Found:
    match state:
        case Unproposed():
            return
        case Draft():
            yield _step("submit")
            yield _step("revise")
        case Submitted():
            yield from _of_proposal(state, circumstances)
        case Agreeing() | InForce():
            yield from _of_version(state, circumstances)
            if isinstance(state, InForce):
                yield from _in_force(state, circumstances)
        case Closed():
            yield from _figures(state)
        case _:
            assert_never(state)


def _step(command: CommandName, by: date | None = None) -> Awaited:
    return Awaited(command, ROLES[command], by)


def _of_proposal(state: Submitted, circumstances: Circumstances) -> _Found:
    if isinstance(state.ballot, OpenBallot) and state.ballot.outstanding:
        last = state.ballot.closes_on
        yield Awaited("cast-vote", CONTACT, last, closes_on=last)
    yield _step("open-ballot")
    scored = {one.criterion for one in state.assessments}
    if not scored.issuperset(one.key for one in circumstances.kind.criteria):
        yield replace(_step("assess"), not_by=state.conflicts)
    yield replace(_step("approve"), not_by=state.conflicts | {state.submitter})


def _of_version(state: Agreeing | InForce, circumstances: Circumstances) -> _Found:
    pending, kind = state.negotiation.pending, circumstances.kind
    match pending:
        case None:
            if isinstance(state, Agreeing):
                yield _step("draft-agreement")
                yield from _gates(state, circumstances)
        case Drafted():
            yield from _gates(state, circumstances)
            yield from _drafted(state, pending, circumstances)
        case OutForSignature():
            yield from _concerns(state, circumstances)
            turn = whose_turn(pending.outstanding, kind)
            yield from _heard("sign", turn, pending.sign_by, circumstances)
        case Concluded():
            if undeclared(state.case.gates, becoming(state), kind):
                yield _step("record-declaration", pending.terms.starts_on)
        case _:
            assert_never(pending)


def _gates(state: Agreeing | InForce, circumstances: Circumstances) -> _Found:
    gates = state.case.gates
    yield from _concerns(state, circumstances)
    asked = to_align(circumstances.kind.alignment, becoming(state))
    if gates.alignment is None or not gates.alignment.covers(asked):
        yield _step("align-expectations")
    elif gates.alignment.outstanding:
        asking = gates.asking(None)
        yield _step("confirm-expectations", asking.answer_by if asking else None)
    if not gates.steering_group:
        yield _step("appoint-steering-group")


def _concerns(state: Agreeing | InForce, circumstances: Circumstances) -> _Found:
    open_ones = uncleared(state.case.gates, circumstances.kind)
    standing = (state.case.gates.concern(one) for one in open_ones)
    if open_ones:
        raisers = _only_one(one.raiser if one else None for one in standing)
        yield replace(_step("clear-concern"), not_by=raisers)


def _drafted(
    state: Agreeing | InForce, pending: Drafted, circumstances: Circumstances
) -> _Found:
    """Sent while its first day is ahead; written anew where only that makes it right."""
    last = pending.terms.starts_on
    sent = replace(_step("send-for-signature", last), closes_on=last)
    waits = any(
        _is_possible(one, state, circumstances) for one in _gates(state, circumstances)
    )
    if _is_possible(sent, state, circumstances):
        yield sent
        yield replace(_step("draft-agreement"), opens_on=last + NEXT_DAY)
    elif not waits:
        yield _step("draft-agreement")


def _heard(
    command: CommandName,
    late: tuple[Party, ...],
    by: date,
    circumstances: Circumstances,
) -> _Found:
    """The municipality speaks through staff, everybody else through a contact."""
    if not late:
        return
    own = [one for one in late if is_municipality(one, circumstances.kind)]
    others = CONTACT if len(own) < len(late) else frozenset[Asker]()
    staff = ROLES[command] - CONTACT if own else frozenset[Asker]()
    closes_on = by if command == "sign" else None
    voice = own[0].organisation_id if own else None
    yield Awaited(
        command, staff | others, by, closes_on=closes_on, organisation_id=voice
    )


def _in_force(state: InForce, circumstances: Circumstances) -> _Found:
    match state.condition:
        case Reviewing(review):
            due_on = review.statements_due_on
            late = review.outstanding
            yield from _heard("give-statement", late, due_on, circumstances)
            opens_on = due_on + NEXT_DAY if late else None
            yield replace(_step("conclude-review"), opens_on=opens_on)
        case Resting():
            yield _step("resume")
        case Running():
            yield _step("complete")
        case _:
            assert_never(state.condition)
    due = [one.due_on for one in state.pledges if one.settlement is None]
    if due and not isinstance(state.condition, Resting):  # whose days will move
        yield _step("settle-obligation", min(due))
    yield from _action_points(state)
    yield from _figures(state)


def _action_points(state: InForce) -> _Found:
    open_ones = [one for one in state.action_points if one.closed_by is None]
    closed = [one for one in state.action_points if one.closed_by and not one.verified]
    if open_ones:
        first = min(one.point.due_on for one in open_ones)
        yield _step("close-action-point", first)
    if closed:
        first = min(one.point.due_on for one in closed)
        closers = _only_one(one.closed_by for one in closed)
        yield replace(_step("verify-action-point", first), not_by=closers)


def _figures(state: InForce | Closed) -> _Found:
    outcomes = () if state.results is None else state.results.outcomes
    reported = [one.reporter for one in outcomes if one.acceptance == "reported"]
    if reported:
        yield replace(_step("accept-outcome"), not_by=_only_one(reported))


def _only_one(actors: Iterable[str | None]) -> frozenset[str]:
    """Return who did all of it: somebody else must judge it."""
    one, *others = {*actors}
    return frozenset() if others or one is None else frozenset({one})
