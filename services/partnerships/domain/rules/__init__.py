"""The rules that a step must meet, whoever wants to take it or only asks why not."""

from collections.abc import Iterator
from typing import assert_never

from services.partnerships.domain.circumstances import Circumstances
from services.partnerships.domain.commands import COMMANDS, CommandName
from services.partnerships.domain.rules.agreeing import AGREEING
from services.partnerships.domain.rules.deciding import SUBMITTED
from services.partnerships.domain.rules.drafting import DRAFT, UNPROPOSED
from services.partnerships.domain.rules.enforcing import CLOSED, IN_FORCE
from services.partnerships.domain.rules.obstacle import Obstacle, Rules, obstacle
from services.partnerships.domain.states import (
    Agreeing,
    Closed,
    Draft,
    InForce,
    State,
    Submitted,
    Unproposed,
    status,
)

ROLES = {command.name: command.roles for command in COMMANDS}


def obstacles(
    name: CommandName, state: State, circumstances: Circumstances
) -> tuple[Obstacle, ...]:
    """Return everything that stands in the way of a command, its input aside."""
    return (*_of_asker(name, circumstances), *_of_stage(name, state, circumstances))


def _of_asker(name: CommandName, circumstances: Circumstances) -> Iterator[Obstacle]:
    roles = ROLES[name]
    if roles.isdisjoint(circumstances.roles):
        yield obstacle("role_required", command=name, roles=sorted(roles))


def _of_stage(
    name: CommandName, state: State, circumstances: Circumstances
) -> Iterator[Obstacle]:
    match state:
        case Unproposed():
            return _found(UNPROPOSED, name, state, circumstances)
        case Draft():
            return _found(DRAFT, name, state, circumstances)
        case Submitted():
            return _found(SUBMITTED, name, state, circumstances)
        case Agreeing():
            return _found(AGREEING, name, state, circumstances)
        case InForce():
            return _found(IN_FORCE, name, state, circumstances)
        case Closed():
            return _found(CLOSED, name, state, circumstances)
        case _:
            assert_never(state)


def _found[Stage: State](
    rules: Rules[Stage], name: CommandName, stage: Stage, circumstances: Circumstances
) -> Iterator[Obstacle]:
    if name not in rules:
        yield obstacle("wrong_stage", command=name, status=status(stage))
        return
    for rule in rules[name]:
        yield from rule(stage, circumstances)


__all__ = ["ROLES", "Obstacle", "obstacles"]
