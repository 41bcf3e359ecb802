"""Decisions that let the agreement rest, apply again, or end."""

from typing import assert_never

from services.partnerships.domain.circumstances import Circumstances
from services.partnerships.domain.commands import (
    Complete,
    Expire,
    RemindTermEnd,
    Resume,
    Suspend,
    Terminate,
)
from services.partnerships.domain.decisions.admission import unobstructed, within
from services.partnerships.domain.decisions.reminding import approached
from services.partnerships.domain.events import (
    Event,
    PartnershipCompleted,
    PartnershipExpired,
    PartnershipResumed,
    PartnershipSuspended,
    PartnershipTerminated,
)
from services.partnerships.domain.narrowing import narrow
from services.partnerships.domain.states import InForce, Resting, State
from services.partnerships.domain.watches import term_end_watch

EnforcingCommand = Suspend | Resume | Terminate | Expire | Complete | RemindTermEnd


def decide(
    command: EnforcingCommand, state: State, circumstances: Circumstances
) -> Event:
    """Return what follows from a step with the agreement as a whole."""
    today = circumstances.today
    match command:
        case Terminate():
            unobstructed(command, state, circumstances)
            return PartnershipTerminated(command.reason, today)
        case Suspend():
            unobstructed(command, state, circumstances)
            return PartnershipSuspended(command.reason, today)
        case Resume():
            return _resumed(
                within(command, state, circumstances, InForce), circumstances
            )
        case Expire():
            in_force = within(command, state, circumstances, InForce)
            return PartnershipExpired(in_force.ends_on)
        case Complete():
            in_force = within(command, state, circumstances, InForce)
            return PartnershipCompleted(min(today, in_force.ends_on))
        case RemindTermEnd():
            unobstructed(command, state, circumstances)
            return approached(term_end_watch, state, circumstances)
        case _:
            assert_never(command)


def _resumed(state: InForce, circumstances: Circumstances) -> Event:
    rested = circumstances.today - narrow(state.condition, Resting).since
    return PartnershipResumed(rested.days, state.ends_on + rested)
