"""Whether a running partnership fits another version of its kind, and the move itself."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal
from uuid import UUID

from chassis.decider import Refusal
from services.partnerships.domain.agreement import (
    Change,
    Concluded,
    Drafted,
    OutForSignature,
    Terms,
)
from services.partnerships.domain.becoming import changed
from services.partnerships.domain.checks.proposal import check_proposal
from services.partnerships.domain.checks.terms import check_terms, known_indicator
from services.partnerships.domain.circumstances import Circumstances
from services.partnerships.domain.events import KindVersionChanged
from services.partnerships.domain.kinds import Kind
from services.partnerships.domain.proposal import OpenBallot, Proposal
from services.partnerships.domain.refusals import refused
from services.partnerships.domain.rules.drafting import DRAFT
from services.partnerships.domain.states import (
    Agreeing,
    Closed,
    Draft,
    InForce,
    InHand,
    State,
    Submitted,
    Unproposed,
)
from services.partnerships.domain.values import FieldValue

type Verdict = Literal["unchanged", "needs_data", "blocked"]
type Fields = Mapping[str, FieldValue]


@dataclass(frozen=True, slots=True)
class Data:
    """What comes with a move: fields that are added, and keys that are taken away."""

    added: Fields
    removed: tuple[str, ...] = ()


NO_DATA = Data({})


@dataclass(frozen=True, slots=True)
class Fit:
    """How a partnership fits another version, and what stands in the way."""

    verdict: Verdict
    reasons: tuple[Refusal, ...] = ()


def fit(state: State, circumstances: Circumstances, data: Data = NO_DATA) -> Fit:
    """Return how a partnership, with this data, fits the kind of the circumstances."""
    if isinstance(state, Unproposed | Closed):
        return Fit("blocked", (refused("not_running"),))
    proposal = _with(state.case.proposal, data)
    kind = circumstances.kind
    blocking = (*_filled(state, data), *_under_way(state))
    blocking += tuple(_contradictions(state, proposal, kind))
    if blocking:
        return Fit("blocked", blocking)
    lacking = _lacking(state, proposal, circumstances)
    if not lacking:
        return Fit("unchanged")
    needs_data = isinstance(state, Draft) or {one.code for one in lacking} == {
        "field_missing"
    }
    return Fit("needs_data" if needs_data else "blocked", lacking)


def moved(
    state: State, circumstances: Circumstances, move_id: UUID, data: Data = NO_DATA
) -> KindVersionChanged:
    """Return the move to the kind of the circumstances, or refuse it.

    What a draft lacks is asked for when it is submitted, so it stops no draft.
    """
    found = fit(state, circumstances, data)
    if isinstance(state, Unproposed | Closed) or not _may_move(found, state):
        raise found.reasons[0]
    return KindVersionChanged(
        move_id=move_id,
        from_version=state.case.kind_version,
        to_version=circumstances.kind.version,
        added=data.added,
        removed=data.removed,
    )


def _may_move(found: Fit, state: InHand) -> bool:
    if found.verdict == "needs_data":
        return isinstance(state, Draft)
    return found.verdict == "unchanged"


def _with(proposal: Proposal, data: Data) -> Proposal:
    kept = {k: v for k, v in proposal.fields.items() if k not in data.removed}
    return replace(proposal, fields={**kept, **data.added})


def _filled(state: InHand, data: Data) -> Iterator[Refusal]:
    for key in data.added:
        if key in state.case.proposal.fields:
            yield refused("field_filled_already", field=key)


def _under_way(state: InHand) -> Iterator[Refusal]:
    match state:
        case Submitted(ballot=OpenBallot(closes_on=closes_on)):
            yield refused("ballot_open", closes_on=closes_on.isoformat())
        case Agreeing() | InForce():
            if isinstance(state.negotiation.pending, OutForSignature | Concluded):
                yield refused("agreement_is_out")
        case _:
            pass


def _contradictions(state: InHand, proposal: Proposal, kind: Kind) -> Iterator[Refusal]:
    yield from _caught(check_proposal, proposal, kind)
    for terms, change in _terms(state):
        parties = changed(proposal, change)
        yield from _caught(check_terms, terms, kind, parties, None, terms)
    measured = state.results.indicators if isinstance(state, InForce) else frozenset()
    for key in sorted(measured):
        yield from _caught(known_indicator, key, kind)


def _caught[*Asked](
    check: Callable[[*Asked], object], *asked: *Asked
) -> Iterator[Refusal]:
    try:
        check(*asked)
    except Refusal as refusal:
        yield refusal


def _terms(state: InHand) -> Iterator[tuple[Terms, Change | None]]:
    if isinstance(state, InForce):
        yield state.terms, None
    if isinstance(state, Agreeing | InForce):
        pending = state.negotiation.pending
        if isinstance(pending, Drafted):
            yield pending.terms, pending.change


def _lacking(
    state: InHand, proposal: Proposal, circumstances: Circumstances
) -> tuple[Refusal, ...]:
    draft = Draft(replace(state.case, proposal=proposal))
    return tuple(
        one.refusal() for rule in DRAFT["submit"] for one in rule(draft, circumstances)
    )
