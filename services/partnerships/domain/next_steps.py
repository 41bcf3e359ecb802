"""Why not yet: what may happen next, what is missing, who must act, and by when."""

from dataclasses import dataclass
from datetime import date

from services.partnerships.domain.awaiting import awaited
from services.partnerships.domain.circumstances import Circumstances
from services.partnerships.domain.commands import Asker, CommandName
from services.partnerships.domain.deadlines import TimerName, deadlines
from services.partnerships.domain.rules import ROLES, Obstacle, obstacles
from services.partnerships.domain.states import State, Status, status
from services.partnerships.domain.watches import (
    ballot_watch,
    signature_watch,
    statement_watch,
)

NOT_HERE = frozenset(
    {
        "wrong_stage",
        "ballot_not_of_kind",
        "alignment_not_of_kind",
        "steering_group_not_of_kind",
        "declaration_not_of_kind",
    }
)
"""What no waiting will change: the step belongs to another stage or kind."""

HELD_UP = frozenset({"declarations_missing"})
"""What people must do before something happens by itself."""


@dataclass(frozen=True, slots=True)
class Step:
    """A command that belongs to this stage, who may ask it, and what hinders it."""

    command: CommandName
    roles: frozenset[Asker]
    obstacles: tuple[Obstacle, ...]
    by: date | None
    needed: bool  # whether the partnership waits for the asker to take it


@dataclass(frozen=True, slots=True)
class Upcoming:
    """What will happen by itself at the start of a day."""

    timer: TimerName
    on: date


@dataclass(frozen=True, slots=True)
class NextSteps:
    """The whole answer for one partnership and one asker."""

    status: Status
    steps: tuple[Step, ...]
    upcoming: tuple[Upcoming, ...]


def next_steps(state: State, circumstances: Circumstances) -> NextSteps:
    """Return what may happen next; what only timers do is listed as upcoming."""
    timers = deadlines(state, circumstances.kind, circumstances.add_working_days)
    in_order = sorted(timers.items(), key=lambda timer: (timer[1], timer[0]))
    return NextSteps(
        status=status(state),
        steps=_steps(state, circumstances),
        upcoming=tuple(Upcoming(name, on) for name, on in in_order),
    )


def _steps(state: State, circumstances: Circumstances) -> tuple[Step, ...]:
    waiting = awaited(state, circumstances)
    asker = circumstances.actor, circumstances.roles, circumstances.today
    needed = {one.command for one in waiting if one.is_for(*asker)}
    days = {one.command: one.by for one in waiting}
    days |= _days_to_act(state, circumstances)
    steps = []
    for name, roles in ROLES.items():
        found = obstacles(name, state, circumstances)
        elsewhere = any(one.code in NOT_HERE for one in found)
        shown = roles != {"system"} or any(one.code in HELD_UP for one in found)
        if shown and not elsewhere:
            steps.append(Step(name, roles, found, days.get(name), name in needed))
    return tuple(steps)


def _days_to_act(state: State, circumstances: Circumstances) -> dict[CommandName, date]:
    kind = circumstances.kind
    days: dict[CommandName, date] = {}
    if ballot := ballot_watch(state, kind):
        days["cast-vote"] = ballot.due_on
    if signature := signature_watch(state, kind):
        days["sign"] = signature.due_on
        days["sign-on-behalf"] = signature.due_on
        days["record-signatures"] = signature.due_on
    if statement := statement_watch(state, kind):
        days["give-statement"] = statement.due_on
    return days
