"""What is true after an event: nothing here refuses."""

from typing import assert_never

from services.partnerships.domain.events import Event, KindVersionChanged
from services.partnerships.domain.evolving import (
    agreeing,
    deciding,
    drafting,
    gating,
    moving,
    performing,
)
from services.partnerships.domain.states import State


def evolve(state: State, event: Event) -> State:
    """Return the state after an event."""
    if isinstance(event, drafting.DraftingEvent):
        return drafting.evolve(state, event)
    if isinstance(event, deciding.DecidingEvent):
        return deciding.evolve(state, event)
    if isinstance(event, agreeing.AgreeingEvent):
        return agreeing.evolve(state, event)
    if isinstance(event, gating.GatingEvent):
        return gating.evolve(state, event)
    if isinstance(event, KindVersionChanged):
        return moving.evolve(state, event)
    if isinstance(event, performing.PerformingEvent):
        return performing.evolve(state, event)
    assert_never(event)
