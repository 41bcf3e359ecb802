"""What stands at the gates after each step; a case keeps it to its end."""

from dataclasses import replace
from datetime import date
from typing import assert_never

from services.partnerships.domain.events import (
    ConcernCleared,
    ConcernRaised,
    DeclarationAsked,
    DeclarationRecorded,
    ExpectationsAligned,
    ExpectationsConfirmed,
    SteeringGroupAppointed,
)
from services.partnerships.domain.gates import (
    Alignment,
    Asking,
    ConcernStanding,
    Declared,
    Gates,
)
from services.partnerships.domain.narrowing import narrow
from services.partnerships.domain.states import State, in_hand

Passing = (
    ExpectationsAligned
    | ExpectationsConfirmed
    | SteeringGroupAppointed
    | DeclarationRecorded
    | ConcernRaised
    | ConcernCleared
)
GatingEvent = Passing | DeclarationAsked


def evolve(state: State, event: GatingEvent) -> State:
    """Return the state after an event at a gate."""
    stage = in_hand(state)
    gates = stage.case.gates
    if isinstance(event, DeclarationAsked):
        gates = _asked(gates, event.declaration, event.asked_on, event.answer_by)
    else:
        gates = _passed(gates, event)
    return replace(stage, case=replace(stage.case, gates=gates))


def _passed(gates: Gates, event: Passing) -> Gates:
    match event:
        case ExpectationsAligned():
            gates = replace(gates, alignment=Alignment(event.expectations))
            return _asked(gates, None, event.aligned_on, event.confirm_by)
        case ExpectationsConfirmed():
            return _confirmed(gates, event)
        case SteeringGroupAppointed():
            return replace(gates, steering_group=event.members)
        case DeclarationRecorded():
            declared = Declared(event.declaration, event.contact_id)
            return replace(gates, declared=(*gates.declared, declared))
        case ConcernRaised():
            raised = ConcernStanding(event.concern, event.raiser, cleared=False)
            return _standing(gates, raised)
        case ConcernCleared():
            earlier = gates.concern(event.concern)
            raiser = earlier.raiser if earlier else None
            cleared = ConcernStanding(event.concern, raiser, cleared=True)
            return _standing(gates, cleared)
        case _:
            assert_never(event)


def _asked(
    gates: Gates,
    declaration: str | None,
    asked_on: date | None,
    answer_by: date | None,
) -> Gates:
    """What was asked for at first does not say on which day, and is not reminded of."""
    if asked_on is None or answer_by is None:
        return gates
    return gates.asking_also(Asking(declaration, asked_on, answer_by))


def _confirmed(gates: Gates, event: ExpectationsConfirmed) -> Gates:
    alignment = narrow(gates.alignment, Alignment)
    confirmed = alignment.confirmed | {event.organisation_id}
    return replace(gates, alignment=replace(alignment, confirmed=confirmed))


def _standing(gates: Gates, latest: ConcernStanding) -> Gates:
    others = (one for one in gates.concerns if one.concern != latest.concern)
    return replace(gates, concerns=(*others, latest))
