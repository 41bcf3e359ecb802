"""What is remembered of a reminder: its day, so that it is given once."""

from dataclasses import replace
from typing import assert_never

from services.partnerships.domain.agreement import OutForSignature
from services.partnerships.domain.events import DeadlineApproached
from services.partnerships.domain.gates import Asking
from services.partnerships.domain.narrowing import narrow
from services.partnerships.domain.proposal import OpenBallot
from services.partnerships.domain.states import (
    Agreeing,
    InForce,
    Reviewing,
    State,
    Submitted,
)


def evolve(state: State, event: DeadlineApproached) -> State:
    """Return the state after a reminder."""
    day = event.reminded_on
    match event.deadline:
        case "ballot":
            submitted = narrow(state, Submitted)
            ballot = narrow(submitted.ballot, OpenBallot)
            return replace(submitted, ballot=replace(ballot, reminded_on=day))
        case "signature":
            stage = narrow(state, Agreeing, InForce)
            pending = narrow(stage.negotiation.pending, OutForSignature)
            out = replace(pending, reminded_on=day)
            return replace(stage, negotiation=replace(stage.negotiation, pending=out))
        case "expectations" | "declaration":
            return _at_a_gate(narrow(state, Agreeing, InForce), event)
        case "statement":
            in_force = narrow(state, InForce)
            review = narrow(in_force.condition, Reviewing).review
            reminded = Reviewing(replace(review, reminded_on=day))
            return replace(in_force, condition=reminded)
        case "term_end":
            return replace(narrow(state, InForce), reminded_on=day)
        case _:
            assert_never(event.deadline)


def _at_a_gate(stage: Agreeing | InForce, event: DeadlineApproached) -> State:
    gates = stage.case.gates
    asking = narrow(gates.asking(event.declaration), Asking)
    reminded = gates.asking_also(replace(asking, reminded_on=event.reminded_on))
    return replace(stage, case=replace(stage.case, gates=reminded))
