"""What the kind asks for before signature and before the first day, and how far it is."""

from services.partnerships.domain.agreement import Concluded, OutForSignature
from services.partnerships.domain.becoming import becoming
from services.partnerships.domain.circumstances import Circumstances
from services.partnerships.domain.gate_rules import AlignmentRule
from services.partnerships.domain.gates import (
    Alignment,
    to_align,
    uncleared,
    undeclared,
)
from services.partnerships.domain.rules.obstacle import Found, Rules, obstacle
from services.partnerships.domain.rules.reminding import reminder_is_due
from services.partnerships.domain.states import Agreeing, InForce, InHand
from services.partnerships.domain.watches import declaration_watch, expectations_watch

type Contracting = Agreeing | InForce


def kind_asks_for_alignment(_: Contracting, circumstances: Circumstances) -> Found:
    """Only some kinds align expectations."""
    if circumstances.kind.alignment is None:
        yield obstacle("alignment_not_of_kind", kind=circumstances.kind.key)


def nothing_is_out(state: Contracting, _: Circumstances) -> Found:
    """What signatures rest on is not changed under them."""
    if isinstance(state.negotiation.pending, OutForSignature | Concluded):
        yield obstacle("agreement_is_out")


def expectations_are_written(state: Contracting, _: Circumstances) -> Found:
    """A party confirms a text."""
    if state.case.gates.alignment is None:
        yield obstacle("expectations_not_written")


def expectations_are_aligned(state: Contracting, circumstances: Circumstances) -> Found:
    """Where the kind asks for it, everybody has confirmed before anybody signs."""
    rule = circumstances.kind.alignment
    if rule is None:
        return
    alignment = state.case.gates.alignment
    if alignment is None:
        yield obstacle("expectations_not_written")
    elif alignment.outstanding:
        waiting = [str(one) for one in alignment.outstanding]
        yield obstacle("expectations_not_confirmed", organisations=waiting)
    else:
        yield from _everybody_is_asked(state, alignment, rule)


def _everybody_is_asked(
    state: Contracting, alignment: Alignment, rule: AlignmentRule
) -> Found:
    """A party that joins later gives and gets something too."""
    asked = to_align(rule, becoming(state))
    if not alignment.covers(asked):
        everybody = [str(one) for one in asked]
        yield obstacle("expectations_not_of_parties", organisations=everybody)


def kind_asks_for_steering_group(_: Contracting, circumstances: Circumstances) -> Found:
    """Only some kinds have a joint steering group."""
    if circumstances.kind.steering_group is None:
        yield obstacle("steering_group_not_of_kind", kind=circumstances.kind.key)


def steering_group_is_appointed(
    state: Contracting, circumstances: Circumstances
) -> Found:
    """Where the kind asks for it, the group is there before anybody signs."""
    asked = circumstances.kind.steering_group is not None
    if asked and not state.case.gates.steering_group:
        yield obstacle("steering_group_missing")


def kind_asks_for_declarations(_: Contracting, circumstances: Circumstances) -> Found:
    """Only some kinds ask contacts for a declaration."""
    if not circumstances.kind.declarations:
        yield obstacle("declaration_not_of_kind", kind=circumstances.kind.key)


def declarations_are_given(state: Contracting, circumstances: Circumstances) -> Found:
    """Where the kind asks for it, everybody has declared before it applies."""
    missing = undeclared(state.case.gates, becoming(state), circumstances.kind)
    if missing:
        contacts = [str(one.contact_id) for one in missing]
        yield obstacle("declarations_missing", contacts=contacts)


def concerns_are_cleared(state: InHand, circumstances: Circumstances) -> Found:
    """Nobody signs what procurement or state aid may forbid."""
    open_ones = uncleared(state.case.gates, circumstances.kind)
    if open_ones:
        yield obstacle("concerns_not_cleared", concerns=list(open_ones))


def concern_is_open(state: InHand, circumstances: Circumstances) -> Found:
    """Only a doubt that stands in the way can be cleared."""
    if not uncleared(state.case.gates, circumstances.kind):
        yield obstacle("no_concern_open")


CONCERNS: Rules[InHand] = {
    "raise-concern": (),
    "clear-concern": (concern_is_open,),
}
GATES: Rules[Contracting] = {
    **CONCERNS,
    "align-expectations": (kind_asks_for_alignment, nothing_is_out),
    "confirm-expectations": (
        kind_asks_for_alignment,
        nothing_is_out,
        expectations_are_written,
    ),
    "remind-expectations": (
        kind_asks_for_alignment,
        reminder_is_due(expectations_watch),
    ),
    "appoint-steering-group": (kind_asks_for_steering_group,),
    "record-declaration": (kind_asks_for_declarations,),
    "remind-declarations": (
        kind_asks_for_declarations,
        reminder_is_due(declaration_watch),
    ),
}
