"""How a partnership is shown: the same shape after a command and when it is read."""

from datetime import date
from typing import Any, assert_never
from uuid import UUID

from pydantic import AwareDatetime

from chassis.shapes import Late
from services.partnerships.domain.agreement import (
    Negotiation,
    Outcome,
    Pending,
    Pledge,
    Results,
    Terms,
)
from services.partnerships.domain.gates import Gates
from services.partnerships.domain.proposal import Assessment, Ballot, Party
from services.partnerships.domain.review import (
    ActionPointStanding,
    Disagreement,
    Review,
    disagreements,
)
from services.partnerships.domain.states import (
    Agreeing,
    Case,
    Closed,
    Condition,
    Draft,
    InForce,
    Resting,
    Reviewing,
    Running,
    State,
    Status,
    Submitted,
    Unproposed,
    status,
)
from services.partnerships.http.fields import ProposalField, shown
from services.partnerships.http.unreached import UnreachedView


class SubmissionView(Late):
    """How far the assessment of a proposal is."""

    submitter: str
    conflicts: list[str]
    assessments: tuple[Assessment, ...]
    ballot: Ballot | None


class ReviewView(Late):
    """An open review, with what the parties see differently side by side."""

    review: Review
    disagreements: tuple[Disagreement, ...]


class ForceView(Late):
    """The agreement that applies, and how it goes."""

    agreement_version: int
    terms: Terms
    ends_on: date
    rested_days: int
    rests_since: date | None
    review: ReviewView | None
    final_review_held: bool
    obligations: tuple[Pledge, ...]
    action_points: tuple[ActionPointStanding, ...]


class PartnershipView(Late):
    """A partnership as it stands; what does not apply to its stage is null."""

    id: UUID
    reference: str
    kind: str
    kind_version: int
    status: Status
    version: int
    title: str
    goals: tuple[str, ...]
    parties: tuple[Party, ...]
    fields: dict[str, ProposalField]
    gates: Gates
    submission: SubmissionView | None = None
    agreements_written: int = 0
    pending_agreement: Pending | None = None
    in_force: ForceView | None = None
    outcomes: tuple[Outcome, ...] = ()
    closed_on: date | None = None


class ReachedView(PartnershipView):
    """A partnership as it stands, with the contacts who could not be told."""

    unreached: list[UnreachedView]


class PartnershipSummary(Late):
    """One line of a list of partnerships."""

    id: UUID
    reference: str
    kind: str
    kind_version: int
    title: str
    status: str
    version: int
    organisations: tuple[UUID, ...]
    goals: tuple[str, ...]
    updated_at: AwareDatetime


def view(partnership_id: UUID, version: int, state: State) -> PartnershipView | None:
    """A partnership as it is shown; nothing when nobody has proposed it."""
    match state:
        case Unproposed():
            return None
        case Draft(case):
            return _of_case(partnership_id, version, state, case)
        case Submitted(case):
            shown_case = _of_case(partnership_id, version, state, case)
            return shown_case.model_copy(update={"submission": _submission(state)})
        case Agreeing(case, negotiation):
            shown_case = _of_case(partnership_id, version, state, case)
            return shown_case.model_copy(update=_negotiation(negotiation))
        case InForce():
            shown_case = _of_case(partnership_id, version, state, state.case)
            return shown_case.model_copy(
                update={
                    **_negotiation(state.negotiation),
                    **_results(state.results),
                    "in_force": _force(state),
                }
            )
        case Closed():
            shown_case = _of_case(partnership_id, version, state, state.case)
            return shown_case.model_copy(
                update={**_results(state.results), "closed_on": state.closed_on}
            )
        case _:
            assert_never(state)


def _of_case(
    partnership_id: UUID, version: int, state: State, case: Case
) -> PartnershipView:
    proposal = case.proposal
    return _BLANK.model_copy(
        update={
            "id": partnership_id,
            "reference": case.reference,
            "kind": case.kind,
            "kind_version": case.kind_version,
            "status": status(state),
            "version": version,
            "title": proposal.title,
            "goals": proposal.goals,
            "parties": proposal.parties,
            "fields": {key: shown(value) for key, value in proposal.fields.items()},
            "gates": case.gates,
        }
    )


def _blank() -> PartnershipView:
    """Return one in which every field has its place, in the order of the class."""
    fields = PartnershipView.model_fields.items()
    required: dict[str, Any] = {
        name: None for name, field in fields if field.is_required()
    }
    return PartnershipView.model_construct(**required)


# Filled in by copies, which costs a fraction of making one field by field.
_BLANK = _blank()


def _submission(state: Submitted) -> SubmissionView:
    return SubmissionView(
        submitter=state.submitter,
        conflicts=sorted(state.conflicts),
        assessments=state.assessments,
        ballot=state.ballot,
    )


def _negotiation(negotiation: Negotiation) -> dict[str, object]:
    return {
        "agreements_written": negotiation.versions,
        "pending_agreement": negotiation.pending,
    }


def _results(results: Results | None) -> dict[str, object]:
    return {"outcomes": results.outcomes if results else ()}


def _force(state: InForce) -> ForceView:
    return ForceView(
        agreement_version=state.version,
        terms=state.terms,
        ends_on=state.ends_on,
        rested_days=state.rested_days,
        rests_since=_rests_since(state.condition),
        review=_review(state.condition),
        final_review_held=state.final_review_held,
        obligations=state.pledges,
        action_points=state.action_points,
    )


def _rests_since(condition: Condition) -> date | None:
    match condition:
        case Resting(since):
            return since
        case Running() | Reviewing():
            return None
        case _:
            assert_never(condition)


def _review(condition: Condition) -> ReviewView | None:
    match condition:
        case Reviewing(review):
            return ReviewView(
                review=review, disagreements=disagreements(review.statements)
            )
        case Running() | Resting():
            return None
        case _:
            assert_never(condition)
