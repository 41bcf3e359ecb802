"""For any state, one command of each name whose own input is right."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from services.partnerships.domain import commands as ask
from services.partnerships.domain.agreement import (
    OutForSignature,
    Pledge,
    Terms,
    YearlyTarget,
)
from services.partnerships.domain.proposal import OpenBallot
from services.partnerships.domain.review import ActionPoint, ObligationStatement
from services.partnerships.domain.states import (
    Agreeing,
    Closed,
    InForce,
    Reviewing,
    State,
    Submitted,
)
from tests.unit.partnerships.given import (
    ANCHOR,
    FIELDS,
    GOALS,
    HASH,
    PARTIES,
    REFERENCE,
    TERMS,
    TITLE,
    TOWN,
)

NEW = UUID(int=999)


def well_formed(state: State, day: date) -> Iterator[ask.Command]:
    """Return a command of each name, as right as the state allows it to be.

    Where a command has nothing to name (an obligation, an action point), it is left
    out: that would be wrong input, which next-steps does not speak of.
    """
    yield ask.Propose(REFERENCE, TITLE, PARTIES, GOALS, FIELDS)
    yield ask.Revise(TITLE, PARTIES, GOALS, FIELDS)
    yield ask.Submit()
    yield ask.Withdraw("no backing")
    yield ask.DeclareConflict()
    yield ask.Assess("policy_fit", 4, "well founded")
    yield ask.Return("more")
    yield ask.Approve()
    yield ask.Reject("too dear")
    yield from _of_ballot(state)
    yield from _of_agreement(state, day)
    yield from _in_force(state)
    yield from _of_review(state, day)


def _of_ballot(state: State) -> Iterator[ask.Command]:
    ballot = state.ballot if isinstance(state, Submitted) else None
    waiting = ballot.outstanding if isinstance(ballot, OpenBallot) else ()
    voters = [voter.organisation_id for voter in waiting]
    yield ask.OpenBallot()
    if voters or not isinstance(ballot, OpenBallot):
        yield ask.CastVote((voters or [ANCHOR])[0], "yes", "journal 1")
    yield ask.CloseBallot()
    yield ask.RemindBallot()


def _of_agreement(state: State, day: date) -> Iterator[ask.Command]:
    pending = (
        state.negotiation.pending if isinstance(state, Agreeing | InForce) else None
    )
    out = pending if isinstance(pending, OutForSignature) else None
    late = {party.organisation_id for party in out.outstanding} if out else {TOWN}
    partners = sorted(late - {TOWN}) or [ANCHOR]
    yield from (ask.DraftAgreement(terms) for terms in _terms(state, day))
    yield ask.SendForSignature(HASH)
    if TOWN in late:
        yield ask.Sign(TOWN, HASH)
    if out is None or late - {TOWN}:
        yield ask.SignOnBehalf(partners[0], HASH, "signed_on_paper", "journal 2")
    yield ask.Decline(next(iter(sorted(late))), "no")
    yield ask.RemindSignature()
    yield ask.LapseSignature()
    yield ask.TakeEffect()


def _terms(state: State, day: date) -> Iterator[Terms]:
    """Give terms that begin as soon as they may, if there is still such a day."""
    first, last = max(TERMS.starts_on, day), date.max
    ends_on = first + timedelta(days=1000)
    if isinstance(state, InForce):
        first = max(day, state.terms.starts_on + timedelta(days=1))
        last = state.ends_on + timedelta(days=1)
        ends_on = max(first, state.ends_on)
    obligations = tuple(replace(one, due_on=first) for one in TERMS.obligations)
    targets = (YearlyTarget(first.year, Decimal(1000)),)
    if first <= last:
        yield replace(
            TERMS,
            starts_on=first,
            ends_on=ends_on,
            obligations=obligations,
            measures=(replace(TERMS.measures[0], targets=targets),),
        )


def _in_force(state: State) -> Iterator[ask.Command]:
    yield ask.Suspend("roadworks")
    yield ask.Resume()
    yield ask.Terminate("breach")
    yield ask.Expire()
    yield ask.RemindTermEnd()
    yield ask.Complete()
    yield from _of_figures(state)
    yield from (
        ask.SettleObligation(pledge.id, "met")
        for pledge in _pledges(state)
        if pledge.settlement is None
    )


def _pledges(state: State) -> tuple[Pledge, ...]:
    return state.pledges if isinstance(state, InForce) else ()


def _of_figures(state: State) -> Iterator[ask.Command]:
    results = state.results if isinstance(state, InForce | Closed) else None
    outcomes = results.outcomes if results else ()
    if results is None:
        yield ask.ReportOutcome(
            NEW,
            "business_area_upgraded",
            TERMS.starts_on,
            TERMS.starts_on,
            Decimal(1),
            "claimed",
        )
    for outcome in outcomes:
        if outcome.acceptance == "reported":
            yield ask.AcceptOutcome(outcome.id, "staff_verified")
            yield ask.ReturnOutcome(outcome.id, "no evidence")


def _of_review(state: State, day: date) -> Iterator[ask.Command]:
    condition = state.condition if isinstance(state, InForce) else None
    review = condition.review if isinstance(condition, Reviewing) else None
    yield ask.OpenReview(NEW)
    if review is None:
        yield ask.GiveStatement(ANCHOR, 4, (), "journal 3")
    elif review.outstanding:
        said = tuple(
            ObligationStatement(obligation_id, "met", "as seen")
            for obligation_id in review.obligations
        )
        party = review.outstanding[0]
        rating = None if party.role == "municipality" else 4
        yield ask.GiveStatement(party.organisation_id, rating, said, "journal 3")
    yield ask.RemindStatement()
    point = ActionPoint(NEW, TOWN, "plant trees", day)
    yield ask.ConcludeReview("continue", "goes well", (point,))
