"""Every command finds its decision here; the groups are those of the lifecycle."""

from typing import assert_never

from chassis.decider import Decider
from services.partnerships.domain.circumstances import Circumstances
from services.partnerships.domain.commands import Command
from services.partnerships.domain.decisions import (
    agreeing,
    enforcing,
    gating,
    measuring,
    proposing,
    reviewing,
)
from services.partnerships.domain.events import Event
from services.partnerships.domain.evolving import evolve
from services.partnerships.domain.states import State, Unproposed


def decide(command: Command, state: State, circumstances: Circumstances) -> list[Event]:
    """Return what happens because of a command, or refuse it."""
    if isinstance(command, proposing.ProposingCommand):
        return proposing.decide(command, state, circumstances)
    if isinstance(command, agreeing.AgreeingCommand):
        return agreeing.decide(command, state, circumstances)
    if isinstance(command, gating.GatingCommand):
        return gating.decide(command, state, circumstances)
    if isinstance(command, enforcing.EnforcingCommand):
        return [enforcing.decide(command, state, circumstances)]
    if isinstance(command, measuring.MeasuringCommand):
        return [measuring.decide(command, state, circumstances)]
    if isinstance(command, reviewing.ReviewingCommand):
        return [reviewing.decide(command, state, circumstances)]
    assert_never(command)


PARTNERSHIP: Decider[Command, State, Event, Circumstances] = Decider(
    initial=Unproposed(), decide=decide, evolve=evolve
)
