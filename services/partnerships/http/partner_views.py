"""What a partner's link is about: the text to sign, the vote, the review."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from chassis.links import Link
from chassis.problems import Problem
from services.partnerships.domain.agreement import Obligation, OutForSignature, Terms
from services.partnerships.domain.proposal import OpenBallot
from services.partnerships.domain.review import Review
from services.partnerships.domain.states import (
    Agreeing,
    InForce,
    Reviewing,
    State,
    Submitted,
)
from services.partnerships.domain.turns import waits_for
from services.partnerships.http.partner_changes import ChangeView, changes
from services.partnerships.http.partner_confirmations import (
    ConfirmingView,
    DeclaringView,
    confirming,
    declaring,
)
from services.partnerships.http.partner_visits import LinkView, Visit, common


class SigningView(LinkView):
    """The frozen text that awaits a signature."""

    purpose: Literal["sign"] = "sign"
    agreement_version: int
    sha256: str
    sign_by: date
    terms: Terms
    change: ChangeView | None = None


class VotingView(LinkView):
    """The ballot that awaits a vote."""

    purpose: Literal["vote"] = "vote"
    closes_on: date
    share: int = Field(description="Of the contributions, in basis points.")


class StatingView(LinkView):
    """The review that awaits a statement."""

    purpose: Literal["statement"] = "statement"
    review_id: UUID
    due_on: date
    obligations: list[Obligation]


type PartnerView = Annotated[
    SigningView | VotingView | StatingView | ConfirmingView | DeclaringView,
    Field(discriminator="purpose"),
]


def seen(visit: Visit) -> PartnerView:
    """What the link shows, or the Problem that it no longer is about anything."""
    match visit.link.purpose:
        case "sign":
            return _signing(visit)
        case "vote":
            return _voting(visit)
        case "statement":
            return _stating(visit)
        case "confirm":
            return confirming(visit)
        case "declare":
            return declaring(visit)
        case "answer":
            raise Problem("link_forged")


def text_to_sign(state: State, link: Link) -> OutForSignature:
    """The frozen text, if it is still the one that the link was sent for."""
    match state:
        case Agreeing() | InForce():
            pending = state.negotiation.pending
        case _:
            pending = None
    if (
        not isinstance(pending, OutForSignature)
        or pending.sha256 != link.detail.get("sha256")
        or str(pending.version) != link.detail.get("agreement_version")
    ):
        raise Problem("agreement_changed")
    return pending


def review_to_state(state: State, link: Link) -> Review:
    """The open review, if it is still the one that the link was sent for."""
    if isinstance(state, InForce) and isinstance(state.condition, Reviewing):
        review = state.condition.review
        if str(review.id) == link.detail.get("review_id"):
            return review
    raise Problem("review_over")


def ballot_to_cast(state: State, link: Link) -> OpenBallot:
    """The open ballot, if it is still the one that the link was sent for."""
    if isinstance(state, Submitted) and isinstance(state.ballot, OpenBallot):
        ballot, detail = state.ballot, link.detail
        # Links of the release before name no round.
        same_round = detail.get("round", str(ballot.round)) == str(ballot.round)
        if same_round and ballot.closes_on.isoformat() == detail.get("closes_on"):
            return ballot
        raise Problem("ballot_changed")
    raise Problem("ballot_not_open")


def _signing(visit: Visit) -> SigningView:
    pending = text_to_sign(visit.standing.state, visit.link)
    if visit.organisation_id in pending.signed:
        raise Problem("signed_already")
    party = pending.signatory(visit.organisation_id)
    late = pending.outstanding
    before = waits_for(party, late, visit.kind) if party else ()
    if before:
        named = [visit.names[one.organisation_id] for one in before]
        raise Problem("signature_not_yet", organisations=named)
    return SigningView(
        **common(visit),
        agreement_version=pending.version,
        sha256=pending.sha256,
        sign_by=pending.sign_by,
        terms=pending.terms,
        change=changes(
            visit.standing.state, visit.kind, visit.names, visit.link.language
        ),
    )


def _voting(visit: Visit) -> VotingView:
    ballot = ballot_to_cast(visit.standing.state, visit.link)
    for voter in ballot.outstanding:
        if voter.organisation_id == visit.organisation_id:
            return VotingView(
                **common(visit), closes_on=ballot.closes_on, share=voter.share
            )
    raise Problem("voted_already")


def _stating(visit: Visit) -> StatingView:
    review = review_to_state(visit.standing.state, visit.link)
    if visit.organisation_id not in {one.organisation_id for one in review.outstanding}:
        raise Problem("statement_given_already")
    state = visit.standing.state
    terms = state.terms.obligations if isinstance(state, InForce) else ()
    return StatingView(
        **common(visit),
        review_id=review.id,
        due_on=review.statements_due_on,
        obligations=[one for one in terms if one.id in review.obligations],
    )
