"""What the others are told: ids, dates and figures, and nothing of nobody's business."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from chassis.history import Recorded
from contracts import (
    Addressee,
    AgreementConcludedV1,
    AgreementSentForSignatureV1,
    AgreementSignedV1,
    AgreementTookEffectV1,
    BallotClosedV1,
    BallotOpenedV1,
    ConfirmationAskedV1,
    DeadlineApproachedV1,
    Envelope,
    IndicatorTargets,
    Message,
    OutcomeAcceptedV1,
    OutcomeReportedV1,
    OutcomeReturnedV1,
    OutcomeShare,
    PartnershipDecidedV1,
    PartnershipEndedV1,
    PartnershipProposedV1,
    PartnershipResumedV1,
    PartnershipRevisedV1,
    PartnershipSuspendedV1,
    PartyFacts,
    Period,
    ReviewConcludedV1,
    ReviewOpenedV1,
    SignatureRevokedV1,
    SigningEndedV1,
    StatementGivenV1,
)
from services.partnerships.canonical import fingerprint
from services.partnerships.domain import agreement
from services.partnerships.domain.agreement import Measure, Terms, YearlyTarget
from services.partnerships.domain.events import (
    ActionPointClosed,
    ActionPointVerified,
    AgreementConcluded,
    AgreementDrafted,
    AgreementSentForSignature,
    AgreementSigned,
    AgreementTookEffect,
    BallotClosed,
    BallotOpened,
    ConflictDeclared,
    CriterionAssessed,
    DeadlineApproached,
    DeclarationAsked,
    Event,
    ExpectationsAligned,
    ObligationReopened,
    ObligationSettled,
    OnBehalf,
    OutcomeAccepted,
    OutcomeReported,
    OutcomeReturned,
    Outstanding,
    PartnershipCompleted,
    PartnershipExpired,
    PartnershipProposed,
    PartnershipResumed,
    PartnershipSuspended,
    PartnershipTerminated,
    PartnershipWithdrawn,
    ProposalApproved,
    ProposalRejected,
    ProposalReturned,
    ProposalRevised,
    ProposalSubmitted,
    ReviewConcluded,
    ReviewOpened,
    SignatureAsked,
    SignatureRevoked,
    SigningEnded,
    StatementGiven,
    VoteCast,
)
from services.partnerships.domain.gates import Alignment, Expectation, Gates
from services.partnerships.domain.proposal import Party, Proposal, Tally, Voter
from services.partnerships.domain.review import ActionPoint, ObligationStatement
from services.partnerships.domain.states import Case
from services.partnerships.domain.values import Person
from services.partnerships.publishing import announce, message

PARTNERSHIP = UUID(int=1)
TOWN, SHOP = UUID(int=11), UUID(int=12)
CLERK, OWNER = UUID(int=21), UUID(int=22)
REVIEW, OUTCOME, EARLIER = UUID(int=31), UUID(int=41), UUID(int=42)
OBLIGATION, POINT = UUID(int=51), UUID(int=61)
HALL, PORTER = UUID(int=13), UUID(int=23)
NEWCOMER = Party(HALL, "business", PORTER)
PARTIES = (Party(TOWN, "municipality", CLERK), Party(SHOP, "business", OWNER))
FACTS = (
    PartyFacts(organisation_id=TOWN, role="municipality", contact_id=CLERK),
    PartyFacts(organisation_id=SHOP, role="business", contact_id=OWNER),
)
CASE = Case("HTK-BID-2024-0007", "bid", 3, Proposal("Byen", PARTIES, ("G1.1",), {}))
ABOUT = {"partnership_id": PARTNERSHIP, "reference": "HTK-BID-2024-0007", "kind": "bid"}
SHOP_OWNER = Addressee(organisation_id=SHOP, contact_id=OWNER, role="business")
NEW_YEAR, END = date(2025, 1, 1), date(2029, 12, 31)
HASH = "ab" * 32

EXPECTED = (Expectation(SHOP, "tid", "hænder"),)

TOLD: list[tuple[Event, Message]] = [
    (
        PartnershipProposed(
            "HTK-BID-2024-0007", "bid", 3, "Byen", PARTIES, ("G1.1",), {}
        ),
        PartnershipProposedV1(
            **ABOUT, kind_version=3, title="Byen", goals=("G1.1",), parties=FACTS
        ),
    ),
    (
        ProposalRevised("Byen 2", PARTIES[:1], ("G1.2",), {}),
        PartnershipRevisedV1(
            **ABOUT, title="Byen 2", goals=("G1.2",), parties=FACTS[:1]
        ),
    ),
    (
        BallotOpened(
            1, date(2024, 2, 1), date(2024, 3, 1), (Voter(SHOP, OWNER, 10_000),)
        ),
        BallotOpenedV1(
            **ABOUT,
            title="Byen",
            closes_on=date(2024, 3, 1),
            voters=(SHOP_OWNER,),
            round=1,
        ),
    ),
    (
        BallotClosed(1, passed=True, roll_heads=5, tally=Tally(3, 1, 6500, 1500)),
        BallotClosedV1(
            **ABOUT,
            title="Byen",
            passed=True,
            roll_heads=5,
            cast_heads=4,
            cast_share=8000,
            yes_heads=3,
            yes_share=6500,
            parties=FACTS,
        ),
    ),
    (
        ProposalApproved(),
        PartnershipDecidedV1(**ABOUT, title="Byen", decision="approved", parties=FACTS),
    ),
    (
        ProposalRejected("For lille", date(2024, 3, 1)),
        PartnershipDecidedV1(**ABOUT, title="Byen", decision="rejected", parties=FACTS),
    ),
    (
        PartnershipWithdrawn("Fortrudt", date(2024, 3, 1)),
        PartnershipDecidedV1(
            **ABOUT, title="Byen", decision="withdrawn", parties=FACTS
        ),
    ),
    (
        AgreementSentForSignature(
            2, HASH, date(2024, 11, 1), date(2024, 11, 22), (PARTIES[1],)
        ),
        AgreementSentForSignatureV1(
            **ABOUT,
            title="Byen",
            agreement_version=2,
            sha256=HASH,
            sign_by=date(2024, 11, 22),
            signatories=(SHOP_OWNER,),
        ),
    ),
    (
        AgreementSentForSignature(
            2, HASH, date(2024, 11, 1), date(2024, 11, 22), PARTIES, (PARTIES[1],)
        ),
        AgreementSentForSignatureV1(
            **ABOUT,
            title="Byen",
            agreement_version=2,
            sha256=HASH,
            sign_by=date(2024, 11, 22),
            signatories=(SHOP_OWNER,),
        ),
    ),
    (
        SignatureAsked(2, HASH, date(2024, 11, 22), (PARTIES[1],)),
        AgreementSentForSignatureV1(
            **ABOUT,
            title="Byen",
            agreement_version=2,
            sha256=HASH,
            sign_by=date(2024, 11, 22),
            signatories=(SHOP_OWNER,),
        ),
    ),
    (
        SignatureRevoked(2, SHOP, "by mistake", 1),
        SignatureRevokedV1(
            **ABOUT, agreement_version=2, organisation_id=SHOP, outstanding=1
        ),
    ),
    (
        AgreementSigned(2, HASH, SHOP, None, 1),
        AgreementSignedV1(
            **ABOUT,
            agreement_version=2,
            organisation_id=SHOP,
            on_behalf=False,
            outstanding=1,
        ),
    ),
    (
        AgreementSigned(2, HASH, SHOP, OnBehalf("signed_on_paper", "Sag 7"), 0),
        AgreementSignedV1(
            **ABOUT,
            agreement_version=2,
            organisation_id=SHOP,
            on_behalf=True,
            outstanding=0,
        ),
    ),
    (
        SigningEnded(2, "declined", SHOP, "For dyrt"),
        SigningEndedV1(
            **ABOUT,
            title="Byen",
            agreement_version=2,
            cause="declined",
            organisation_id=SHOP,
            parties=FACTS,
        ),
    ),
    (
        AgreementConcluded(
            2,
            HASH,
            NEW_YEAR,
            END,
            (
                Measure(
                    "G1.1",
                    "vacancy_rate",
                    Decimal("8.5"),
                    (YearlyTarget(2025, Decimal(8)), YearlyTarget(2026, Decimal(7))),
                ),
            ),
        ),
        AgreementConcludedV1(
            **ABOUT,
            title="Byen",
            agreement_version=2,
            sha256=HASH,
            starts_on=NEW_YEAR,
            ends_on=END,
            indicators=(
                IndicatorTargets(
                    goal="G1.1",
                    indicator="vacancy_rate",
                    baseline=Decimal("8.5"),
                    targets={2025: Decimal(8), 2026: Decimal(7)},
                ),
            ),
            parties=FACTS,
        ),
    ),
    (
        AgreementSentForSignature(
            2,
            HASH,
            date(2024, 11, 1),
            date(2024, 11, 22),
            (NEWCOMER,),
            change="add_party",
        ),
        AgreementSentForSignatureV1(
            **ABOUT,
            title="Byen",
            agreement_version=2,
            sha256=HASH,
            sign_by=date(2024, 11, 22),
            signatories=(
                Addressee(organisation_id=HALL, contact_id=PORTER, role="business"),
            ),
            change="add_party",
        ),
    ),
    (
        AgreementConcluded(
            2, HASH, NEW_YEAR, END, (), "remove_party", (PARTIES[0], NEWCOMER)
        ),
        AgreementConcludedV1(
            **ABOUT,
            title="Byen",
            agreement_version=2,
            sha256=HASH,
            starts_on=NEW_YEAR,
            ends_on=END,
            indicators=(),
            parties=(
                FACTS[0],
                PartyFacts(organisation_id=HALL, role="business", contact_id=PORTER),
            ),
            change="remove_party",
            leaving=FACTS[1:],
        ),
    ),
    (
        AgreementTookEffect(2, NEW_YEAR, END, amendment=True, change="extend"),
        AgreementTookEffectV1(
            **ABOUT,
            title="Byen",
            agreement_version=2,
            starts_on=NEW_YEAR,
            ends_on=END,
            amendment=True,
            parties=FACTS,
            change="extend",
        ),
    ),
    (
        AgreementTookEffect(2, NEW_YEAR, END, amendment=True),
        AgreementTookEffectV1(
            **ABOUT,
            title="Byen",
            agreement_version=2,
            starts_on=NEW_YEAR,
            ends_on=END,
            amendment=True,
            parties=FACTS,
        ),
    ),
    (
        DeadlineApproached(
            "signature",
            date(2024, 11, 15),
            date(2024, 11, 22),
            None,
            2,
            HASH,
            (Outstanding(SHOP, OWNER),),
        ),
        DeadlineApproachedV1(
            **ABOUT,
            title="Byen",
            deadline="signature",
            due_on=date(2024, 11, 22),
            item_id=None,
            agreement_version=2,
            sha256=HASH,
            outstanding=(SHOP_OWNER,),
        ),
    ),
    (
        DeadlineApproached(
            "ballot",
            date(2024, 11, 15),
            date(2024, 11, 22),
            None,
            None,
            None,
            (Outstanding(SHOP, OWNER),),
            round=2,
        ),
        DeadlineApproachedV1(
            **ABOUT,
            title="Byen",
            deadline="ballot",
            due_on=date(2024, 11, 22),
            item_id=None,
            agreement_version=None,
            sha256=None,
            outstanding=(SHOP_OWNER,),
            round=2,
        ),
    ),
    (
        DeadlineApproached(
            "declaration",
            date(2024, 11, 15),
            date(2024, 11, 22),
            None,
            None,
            None,
            (Outstanding(SHOP, OWNER),),
            declaration="confidentiality",
        ),
        DeadlineApproachedV1(
            **ABOUT,
            title="Byen",
            deadline="declaration",
            due_on=date(2024, 11, 22),
            item_id=None,
            agreement_version=None,
            sha256=None,
            outstanding=(SHOP_OWNER,),
            declaration="confidentiality",
        ),
    ),
    (
        PartnershipSuspended("Vejarbejde", date(2026, 5, 1)),
        PartnershipSuspendedV1(**ABOUT, title="Byen", parties=FACTS),
    ),
    (
        PartnershipResumed(30, date(2030, 1, 30)),
        PartnershipResumedV1(
            **ABOUT, title="Byen", ends_on=date(2030, 1, 30), parties=FACTS
        ),
    ),
    (
        PartnershipTerminated("Brud", date(2026, 6, 1)),
        PartnershipEndedV1(
            **ABOUT,
            title="Byen",
            outcome="terminated",
            ended_on=date(2026, 6, 1),
            parties=FACTS,
        ),
    ),
    (
        PartnershipExpired(END),
        PartnershipEndedV1(
            **ABOUT, title="Byen", outcome="expired", ended_on=END, parties=FACTS
        ),
    ),
    (
        PartnershipCompleted(END),
        PartnershipEndedV1(
            **ABOUT, title="Byen", outcome="completed", ended_on=END, parties=FACTS
        ),
    ),
    (
        OutcomeReported(
            outcome_id=OUTCOME,
            indicator="vacancy_rate",
            first_day=NEW_YEAR,
            last_day=date(2025, 6, 30),
            value=Decimal("7.25"),
            unit="percent",
            evidence_grade="claimed",
            organisation_id=SHOP,
            restates=EARLIER,
            reporter="staff:carl",
            shares=(
                agreement.OutcomeShare(PARTNERSHIP, "HTK-BID-2024-0007", Decimal(1)),
            ),
        ),
        OutcomeReportedV1(
            **ABOUT,
            outcome_id=OUTCOME,
            indicator="vacancy_rate",
            period=Period(first_day=NEW_YEAR, last_day=date(2025, 6, 30)),
            value=Decimal("7.25"),
            unit="percent",
            evidence_grade="claimed",
            organisation_id=SHOP,
            restates=EARLIER,
            shares=(
                OutcomeShare(
                    partnership_id=PARTNERSHIP,
                    reference="HTK-BID-2024-0007",
                    share=Decimal(1),
                ),
            ),
        ),
    ),
    (
        OutcomeAccepted(OUTCOME, "staff_verified"),
        OutcomeAcceptedV1(**ABOUT, outcome_id=OUTCOME, evidence_grade="staff_verified"),
    ),
    (
        OutcomeReturned(OUTCOME, "Uden bilag"),
        OutcomeReturnedV1(**ABOUT, outcome_id=OUTCOME),
    ),
    (
        ExpectationsAligned(EXPECTED, PARTIES, NEW_YEAR),
        ConfirmationAskedV1(
            **ABOUT,
            title="Byen",
            what="expectations",
            item=fingerprint(EXPECTED),
            answer_by=NEW_YEAR,
            asked=(
                Addressee(organisation_id=TOWN, contact_id=CLERK, role="municipality"),
                SHOP_OWNER,
            ),
        ),
    ),
    (
        DeclarationAsked("confidentiality", (Person(SHOP, OWNER),), NEW_YEAR),
        ConfirmationAskedV1(
            **ABOUT,
            title="Byen",
            what="declaration",
            item="confidentiality",
            answer_by=NEW_YEAR,
            asked=(SHOP_OWNER,),
        ),
    ),
    (
        ReviewOpened(
            REVIEW, date(2026, 1, 2), date(2026, 1, 23), PARTIES, (OBLIGATION,)
        ),
        ReviewOpenedV1(
            **ABOUT,
            title="Byen",
            review_id=REVIEW,
            opened_on=date(2026, 1, 2),
            statements_due_on=date(2026, 1, 23),
            parties=FACTS,
        ),
    ),
    (
        StatementGiven(
            REVIEW,
            SHOP,
            4,
            (ObligationStatement(OBLIGATION, "met", "Fint"),),
            date(2026, 1, 9),
            None,
        ),
        StatementGivenV1(
            **ABOUT,
            review_id=REVIEW,
            organisation_id=SHOP,
            rating=4,
            given_on=date(2026, 1, 9),
        ),
    ),
    (
        ReviewConcluded(
            REVIEW,
            "continue",
            "Godt i gang",
            (),
            (ActionPoint(POINT, SHOP, "Plant træer", date(2026, 4, 1)),),
        ),
        ReviewConcludedV1(
            **ABOUT,
            title="Byen",
            review_id=REVIEW,
            conclusion="continue",
            action_points=1,
            parties=FACTS,
        ),
    ),
]

UNTOLD: list[Event] = [
    ProposalSubmitted("staff:carl"),
    ConflictDeclared("staff:mia"),
    CriterionAssessed("policy_fit", 4, "God", "staff:carl"),
    VoteCast(1, SHOP, 2500, None),
    ProposalReturned("Mere om trafik"),
    ExpectationsAligned(EXPECTED),  # as it was written before anybody was asked
    AgreementDrafted(1, Terms(NEW_YEAR, END, (), (), (), ())),
    ObligationSettled(OBLIGATION, "met", date(2026, 1, 2)),
    ObligationReopened(OBLIGATION, "Igen", date(2026, 2, 2)),
    ActionPointClosed(POINT, "Sag 9", "staff:carl"),
    ActionPointVerified(POINT),
    StatementGiven(REVIEW, TOWN, None, (), date(2026, 1, 9), None),
]


@pytest.mark.parametrize(("event", "told"), TOLD, ids=lambda one: type(one).__name__)
def test_an_event_becomes_its_message(event: Event, told: Message) -> None:
    """The others hear exactly these fields, whatever else the event holds."""
    assert message(event, PARTNERSHIP, CASE) == told


def test_a_reminder_to_confirm_names_the_text_that_is_to_be_confirmed() -> None:
    """Its link is good for that text alone, like the one before it."""
    gates = Gates(alignment=Alignment(EXPECTED))
    reminder = DeadlineApproached(
        "expectations", NEW_YEAR, END, None, None, None, (Outstanding(SHOP, OWNER),)
    )

    told = message(reminder, PARTNERSHIP, replace(CASE, gates=gates))

    assert told == DeadlineApproachedV1(
        **ABOUT,
        title="Byen",
        deadline="expectations",
        due_on=END,
        item_id=None,
        agreement_version=None,
        sha256=fingerprint(EXPECTED),
        outstanding=(SHOP_OWNER,),
    )


@pytest.mark.parametrize("event", UNTOLD, ids=lambda one: type(one).__name__)
def test_what_concerns_nobody_else_is_not_told(event: Event) -> None:
    """Assessments, conflicts, votes and the municipality's own words stay here."""
    assert message(event, PARTNERSHIP, CASE) is None


def test_an_envelope_carries_the_place_in_the_history() -> None:
    """The version orders a partnership's messages, and makes the id repeatable."""
    recorded: Recorded[Event] = Recorded(
        stream_id=PARTNERSHIP,
        version=5,
        event=OutcomeReturned(OUTCOME, "Uden bilag"),
        actor="staff:mia",
        occurred_at=datetime(2026, 1, 9, 8, 0, tzinfo=UTC),
        correlation_id="walrus-1",
        hash=b"",
    )

    envelope = announce(recorded, CASE)

    assert envelope == Envelope(
        id=UUID("3f924e8d-ed69-533d-8902-b93913536452"),
        occurred_at=datetime(2026, 1, 9, 8, 0, tzinfo=UTC),
        aggregate_id=PARTNERSHIP,
        sequence=5,
        actor="staff:mia",
        correlation_id="walrus-1",
        message=OutcomeReturnedV1(**ABOUT, outcome_id=OUTCOME),
    )
