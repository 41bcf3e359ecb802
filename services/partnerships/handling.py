"""What a command comes to, decided before anything is written.

A change holds the events, the row for lists, the timers and the messages of one
command, so that what was decided, what is waited for and what the others are told
are written together or not at all.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol
from uuid import UUID

from chassis import outbox
from chassis.clock import add_working_days, civil_date, start_of
from chassis.committing import Change
from chassis.history import Place
from contracts import Envelope, Message
from services.partnerships import tasks
from services.partnerships.canonical import fingerprint
from services.partnerships.domain.agreement import Drafted, text_of
from services.partnerships.domain.awaiting import Awaited, awaited
from services.partnerships.domain.circumstances import Circumstances
from services.partnerships.domain.commands import CastVote, Command, SendForSignature
from services.partnerships.domain.deadlines import deadlines
from services.partnerships.domain.decisions import PARTNERSHIP
from services.partnerships.domain.events import BallotOpened, Event, VoteCast
from services.partnerships.domain.kinds import Kind
from services.partnerships.domain.proposal import EMPTY_BOX, Tally
from services.partnerships.domain.states import (
    Agreeing,
    Case,
    InForce,
    State,
    Unproposed,
    status,
)
from services.partnerships.finding import findable
from services.partnerships.history import HISTORY
from services.partnerships.publishing import announce


class Standing(NamedTuple):
    """Where a partnership stands: its state after so many events, and its ballot."""

    id: UUID
    place: Place
    state: State
    ballot_box: Tally = EMPTY_BOX
    waiting: tuple[Awaited, ...] | None = None  # for whom; None: as it was read

    @property
    def version(self) -> int:
        """How many events there are."""
        return self.place.version

    @property
    def case(self) -> Case:
        """What stays readable from the proposal to the end."""
        return case_of(self.state)


class Occasion(NamedTuple):
    """Who asks, in which roles, and when."""

    actor: str
    roles: frozenset[str]
    now: datetime


class Carried(NamedTuple):
    """A command carried out in thought: what is to be written, and what is then so."""

    change: Change[Event]
    after: Standing


type Wish = Callable[[Standing], Command]


class Work(Protocol):
    """What one command needs of the store, all in one transaction."""

    async def load(self, partnership_id: UUID) -> Standing:
        """Return where a partnership stands; version 0 if there is none."""
        ...

    async def kind(self, key: str, version: int) -> Kind:
        """Return the version of the kind that a partnership is pinned to."""
        ...

    async def write(self, change: Change[Event]) -> None:
        """Write what a command came to; Conflict if somebody else was first."""
        ...


async def handle(
    work: Work, partnership_id: UUID, wish: Wish, occasion: Occasion
) -> Standing:
    """Carry out what is wished of a partnership; Refusal when a rule says no.

    The wish is told where the partnership stands, and may refuse to go on from there.
    """
    standing = await work.load(partnership_id)
    command = wish(standing)
    case = standing.case
    kind = await work.kind(case.kind, case.kind_version)
    carried = carry_out(standing, command, kind, occasion)
    await work.write(carried.change)
    return carried.after


def carry_out(
    standing: Standing, command: Command, kind: Kind, occasion: Occasion
) -> Carried:
    """Return what a command comes to where a partnership stands, or refuse it."""
    around = circumstances(occasion, kind, standing.ballot_box)
    events = PARTNERSHIP.decide(command, standing.state, around)
    box = _counted(standing.ballot_box, command, events)
    return come_to(standing, events, kind, occasion, box=box)


def come_to(
    standing: Standing,
    events: Sequence[Event],
    kind: Kind,
    occasion: Occasion,
    *,
    box: Tally | None = None,
    before: Kind | None = None,
) -> Carried:
    """Return what is to be written of events, and what is then so.

    *before* is the version of the kind that applied until now, if it was another.
    """
    entries = HISTORY.entries(
        standing.place, standing.id, events, actor=occasion.actor, at=occasion.now
    )
    state = standing.state
    told: list[Envelope[Message]] = []
    for entry in entries:
        state = PARTNERSHIP.evolve(state, entry.recorded.event)
        envelope = announce(entry.recorded, case_of(state))
        if envelope is not None:
            told.append(envelope)
    last = entries[-1].recorded
    after = Standing(
        standing.id,
        Place(last.version, last.hash),
        state,
        standing.ballot_box if box is None else box,
        awaited(state, circumstances(occasion, kind)),
    )
    change = Change(
        stream_id=standing.id,
        seen=standing.version,
        entries=entries,
        row=_row(after, standing, occasion.now),
        due=_due(after.state, standing.state, kind, before or kind),
        told=outbox.rows(told),
    )
    return Carried(change, after)


def nothing_yet(partnership_id: UUID) -> Standing:
    """Where a partnership stands that nobody has proposed."""
    return Standing(partnership_id, Place(), PARTNERSHIP.initial)


def circumstances(
    occasion: Occasion, kind: Kind, ballot_box: Tally = EMPTY_BOX
) -> Circumstances:
    """What a decision may know beside the partnership itself."""
    return Circumstances(
        actor=occasion.actor,
        roles=occasion.roles,
        now=occasion.now,
        today=civil_date(occasion.now),
        kind=kind,
        add_working_days=add_working_days,
        ballot_box=ballot_box,
    )


def freeze(standing: Standing) -> SendForSignature:
    """The command that freezes the drafted text under its own hash.

    Where nothing is drafted there is nothing to compute, and the command is refused.
    """
    state = standing.state
    if isinstance(state, Agreeing | InForce):
        pending = state.negotiation.pending
        if isinstance(pending, Drafted):
            return SendForSignature(fingerprint(text_of(pending.terms, pending.change)))
    return SendForSignature(sha256="")


def case_of(state: State) -> Case:
    """The case of a partnership that somebody has proposed."""
    if isinstance(state, Unproposed):
        raise LookupError("Nobody has proposed this partnership.")
    return state.case


def _counted(box: Tally, command: Command, events: Iterable[Event]) -> Tally:
    for event in events:
        match event:
            case BallotOpened():
                box = EMPTY_BOX
            case VoteCast() if isinstance(command, CastVote):
                box = box.with_vote(command.choice, event.share)
            case _:
                pass
    return box


def _row(after: Standing, before: Standing, at: datetime) -> dict[str, object]:
    case = after.case
    row: dict[str, object] = {
        "reference": case.reference,
        "kind": case.kind,
        "kind_version": case.kind_version,
        "title": case.proposal.title,
        "status": status(after.state),
        "version": after.version,
        "organisations": [party.organisation_id for party in case.proposal.parties],
        "goals": case.proposal.goals,
        "updated_at": at,
    }
    if after.ballot_box != before.ballot_box:
        row["ballot_box"] = after.ballot_box
    if before.version == 0 or case.proposal != before.case.proposal:
        row["found"] = findable(case.proposal)
    if after.waiting is not None and after.waiting != before.waiting:
        row["tasks"] = [tasks.row(one) for one in after.waiting]
    return row


def _due(
    after: State, before: State, kind: Kind, kind_before: Kind
) -> Mapping[str, datetime] | None:
    """Return the timers that are pending now, unless they are the same as before."""
    timers = deadlines(after, kind, add_working_days)
    if timers == deadlines(before, kind_before, add_working_days):
        return None
    return {str(name): start_of(day) for name, day in timers.items()}
