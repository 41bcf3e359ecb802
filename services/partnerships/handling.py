"""One command from start to finish: load, decide, append, keep, plan, post.

Everything happens in the transaction of the given Work, so that what was decided,
what is waited for and what the others are told can never differ.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from chassis.clock import add_working_days, civil_date, start_of
from chassis.history import Recorded
from contracts import Envelope, Message
from services.partnerships.canonical import fingerprint
from services.partnerships.domain.agreement import Drafted
from services.partnerships.domain.circumstances import Circumstances
from services.partnerships.domain.commands import (
    CastVote,
    Command,
    Propose,
    SendForSignature,
)
from services.partnerships.domain.deadlines import deadlines
from services.partnerships.domain.decisions import PARTNERSHIP
from services.partnerships.domain.events import BallotOpened, Event, VoteCast
from services.partnerships.domain.kinds import Kind
from services.partnerships.domain.proposal import EMPTY_BOX, Choice, Tally
from services.partnerships.domain.states import (
    Agreeing,
    Case,
    InForce,
    State,
    Unproposed,
)
from services.partnerships.publishing import announce


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a partnership stands: its state after so many events."""

    id: UUID
    version: int
    state: State

    @property
    def case(self) -> Case:
        """What stays readable from the proposal to the end."""
        return case_of(self.state)


@dataclass(frozen=True, slots=True)
class Occasion:
    """Who asks, in which roles, and when."""

    actor: str
    roles: frozenset[str]
    now: datetime


type Wish = Callable[[Standing], Command]


class Work(Protocol):
    """What one command needs of the store, all in one transaction."""

    async def load(self, partnership_id: UUID) -> list[Recorded[Event]]:
        """Return the history, oldest event first."""
        ...

    async def kind(self, key: str, version: int) -> Kind:
        """Return the version of the kind that a partnership is pinned to."""
        ...

    async def ballot_box(self, partnership_id: UUID) -> Tally:
        """Return the running totals of the latest ballot."""
        ...

    async def append(
        self,
        earlier: Sequence[Recorded[Event]],
        standing: Standing,
        events: Iterable[Event],
        occasion: Occasion,
    ) -> list[Recorded[Event]]:
        """Write events behind *earlier*; Conflict if somebody else was first."""
        ...

    async def keep(self, standing: Standing, at: datetime) -> None:
        """Write the row that lists and filters read."""
        ...

    async def set_up_ballot_box(self, partnership_id: UUID) -> None:
        """Start a count from nothing."""
        ...

    async def count(self, partnership_id: UUID, choice: Choice, share: int) -> None:
        """Add one vote to the running totals."""
        ...

    async def plan(self, partnership_id: UUID, due: Mapping[str, datetime]) -> None:
        """Let these, and no others, be the timers of the partnership."""
        ...

    async def post(self, envelopes: Iterable[Envelope[Message]]) -> None:
        """Leave messages for the relay."""
        ...


async def propose(
    work: Work, partnership_id: UUID, command: Propose, kind: Kind, occasion: Occasion
) -> Standing:
    """Begin a partnership under this version of a kind."""
    nothing = Standing(partnership_id, 0, PARTNERSHIP.initial)
    return await _carry_out(work, [], nothing, command, circumstances(occasion, kind))


async def handle(
    work: Work, partnership_id: UUID, wish: Wish, occasion: Occasion
) -> Standing:
    """Carry out what is wished of a partnership; Refusal when a rule says no.

    The wish is told where the partnership stands, and may refuse to go on from there.
    """
    earlier = await work.load(partnership_id)
    standing = standing_of(partnership_id, earlier)
    command = wish(standing)
    case = standing.case
    kind = await work.kind(case.kind, case.kind_version)
    box = await work.ballot_box(partnership_id)
    around = circumstances(occasion, kind, box)
    return await _carry_out(work, earlier, standing, command, around)


def standing_of(partnership_id: UUID, history: Sequence[Recorded[Event]]) -> Standing:
    """Where a partnership stands after its history."""
    state = PARTNERSHIP.fold(one.event for one in history)
    return Standing(partnership_id, history[-1].version if history else 0, state)


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
            return SendForSignature(fingerprint(pending.terms))
    return SendForSignature(sha256="")


def case_of(state: State) -> Case:
    """The case of a partnership that somebody has proposed."""
    if isinstance(state, Unproposed):
        raise LookupError("Nobody has proposed this partnership.")
    return state.case


async def _carry_out(
    work: Work,
    earlier: Sequence[Recorded[Event]],
    standing: Standing,
    command: Command,
    around: Circumstances,
) -> Standing:
    events = PARTNERSHIP.decide(command, standing.state, around)
    occasion = Occasion(around.actor, around.roles, around.now)
    recorded = await work.append(earlier, standing, events, occasion)
    after = Standing(
        standing.id, recorded[-1].version, PARTNERSHIP.fold(events, standing.state)
    )
    await work.keep(after, around.now)
    await _count_votes(work, standing.id, command, events)
    timers = deadlines(after.state, around.kind, add_working_days)
    instants = {str(name): start_of(day) for name, day in timers.items()}
    await work.plan(standing.id, instants)
    await work.post(_told(standing.state, recorded))
    return after


async def _count_votes(
    work: Work, partnership_id: UUID, command: Command, events: Iterable[Event]
) -> None:
    for event in events:
        match event:
            case BallotOpened():
                await work.set_up_ballot_box(partnership_id)
            case VoteCast() if isinstance(command, CastVote):
                await work.count(partnership_id, command.choice, event.share)
            case _:
                pass


def _told(
    state: State, recorded: Iterable[Recorded[Event]]
) -> Iterable[Envelope[Message]]:
    for one in recorded:
        state = PARTNERSHIP.evolve(state, one.event)
        envelope = announce(one, case_of(state))
        if envelope is not None:
            yield envelope
