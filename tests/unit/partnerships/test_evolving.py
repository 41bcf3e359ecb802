"""What is true after each event, to the last field."""

from dataclasses import replace
from datetime import MAXYEAR, date
from decimal import Decimal
from uuid import UUID

import pytest

from services.partnerships.domain.agreement import (
    Concluded,
    Drafted,
    Negotiation,
    Obligation,
    OutForSignature,
    Pledge,
    Results,
    Terms,
)
from services.partnerships.domain.civil import add_months
from services.partnerships.domain.commands import (
    Propose,
    ReportOutcome,
    Revise,
    Sign,
    Submit,
)
from services.partnerships.domain.deadlines import deadlines
from services.partnerships.domain.decisions import PARTNERSHIP
from services.partnerships.domain.events import (
    ActionPointVerified,
    AgreementConcluded,
    AgreementDrafted,
    AgreementSentForSignature,
    AgreementSigned,
    AgreementTookEffect,
    ConflictDeclared,
    DeadlineApproached,
    Event,
    ObligationSettled,
    OutcomeAccepted,
    OutcomeReported,
    PartnershipExpired,
    PartnershipTerminated,
    PartnershipWithdrawn,
    ProposalRejected,
    ProposalReturned,
    ProposalRevised,
    ReviewConcluded,
    SigningEnded,
    StatementGiven,
)
from services.partnerships.domain.narrowing import Misplaced, narrow
from services.partnerships.domain.next_steps import next_steps
from services.partnerships.domain.proposal import Assessment, ClosedBallot, Proposal
from services.partnerships.domain.review import (
    ActionPoint,
    ActionPointStanding,
    Statement,
)
from services.partnerships.domain.rhythm import next_review
from services.partnerships.domain.states import (
    Agreeing,
    Case,
    Closed,
    Draft,
    InForce,
    Reviewing,
    Running,
    State,
    Submitted,
)
from services.partnerships.domain.values import Share, Shares
from tests.unit.partnerships.given import (
    ACTIVE,
    AGREED,
    ANCHOR,
    APPROVED,
    ASSESSED,
    BAKER,
    BID,
    CINEMA,
    COLLEAGUE,
    DRAFT,
    DRAFTED,
    ENDS,
    FIELDS,
    GOALS,
    HASH,
    IN_HAND,
    LIGHTING,
    MANAGER,
    OFFICER,
    PARTIES,
    PASSED,
    PROPOSED,
    REFERENCE,
    REVIEW,
    REVIEWING,
    SENT_DAY,
    SIGN_BY,
    SIGNATORIES,
    SIGNING,
    STARTS,
    SUBMITTED,
    SWEEPING,
    TERMS,
    TITLE,
    TOWN,
    UPGRADED,
    Given,
    around,
    decided,
    state_of,
    working_days,
)

PROPOSAL = Proposal(TITLE, PARTIES, GOALS, FIELDS)
CASE = Case(REFERENCE, "bid", 1, PROPOSAL)
REVISED = ProposalRevised("BID Hedehusene Øst", PARTIES[:4], ("G1.2",), {})
SOME_DAY = date(2024, 1, 31)
RESULTS = Results(STARTS, frozenset({"business_area_upgraded"}))
IN_FORCE = InForce(
    case=CASE,
    version=1,
    terms=TERMS,
    ends_on=ENDS,
    rested_days=0,
    reviewed_on=STARTS,
    condition=Running(),
    pledges=(
        Pledge(SWEEPING, TOWN, date(2024, 12, 31)),
        Pledge(LIGHTING, ANCHOR, date(2025, 6, 30)),
    ),
    results=RESULTS,
    negotiation=Negotiation(1),
)

PAVING = UUID(int=103)
AMENDED = Terms(
    starts_on=date(2025, 7, 1),
    ends_on=date(2028, 6, 30),
    clauses=TERMS.clauses,
    obligations=(
        TERMS.obligations[0],
        Obligation(PAVING, TOWN, None, "pave the square", date(2026, 6, 30)),
    ),
    measures=(replace(UPGRADED, indicator="vacancy_rate"),),
    contributions=TERMS.contributions,
)
AMENDMENT: Given = (
    AgreementDrafted(2, AMENDED),
    AgreementSentForSignature(2, "b" * 64, SENT_DAY, SIGN_BY, SIGNATORIES),
    AgreementConcluded(
        2, "b" * 64, AMENDED.starts_on, AMENDED.ends_on, AMENDED.measures
    ),
)
AMENDMENT_APPLIES = AgreementTookEffect(
    2, AMENDED.starts_on, AMENDED.ends_on, amendment=True
)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (DRAFT, Draft(CASE)),
        (
            (*DRAFT, REVISED),
            Draft(
                replace(
                    CASE,
                    proposal=Proposal("BID Hedehusene Øst", PARTIES[:4], ("G1.2",), {}),
                )
            ),
        ),
        (
            (*DRAFT, ConflictDeclared(COLLEAGUE)),
            Draft(CASE, frozenset({COLLEAGUE})),
        ),
        (IN_HAND, Submitted(CASE, OFFICER, frozenset(), 0)),
        (
            (*IN_HAND, *ASSESSED[:1]),
            Submitted(
                CASE,
                OFFICER,
                frozenset(),
                0,
                (Assessment("policy_fit", 4, "well founded", COLLEAGUE),),
            ),
        ),
        (
            (*IN_HAND, ProposalReturned("more")),
            Draft(CASE),
        ),
        (APPROVED, Agreeing(CASE)),
        (
            (*APPROVED, DRAFTED),
            Agreeing(CASE, Negotiation(1, Drafted(1, TERMS))),
        ),
        (
            SIGNING,
            Agreeing(
                CASE,
                Negotiation(
                    1, OutForSignature(1, TERMS, HASH, SENT_DAY, SIGN_BY, SIGNATORIES)
                ),
            ),
        ),
        (
            (*SIGNING, SigningEnded(1, "declined", ANCHOR, "too dear")),
            Agreeing(CASE, Negotiation(1, Drafted(1, TERMS))),
        ),
        (AGREED, Agreeing(CASE, Negotiation(1, Concluded(1, TERMS, HASH)))),
        (ACTIVE, IN_FORCE),
    ],
)
def test_the_state_after_events(given: Given, expected: State) -> None:
    """What later decisions look at is what was decided, field by field."""
    assert state_of(*given) == expected


def test_a_counted_ballot_keeps_its_round_and_its_answer() -> None:
    """A later round must be told from the one that failed."""
    submitted = narrow(state_of(*PASSED), Submitted)

    assert submitted.ballot == ClosedBallot(1, passed=True)


@pytest.mark.parametrize(
    ("given", "event", "expected"),
    [
        (
            DRAFT,
            PartnershipWithdrawn("no backing", SOME_DAY),
            Closed(CASE, "withdrawn", SOME_DAY, None),
        ),
        (
            IN_HAND,
            PartnershipWithdrawn("no backing", SOME_DAY),
            Closed(CASE, "withdrawn", SOME_DAY, None),
        ),
        (
            APPROVED,
            PartnershipWithdrawn("no backing", SOME_DAY),
            Closed(CASE, "withdrawn", SOME_DAY, None),
        ),
        (
            IN_HAND,
            ProposalRejected("too dear", SOME_DAY),
            Closed(CASE, "rejected", SOME_DAY, None),
        ),
        (
            ACTIVE,
            PartnershipTerminated("breach", SOME_DAY),
            Closed(CASE, "terminated", SOME_DAY, RESULTS),
        ),
        (
            ACTIVE,
            PartnershipExpired(SOME_DAY),
            Closed(CASE, "expired", SOME_DAY, RESULTS),
        ),
    ],
)
def test_an_end_keeps_the_case_the_day_and_the_figures(
    given: Given, event: Event, expected: Closed
) -> None:
    """A closed partnership can still be read, and its figures still come in."""
    assert state_of(*given, event) == expected


def test_an_amendment_takes_the_place_of_the_agreement() -> None:
    """What was settled stays settled, what is measured grows, the rest is new."""
    met = ObligationSettled(SWEEPING, "met", SOME_DAY)

    assert state_of(*ACTIVE, met, *AMENDMENT, AMENDMENT_APPLIES) == replace(
        IN_FORCE,
        version=2,
        terms=AMENDED,
        ends_on=date(2028, 6, 30),
        pledges=(
            Pledge(SWEEPING, TOWN, date(2024, 12, 31), "met"),
            Pledge(PAVING, TOWN, date(2026, 6, 30)),
        ),
        results=Results(STARTS, frozenset({"business_area_upgraded", "vacancy_rate"})),
        negotiation=Negotiation(2),
    )


def test_an_amended_term_gets_a_final_review_of_its_own() -> None:
    """The one that was held looked at an end that is no longer the end."""
    reviewed = replace(IN_FORCE, final_review_held=True)
    concluded = replace(
        reviewed, negotiation=Negotiation(2, Concluded(2, AMENDED, "b" * 64))
    )

    amended = narrow(PARTNERSHIP.evolve(concluded, AMENDMENT_APPLIES), InForce)

    assert amended.final_review_held is False


def test_a_statement_is_kept_with_its_rating() -> None:
    """The rating of the municipality is part of what was said."""
    given = StatementGiven(REVIEW, ANCHOR, 4, (), date(2025, 4, 2), None)

    state = narrow(state_of(*REVIEWING, given), InForce)

    assert narrow(state.condition, Reviewing).review.statements == (
        Statement(ANCHOR, 4, ()),
    )


def test_only_the_action_point_that_was_verified_counts_as_verified() -> None:
    """One step done is not all steps done."""
    trees, lamps = (
        ActionPoint(UUID(int=number), TOWN, "do it", date(2025, 9, 1))
        for number in (301, 302)
    )
    points = ReviewConcluded(REVIEW, "continue", "goes well", (), (trees, lamps))

    state = narrow(state_of(*REVIEWING, points, ActionPointVerified(trees.id)), InForce)

    assert state.action_points == (
        ActionPointStanding(trees, verified=True),
        ActionPointStanding(lamps),
    )


def test_a_reminder_of_an_amendment_is_remembered() -> None:
    """The signatures of an amendment are asked for while the agreement applies."""
    reminded = DeadlineApproached("signature", SOME_DAY, SIGN_BY, None, 2, "b" * 64, ())

    state = narrow(state_of(*ACTIVE, *AMENDMENT[:2], reminded), InForce)

    out = narrow(state.negotiation.pending, OutForSignature)
    assert out.reminded_on == SOME_DAY


@pytest.mark.parametrize(
    ("given", "command", "expected"),
    [
        ((), Propose(REFERENCE, TITLE, PARTIES, GOALS, FIELDS), DRAFT[0]),
        (
            DRAFT,
            Revise("BID Hedehusene Øst", PARTIES[:4], ("G1.2",), {}),
            REVISED,
        ),
    ],
)
def test_a_text_is_told_as_it_was_written(
    given: Given, command: Propose | Revise, expected: Event
) -> None:
    """Nothing of a proposal is lost between the command and the history."""
    assert decided(given, command, around(OFFICER, SOME_DAY)) == [expected]


def test_a_restatement_names_what_it_corrects() -> None:
    """Without it both figures would count."""
    first = ReportOutcome(
        UUID(int=401), "business_area_upgraded", STARTS, ENDS, Decimal(800), "claimed"
    )
    told = around(OFFICER, date(2027, 4, 1))
    reported = decided(ACTIVE, first, told)
    accepted = OutcomeAccepted(first.outcome_id, "staff_verified")

    [restated] = decided(
        (*ACTIVE, *reported, accepted),
        replace(first, outcome_id=UUID(int=402), restates=first.outcome_id),
        told,
    )

    assert isinstance(restated, OutcomeReported)
    assert restated.restates == UUID(int=401)


def test_an_amendment_is_signed_while_the_agreement_applies() -> None:
    """Signing is not for the first agreement alone."""
    signed = decided(
        (*ACTIVE, *AMENDMENT[:2]), Sign(TOWN, "b" * 64), around(MANAGER, SENT_DAY)
    )

    assert signed == [AgreementSigned(2, "b" * 64, TOWN, None, 3)]


def test_the_smallest_share_is_a_share() -> None:
    """Whoever pays one part in ten thousand is a member like the others."""
    tiny = Shares((Share(ANCHOR, 9998), Share(BAKER, 1), Share(CINEMA, 1)))
    draft = replace(PROPOSED, fields={**FIELDS, "contribution_key": tiny})

    assert decided((draft,), Submit(), around(OFFICER, SOME_DAY)) == [SUBMITTED]


def test_a_review_may_open_on_the_last_day() -> None:
    """The term includes the day on which it ends."""
    monthly = replace(BID, review=replace(BID.review, every_months=1))
    state = replace(IN_FORCE, reviewed_on=date(2027, 2, 28), ends_on=date(2027, 3, 28))

    assert next_review(state, monthly, working_days) == date(2027, 3, 28)


def test_what_falls_on_one_day_is_listed_by_name() -> None:
    """The same question gets the same answer, whatever order it was computed in."""
    reminder = deadlines(IN_FORCE, BID, working_days)["remind_term_end"]
    amended = replace(AMENDED, starts_on=reminder)
    state = replace(
        IN_FORCE, negotiation=Negotiation(2, Concluded(2, amended, "b" * 64))
    )

    upcoming = next_steps(state, around(OFFICER, SOME_DAY)).upcoming

    assert [one.timer for one in upcoming if one.on == reminder] == [
        "remind_term_end",
        "take_effect",
    ]


def test_a_value_of_another_type_is_a_fault_that_names_both() -> None:
    """Whoever reads the log learns what was met where."""
    with pytest.raises(Misplaced, match=r"^Draft is no Submitted$"):
        narrow(state_of(*DRAFT), Submitted)


def test_a_second_type_is_not_taken_for_any_type() -> None:
    """Naming two types lets in those two."""
    with pytest.raises(Misplaced, match=r"^Draft is no Submitted$"):
        narrow(state_of(*DRAFT), Submitted, Agreeing)


@pytest.mark.parametrize(
    ("months", "expected"),
    [
        (12, date(MAXYEAR, 6, 1)),
        (24, date.max),
    ],
)
def test_months_reach_to_the_last_year_there_is(months: int, expected: date) -> None:
    """A date that cannot be written is the last that can."""
    assert add_months(date(MAXYEAR - 1, 6, 1), months) == expected
