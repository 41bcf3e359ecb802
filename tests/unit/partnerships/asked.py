"""For any state, one command of each name whose own input is right."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import get_args
from uuid import UUID

from services.partnerships.domain import commands as ask
from services.partnerships.domain.agreement import (
    Change,
    ChangeType,
    OutForSignature,
    Pledge,
    Terms,
    YearlyTarget,
)
from services.partnerships.domain.becoming import becoming, present_terms
from services.partnerships.domain.civil import add_months
from services.partnerships.domain.gate_rules import Concern
from services.partnerships.domain.gates import (
    Declared,
    Expectation,
    Gates,
    uncleared,
    undeclared,
)
from services.partnerships.domain.proposal import OpenBallot, Party
from services.partnerships.domain.review import ActionPoint, ObligationStatement
from services.partnerships.domain.states import (
    Agreeing,
    Closed,
    InForce,
    Reviewing,
    State,
    Submitted,
    Unproposed,
)
from tests.unit.partnerships.given import (
    BID,
    FIELDS,
    GOALS,
    HASH,
    PARTIES,
    SCAN,
    TERMS,
)
from tests.unit.partnerships.stories import Story, person

NEW, NEWCOMER = UUID(int=999), UUID(int=998)
CONCERNS: dict[str, Concern] = {one: one for one in get_args(Concern.__value__)}
TOLD_BY_HAND = Story(BID, PARTIES, GOALS, FIELDS, TERMS)


def well_formed(
    state: State, day: date, story: Story = TOLD_BY_HAND
) -> Iterator[ask.Command]:
    """Return a command of each name, as right as the state allows it to be.

    Where a command has nothing to name (an obligation, an action point), it is left
    out: that would be wrong input, which next-steps does not speak of.
    """
    propose = story.propose()
    yield propose
    yield ask.Revise(propose.title, propose.parties, propose.goals, propose.fields)
    yield ask.Submit()
    yield ask.Withdraw("no backing")
    yield ask.DeclareConflict()
    yield ask.Assess("policy_fit", 4, "well founded")
    yield ask.Return("more")
    yield ask.Approve()
    yield ask.Reject("too dear")
    yield from _of_ballot(state, story)
    yield from at_gates(state, story)
    yield from _of_agreement(state, day, story)
    yield from _in_force(state, story)
    yield from _of_review(state, day, story)


def _of_ballot(state: State, story: Story) -> Iterator[ask.Command]:
    ballot = state.ballot if isinstance(state, Submitted) else None
    waiting = ballot.outstanding if isinstance(ballot, OpenBallot) else ()
    voters = [voter.organisation_id for voter in waiting]
    yield ask.OpenBallot()
    if voters or not isinstance(ballot, OpenBallot):
        yield ask.CastVote((voters or [_partner(story)])[0], "yes", "journal 1")
    yield ask.CloseBallot()
    yield ask.RemindBallot()


def _of_agreement(state: State, day: date, story: Story) -> Iterator[ask.Command]:
    pending = (
        state.negotiation.pending if isinstance(state, Agreeing | InForce) else None
    )
    out = pending if isinstance(pending, OutForSignature) else None
    town = story.town.organisation_id
    late = {party.organisation_id for party in out.outstanding} if out else {town}
    partners = sorted(late - {town}) or [_partner(story)]
    yield from (ask.DraftAgreement(terms) for terms in _terms(state, day, story))
    yield from changes(state, day, story)
    yield ask.SendForSignature(HASH)
    if town in late:
        yield ask.Sign(town, HASH)
    if out is None or late - {town}:
        yield ask.SignOnBehalf(partners[0], HASH, "signed_on_paper", "journal 2", SCAN)
        yield _signed_elsewhere(partners)
    if out is None or out.signed - {town}:
        signed = sorted(out.signed - {town}) if out else partners
        yield ask.RevokeSignature(signed[0], "signed by mistake")
    yield ask.Decline(next(iter(sorted(late))), "no")
    yield ask.RemindSignature()
    yield ask.LapseSignature()
    yield ask.TakeEffect()


def _signed_elsewhere(partners: list[UUID]) -> ask.RecordSignatures:
    named = tuple(partners)
    return ask.RecordSignatures(named, HASH, "signed_on_paper", "journal 4", SCAN)


def _partner(story: Story) -> UUID:
    return story.parties[1].organisation_id


def _terms(state: State, day: date, story: Story) -> Iterator[Terms]:
    """Give terms that begin as soon as they may, if there is still such a day."""
    told = story.terms
    first, last = max(told.starts_on, day), date.max
    ends_on = first + min(timedelta(days=1000), told.ends_on - told.starts_on)
    if isinstance(state, InForce):
        first = max(day, state.terms.starts_on + timedelta(days=1))
        last = state.ends_on + timedelta(days=1)
        ends_on = max(first, state.ends_on)
    measure = told.measures[0]
    obligations = tuple(replace(one, due_on=first) for one in told.obligations)
    targets = (YearlyTarget(first.year, measure.baseline + 1),)
    if first <= last:
        yield replace(
            told,
            starts_on=first,
            ends_on=ends_on,
            obligations=obligations,
            measures=(replace(measure, targets=targets),),
        )


def changes(state: State, day: date, story: Story) -> Iterator[ask.ChangeAgreement]:
    """Give a change of each type that fits where the agreement stands."""
    if not isinstance(state, InForce):
        yield ask.ChangeAgreement(Change("extend", "in good time"), story.terms)
        return
    first = max(day, state.terms.starts_on + timedelta(days=1))
    told = replace(present_terms(state), starts_on=first)
    if first <= told.ends_on:
        yield from _of_words(told)
        yield from _of_term(told, state, story)
        yield from _of_parties(told, state, story)


def _change(
    type_: ChangeType, terms: Terms, parties: tuple[Party, ...] | None = None
) -> ask.ChangeAgreement:
    return ask.ChangeAgreement(Change(type_, "agreed by all", parties), terms)


def _of_words(told: Terms) -> Iterator[ask.ChangeAgreement]:
    clause = replace(told.clauses[0], text=told.clauses[0].text + "!")
    yield _change("correct", replace(told, clauses=(clause, *told.clauses[1:])))
    measure = told.measures[0]
    target, *later = measure.targets
    lower = target.value == measure.baseline + 1
    value = measure.baseline if lower else measure.baseline + 1
    aimed = replace(measure, targets=(YearlyTarget(target.year, value), *later))
    measures = (aimed, *told.measures[1:])
    yield _change("change_targets", replace(told, measures=measures))


def _of_term(
    told: Terms, state: InForce, story: Story
) -> Iterator[ask.ChangeAgreement]:
    one_day = timedelta(days=1)
    longest = add_months(state.results.since, 12 * story.kind.longest_term_years)
    if told.ends_on + one_day < longest + timedelta(days=state.rested_days):
        yield _change("extend", replace(told, ends_on=told.ends_on + one_day))
    shorter = told.ends_on - one_day
    days = (told.starts_on, *(one.due_on for one in told.obligations))
    years = [target.year for one in told.measures for target in one.targets]
    if max(days) <= shorter and max(years) <= shorter.year:
        yield _change("shorten", replace(told, ends_on=shorter))


def _of_parties(
    told: Terms, state: InForce, story: Story
) -> Iterator[ask.ChangeAgreement]:
    parties = state.case.proposal.parties
    others = tuple(one for one in parties if one.organisation_id != NEWCOMER)
    last = replace(parties[-1], contact_id=UUID(int=parties[-1].contact_id.int + 10000))
    yield _change("replace_signatory", told, (*parties[:-1], last))
    if others != parties:
        yield _change("remove_party", told, others)
        return
    sharing = {role for field in story.kind.fields for role in field.sharers}
    for role in story.kind.roles:
        if role.most is None and role.key not in sharing:
            newcomer = Party(NEWCOMER, role.key, NEW)
            yield _change("add_party", told, (*parties, newcomer))
            return


def at_gates(state: State, story: Story) -> Iterator[ask.Command]:
    """Return a step at each gate that still has something to be named."""
    kind = story.kind
    case = state.case if not isinstance(state, Unproposed) else None
    gates = case.gates if case else Gates()
    concerns = uncleared(gates, kind)
    raised = {one.concern for one in gates.concerns if not one.cleared}
    for concern in sorted({"procurement", "state_aid"} - raised)[:1]:
        yield ask.RaiseConcern(CONCERNS[concern], "the threshold is near")
    yield ask.ClearConcern(concerns[0] if concerns else "procurement", "below it")
    roles = kind.alignment.roles if kind.alignment else ()
    parties = story.parties
    if not isinstance(state, Unproposed | Closed):
        parties = becoming(state).parties
    yield ask.AlignExpectations(
        tuple(
            Expectation(party.organisation_id, "time", "hands")
            for party in parties
            if party.role in roles
        )
    )
    waiting = gates.alignment.outstanding if gates.alignment else (NEW,)
    yield from (ask.ConfirmExpectations(one, "minutes") for one in waiting[:1])
    seats = kind.steering_group.seats if kind.steering_group else ()
    members = (person(story.in_roles((seat.role,))[0]) for seat in seats)
    yield ask.AppointSteeringGroup(tuple(members))
    missing = undeclared(gates, case.proposal, kind) if case else ()
    if missing or not kind.declarations:
        asked = missing[0] if missing else Declared("confidentiality", NEW)
        yield ask.RecordDeclaration(asked.declaration, asked.contact_id, "journal 7")


def _in_force(state: State, story: Story) -> Iterator[ask.Command]:
    yield ask.Suspend("roadworks")
    yield ask.Resume()
    yield ask.Terminate("breach")
    yield ask.Expire()
    yield ask.RemindTermEnd()
    yield ask.Complete()
    yield from _of_figures(state, story)
    yield from (
        ask.SettleObligation(pledge.id, "met")
        for pledge in _pledges(state)
        if pledge.settlement is None
    )
    settled = [one for one in _pledges(state) if one.settlement is not None]
    yield from (ask.ReopenObligation(one.id, "not so") for one in settled[:1])
    if not settled:
        yield ask.ReopenObligation(NEW, "not so")


def _pledges(state: State) -> tuple[Pledge, ...]:
    return state.pledges if isinstance(state, InForce) else ()


def _of_figures(state: State, story: Story) -> Iterator[ask.Command]:
    results = state.results if isinstance(state, InForce | Closed) else None
    outcomes = results.outcomes if results else ()
    if results is None:
        yield ask.ReportOutcome(
            NEW,
            story.terms.measures[0].indicator,
            story.terms.starts_on,
            story.terms.starts_on,
            Decimal(1),
            "claimed",
        )
    for outcome in outcomes:
        if outcome.acceptance == "reported":
            yield ask.AcceptOutcome(outcome.id, "staff_verified")
            yield ask.ReturnOutcome(outcome.id, "no evidence")


def _of_review(state: State, day: date, story: Story) -> Iterator[ask.Command]:
    condition = state.condition if isinstance(state, InForce) else None
    review = condition.review if isinstance(condition, Reviewing) else None
    yield ask.OpenReview(NEW)
    if review is None:
        yield ask.GiveStatement(_partner(story), 4, (), "journal 3")
    elif review.outstanding:
        said = tuple(
            ObligationStatement(obligation_id, "met", "as seen")
            for obligation_id in review.obligations
        )
        party = review.outstanding[0]
        rating = None if party.role == "municipality" else 4
        yield ask.GiveStatement(party.organisation_id, rating, said, "journal 3")
    yield ask.RemindStatement()
    point = ActionPoint(NEW, story.town.organisation_id, "plant trees", day)
    yield ask.ConcludeReview("continue", "goes well", (point,))
