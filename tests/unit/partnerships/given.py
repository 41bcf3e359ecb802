"""One business improvement district told by hand, and given/when/then over it.

Three members share the contributions 50/30/20; days are chosen so that working days
and holidays can be counted on a calendar.
"""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cache
from pathlib import Path
from uuid import UUID

import pytest
from pydantic import TypeAdapter

from chassis.clock import add_working_days
from chassis.decider import Refusal
from services.partnerships.domain.agreement import (
    Clause,
    Contribution,
    Measure,
    Obligation,
    Terms,
    YearlyTarget,
)
from services.partnerships.domain.circumstances import Circumstances
from services.partnerships.domain.commands import Command
from services.partnerships.domain.decisions import PARTNERSHIP
from services.partnerships.domain.events import (
    AgreementConcluded,
    AgreementDrafted,
    AgreementSentForSignature,
    AgreementSigned,
    AgreementTookEffect,
    BallotClosed,
    BallotOpened,
    CriterionAssessed,
    Event,
    PartnershipCompleted,
    PartnershipProposed,
    PartnershipSuspended,
    ProposalApproved,
    ProposalSubmitted,
    ReviewConcluded,
    ReviewOpened,
    VoteCast,
)
from services.partnerships.domain.evidence import EvidenceFile
from services.partnerships.domain.kinds import Kind
from services.partnerships.domain.proposal import EMPTY_BOX, Party, Tally, Voter
from services.partnerships.domain.states import State
from services.partnerships.domain.values import Area, FieldValue, Share, Shares, Texts

KIND_FILE = Path(__file__).parents[3] / "services" / "partnerships" / "kinds/bid.json"
BID = TypeAdapter(Kind).validate_json(KIND_FILE.read_text())

TOWN, ANCHOR, BAKER, CINEMA, NEIGHBOUR, STRANGER = (UUID(int=n) for n in range(1, 7))
AT_TOWN, AT_ANCHOR, AT_BAKER, AT_CINEMA, AT_NEIGHBOUR = (
    UUID(int=n) for n in range(11, 16)
)

OFFICER = "staff:officer"
COLLEAGUE = "staff:colleague"
MANAGER = "staff:manager"
DEPUTY = "staff:deputy"
BOTH = "staff:both"
SYSTEM = "system"
ROLES = {
    OFFICER: {"case_officer"},
    COLLEAGUE: {"case_officer"},
    MANAGER: {"manager"},
    DEPUTY: {"manager"},
    BOTH: {"case_officer", "manager"},
    SYSTEM: {"system"},
}


type Given = tuple[Event, ...]


def contact(contact_id: UUID) -> str:
    """Return the actor who came over a contact's link."""
    return f"contact:{contact_id}"


PARTIES = (
    Party(TOWN, "municipality", AT_TOWN),
    Party(ANCHOR, "property_owner", AT_ANCHOR),
    Party(BAKER, "business", AT_BAKER),
    Party(CINEMA, "business", AT_CINEMA),
    Party(NEIGHBOUR, "stakeholder", AT_NEIGHBOUR),
)
SIGNATORIES = PARTIES[:4]
SQUARE = ((12.26, 55.65), (12.28, 55.65), (12.28, 55.66), (12.26, 55.65))
KEY = Shares((Share(ANCHOR, 5000), Share(BAKER, 3000), Share(CINEMA, 2000)))
FIELDS: dict[str, FieldValue] = {
    "area": Area((SQUARE,)),
    "baseline_services": Texts(("sweeping twice a week",)),
    "contribution_key": KEY,
}
TITLE = "BID Hedehusene"
REFERENCE = "HTK-BID-2024-0001"
GOALS = ("G1.1",)

PROPOSED = PartnershipProposed(REFERENCE, "bid", 1, TITLE, PARTIES, GOALS, FIELDS)
SUBMITTED = ProposalSubmitted(OFFICER)
ASSESSED: Given = tuple(
    CriterionAssessed(criterion, 4, "well founded", COLLEAGUE)
    for criterion in ("policy_fit", "local_support", "additionality", "feasibility")
)

# 20 working days from 9 January: no holiday lies between.
BALLOT_DAY, BALLOT_CLOSES = date(2024, 1, 9), date(2024, 2, 6)
ROLL = (
    Voter(ANCHOR, AT_ANCHOR, 5000),
    Voter(BAKER, AT_BAKER, 3000),
    Voter(CINEMA, AT_CINEMA, 2000),
)
BALLOT_OPENED = BallotOpened(1, BALLOT_DAY, BALLOT_CLOSES, ROLL)
ANCHOR_VOTED = VoteCast(1, ANCHOR, 5000, None)
BAKER_VOTED = VoteCast(1, BAKER, 3000, None)
CINEMA_VOTED = VoteCast(1, CINEMA, 2000, None)
BOX_OF_THREE = Tally(yes_heads=2, no_heads=1, yes_share=8000, no_share=2000)
BALLOT_PASSED = BallotClosed(1, passed=True, roll_heads=3, tally=BOX_OF_THREE)
BALLOT_FAILED = BallotClosed(1, passed=False, roll_heads=3, tally=EMPTY_BOX)

SWEEPING, LIGHTING = UUID(int=101), UUID(int=102)
CLAUSES = tuple(
    Clause(key, "as agreed")
    for key in (
        "purpose",
        "baseline_services",
        "contributions",
        "governance",
        "termination",
        "data_protection",
    )
)
UPGRADED = Measure(
    "G1.1",
    "business_area_upgraded",
    Decimal(0),
    (YearlyTarget(2024, Decimal(1000)), YearlyTarget(2025, Decimal(2500))),
)
# Three years; 1 April 2024 is Easter Monday, and a first day may be one.
STARTS, ENDS = date(2024, 4, 1), date(2027, 3, 31)
TERMS = Terms(
    starts_on=STARTS,
    ends_on=ENDS,
    clauses=CLAUSES,
    obligations=(
        Obligation(SWEEPING, TOWN, None, "sweep daily", date(2024, 12, 31)),
        Obligation(LIGHTING, ANCHOR, TOWN, "light the square", date(2025, 6, 30)),
    ),
    measures=(UPGRADED,),
    contributions=(Contribution(ANCHOR, 50_000_00), Contribution(BAKER, 30_000_00)),
)
HASH = "a" * 64
SCAN = EvidenceFile(UUID(int=501), "e" * 64)

# 15 working days from Friday 1 March end before Easter.
SENT_DAY, SIGN_BY = date(2024, 3, 1), date(2024, 3, 22)
DRAFTED = AgreementDrafted(1, TERMS)
SENT = AgreementSentForSignature(1, HASH, SENT_DAY, SIGN_BY, SIGNATORIES)
SIGNED: Given = tuple(
    AgreementSigned(1, HASH, party.organisation_id, None, outstanding)
    for party, outstanding in zip(SIGNATORIES, (3, 2, 1, 0), strict=True)
)
CONCLUDED = AgreementConcluded(1, HASH, STARTS, ENDS, (UPGRADED,))
TOOK_EFFECT = AgreementTookEffect(1, STARTS, ENDS, amendment=False)

# 15 working days from 1 April 2025, around Easter of that year.
REVIEW = UUID(int=201)
REVIEW_DAY, STATEMENTS_DUE = date(2025, 4, 1), date(2025, 4, 25)
REVIEW_OPENED = ReviewOpened(
    REVIEW, REVIEW_DAY, STATEMENTS_DUE, PARTIES, (SWEEPING, LIGHTING)
)
REVIEW_ENDED = ReviewConcluded(REVIEW, "end", "all is done", (), ())
SUSPENDED = PartnershipSuspended("roadworks", date(2024, 9, 2))

DRAFT: Given = (PROPOSED,)
IN_HAND: Given = (*DRAFT, SUBMITTED)
VOTING: Given = (*IN_HAND, *ASSESSED, BALLOT_OPENED)
VOTED: Given = (*VOTING, ANCHOR_VOTED, BAKER_VOTED, CINEMA_VOTED)
PASSED: Given = (*VOTED, BALLOT_PASSED)
APPROVED: Given = (*PASSED, ProposalApproved())
NEGOTIATING: Given = (*APPROVED, DRAFTED)
SIGNING: Given = (*NEGOTIATING, SENT)
AGREED: Given = (*SIGNING, *SIGNED, CONCLUDED)
ACTIVE: Given = (*AGREED, TOOK_EFFECT)
RESTING: Given = (*ACTIVE, SUSPENDED)
REVIEWING: Given = (*ACTIVE, REVIEW_OPENED)
REVIEWED: Given = (*REVIEWING, REVIEW_ENDED)
COMPLETED: Given = (*REVIEWED, PartnershipCompleted(date(2025, 5, 2)))

SOME_DAY = date(2024, 1, 8)


@cache
def working_days(day: date, days: int) -> date:
    """Return the real working day, counted once."""
    return add_working_days(day, days)


def around(
    who: str, on: date, *, box: Tally = EMPTY_BOX, kind: Kind = BID
) -> Circumstances:
    """Return the circumstances of an asker on a day."""
    return Circumstances(
        actor=who,
        roles=frozenset(ROLES.get(who, {"contact"})),
        now=datetime.combine(on, time(12), UTC),
        today=on,
        kind=kind,
        add_working_days=working_days,
        ballot_box=box,
    )


def state_of(*given: Event) -> State:
    """Return where the given events lead."""
    return PARTNERSHIP.fold(given)


def decided(given: Given, when: Command, circumstances: Circumstances) -> list[Event]:
    """Return the events that a command brings about after the given ones."""
    return PARTNERSHIP.decide(when, state_of(*given), circumstances)


def refusal(
    given: Given, when: Command, circumstances: Circumstances
) -> tuple[str, dict[str, str | int | list[str]]]:
    """Return the code and the facts with which a command is refused."""
    with pytest.raises(Refusal) as refused:
        decided(given, when, circumstances)
    return refused.value.code, refused.value.facts
