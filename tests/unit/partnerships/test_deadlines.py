"""Timers: what will happen by itself follows from the state, day by day."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from chassis.clock import add_working_days
from services.partnerships.domain.commands import (
    CloseBallot,
    Command,
    Expire,
    LapseSignature,
    OpenReview,
    RemindBallot,
    RemindDeclarations,
    RemindExpectations,
    RemindSignature,
    RemindStatement,
    RemindTermEnd,
    TakeEffect,
)
from services.partnerships.domain.deadlines import command_of, deadlines
from services.partnerships.domain.events import (
    DeadlineApproached,
    Outstanding,
    PartnershipResumed,
    PartnershipTerminated,
)
from services.partnerships.domain.proposal import Party, Voter
from tests.unit.partnerships.agreeing.given import amended
from tests.unit.partnerships.given import (
    ACTIVE,
    AGREED,
    ANCHOR_VOTED,
    APPROVED,
    BALLOT_CLOSES,
    BID,
    COMPLETED,
    DRAFT,
    ENDS,
    HASH,
    IN_HAND,
    NEGOTIATING,
    PARTIES,
    PASSED,
    RESTING,
    REVIEW,
    REVIEW_ENDED,
    REVIEW_OPENED,
    REVIEWED,
    REVIEWING,
    ROLL,
    SIGN_BY,
    SIGNATORIES,
    SIGNED,
    SIGNING,
    STATEMENTS_DUE,
    SYSTEM,
    VOTED,
    VOTING,
    Given,
    around,
    decided,
    refusal,
    state_of,
)
from tests.unit.partnerships.test_reviewing import ALL_GIVEN, GIVEN


def addressed(*late: Party | Voter) -> tuple[Outstanding, ...]:
    """Return those who are reminded."""
    return tuple(Outstanding(one.organisation_id, one.contact_id) for one in late)


BALLOT_NEAR = DeadlineApproached(
    deadline="ballot",
    reminded_on=date(2024, 1, 23),
    due_on=BALLOT_CLOSES,
    item_id=None,
    agreement_version=None,
    sha256=None,
    outstanding=addressed(*ROLL[1:]),
    round=1,
)
SIGNATURE_NEAR = DeadlineApproached(
    deadline="signature",
    reminded_on=date(2024, 3, 15),
    due_on=SIGN_BY,
    item_id=None,
    agreement_version=1,
    sha256=HASH,
    outstanding=addressed(*SIGNATORIES),
)
STATEMENT_NEAR = DeadlineApproached(
    deadline="statement",
    reminded_on=date(2025, 4, 15),
    due_on=STATEMENTS_DUE,
    item_id=REVIEW,
    agreement_version=None,
    sha256=None,
    outstanding=addressed(PARTIES[0], *PARTIES[2:]),
)
TERM_END_NEAR = DeadlineApproached(
    deadline="term_end",
    reminded_on=date(2026, 10, 7),
    due_on=ENDS,
    item_id=None,
    agreement_version=None,
    sha256=None,
    outstanding=addressed(*PARTIES),
)
# The reviews of the second and third year, and the one before the end.
SECOND_YEAR = replace(REVIEW_OPENED, opened_on=date(2026, 4, 1))
FINAL = replace(REVIEW_OPENED, opened_on=date(2027, 1, 29))
CARRIED_ON = replace(REVIEW_ENDED, conclusion="continue")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ((), {}),
        (DRAFT, {}),
        (IN_HAND, {}),
        (
            VOTING,
            {"close_ballot": date(2024, 2, 7), "remind_ballot": date(2024, 1, 23)},
        ),
        (
            (*VOTING, BALLOT_NEAR),
            {"close_ballot": date(2024, 2, 7), "remind_ballot": date(2024, 2, 1)},
        ),
        (
            (*VOTING, replace(BALLOT_NEAR, reminded_on=date(2024, 2, 1))),
            {"close_ballot": date(2024, 2, 7)},
        ),
        (VOTED, {"close_ballot": date(2024, 2, 7)}),
        (PASSED, {}),
        (APPROVED, {}),
        (NEGOTIATING, {}),
        (
            SIGNING,
            {
                "lapse_signature": date(2024, 3, 23),
                "remind_signature": date(2024, 3, 15),
            },
        ),
        (
            (*SIGNING, SIGNATURE_NEAR),
            {
                "lapse_signature": date(2024, 3, 23),
                "remind_signature": date(2024, 3, 21),
            },
        ),
        (AGREED, {"take_effect": date(2024, 4, 1)}),
        (
            ACTIVE,
            {
                "open_review": date(2025, 4, 1),
                "remind_term_end": date(2026, 10, 7),
                "expire": date(2027, 4, 1),
            },
        ),
        (
            (*ACTIVE, TERM_END_NEAR),
            {
                "open_review": date(2025, 4, 1),
                "remind_term_end": date(2026, 12, 31),
                "expire": date(2027, 4, 1),
            },
        ),
        (RESTING, {}),
        (
            (*RESTING, PartnershipResumed(10, date(2027, 4, 10))),
            {
                "open_review": date(2025, 4, 11),
                "remind_term_end": date(2026, 10, 19),
                "expire": date(2027, 4, 11),
            },
        ),
        (
            REVIEWING,
            {
                "remind_statement": date(2025, 4, 15),
                "remind_term_end": date(2026, 10, 7),
            },
        ),
        (
            (*REVIEWING, STATEMENT_NEAR),
            {
                "remind_statement": date(2025, 4, 24),
                "remind_term_end": date(2026, 10, 7),
            },
        ),
        ((*REVIEWING, *ALL_GIVEN), {"remind_term_end": date(2026, 10, 7)}),
        (REVIEWED, {"remind_term_end": date(2026, 10, 7)}),
        (
            (*ACTIVE, SECOND_YEAR, CARRIED_ON),
            {
                "open_review": date(2027, 1, 29),
                "remind_term_end": date(2026, 10, 7),
                "expire": date(2027, 4, 1),
            },
        ),
        (
            (*ACTIVE, FINAL, CARRIED_ON),
            {"remind_term_end": date(2026, 10, 7), "expire": date(2027, 4, 1)},
        ),
        (
            amended(),
            {
                "open_review": date(2025, 4, 1),
                "remind_term_end": date(2026, 10, 7),
                "take_effect": date(2025, 1, 1),
            },
        ),
        ((*amended(), RESTING[-1]), {}),
        (COMPLETED, {}),
        ((*AGREED, PartnershipTerminated("no", date(2024, 3, 25))), {}),
    ],
)
def test_the_timers_of_a_state(given: Given, expected: dict[str, date]) -> None:
    """A timer is due at the start of its day; a day that may still act is not due."""
    assert deadlines(state_of(*given), BID, add_working_days) == expected


def test_a_rhythm_may_reach_past_the_last_review_before_the_end() -> None:
    """A review opened after the final day is followed by one only within the term."""
    monthly = replace(BID, review=replace(BID.review, every_months=1))
    state = state_of(*ACTIVE, FINAL, CARRIED_ON)
    late = state_of(*ACTIVE, replace(FINAL, opened_on=date(2027, 2, 28)), CARRIED_ON)
    last = state_of(*ACTIVE, replace(FINAL, opened_on=date(2027, 3, 1)), CARRIED_ON)

    days = [
        deadlines(one, monthly, add_working_days).get("open_review")
        for one in (state, late, last)
    ]
    assert days == [date(2027, 2, 28), date(2027, 3, 28), None]


@pytest.mark.parametrize(
    ("timer", "command"),
    [
        ("close_ballot", CloseBallot()),
        ("remind_ballot", RemindBallot()),
        ("remind_expectations", RemindExpectations()),
        ("remind_signature", RemindSignature()),
        ("remind_declarations", RemindDeclarations()),
        ("lapse_signature", LapseSignature()),
        ("take_effect", TakeEffect()),
        ("open_review", OpenReview(REVIEW)),
        ("remind_statement", RemindStatement()),
        ("remind_term_end", RemindTermEnd()),
        ("expire", Expire()),
    ],
)
def test_a_timer_stands_for_a_command(timer: str, command: Command) -> None:
    """The system asks like anybody else, and may be refused."""
    assert command_of(timer, REVIEW) == command


def test_an_unknown_timer_is_a_fault() -> None:
    """A row that no code planned must be seen."""
    with pytest.raises(KeyError):
        command_of("wake_up", UUID(int=1))


@pytest.mark.parametrize(
    ("given", "command", "fact"),
    [
        ((*VOTING, ANCHOR_VOTED), RemindBallot(), BALLOT_NEAR),
        (SIGNING, RemindSignature(), SIGNATURE_NEAR),
        (
            (*REVIEWING, GIVEN),
            RemindStatement(),
            STATEMENT_NEAR,
        ),
        (ACTIVE, RemindTermEnd(), TERM_END_NEAR),
    ],
)
def test_a_reminder_names_those_who_are_late(
    given: Given, command: Command, fact: DeadlineApproached
) -> None:
    """On its day, late, and on the due day itself; never to those who have acted."""
    for day in (fact.reminded_on, fact.due_on):
        assert decided(given, command, around(SYSTEM, day)) == [
            replace(fact, reminded_on=day)
        ]


@pytest.mark.parametrize(
    ("given", "command", "day", "code", "facts"),
    [
        (
            VOTING,
            RemindBallot(),
            date(2024, 1, 22),
            "not_due",
            {"due_on": "2024-01-23"},
        ),
        (
            VOTING,
            RemindBallot(),
            date(2024, 2, 7),
            "reminder_over",
            {"due_on": "2024-02-06"},
        ),
        (
            (*VOTING, replace(BALLOT_NEAR, reminded_on=date(2024, 2, 1))),
            RemindBallot(),
            date(2024, 2, 2),
            "reminder_over",
            {"due_on": "2024-02-06"},
        ),
        (VOTED, RemindBallot(), date(2024, 1, 23), "nobody_to_remind", {}),
        (PASSED, RemindBallot(), date(2024, 1, 23), "ballot_not_open", {}),
        (
            NEGOTIATING,
            RemindSignature(),
            date(2024, 3, 15),
            "agreement_not_out",
            {},
        ),
        (
            (*REVIEWING, *ALL_GIVEN),
            RemindStatement(),
            date(2025, 4, 15),
            "nobody_to_remind",
            {},
        ),
        (ACTIVE, RemindStatement(), date(2025, 4, 15), "review_not_open", {}),
        (
            RESTING,
            RemindTermEnd(),
            date(2026, 10, 7),
            "suspended",
            {"since": "2024-09-02"},
        ),
    ],
)
def test_a_reminder_that_is_moot_is_refused(
    given: Given, command: Command, day: date, code: str, facts: dict[str, object]
) -> None:
    """A timer that fires too early, too late or for nobody does no harm."""
    assert refusal(given, command, around(SYSTEM, day)) == (code, facts)


@pytest.mark.parametrize(
    ("given", "event", "timer", "following"),
    [
        (VOTING, BALLOT_NEAR, "remind_ballot", date(2024, 2, 1)),
        ((*SIGNING, SIGNED[0]), SIGNATURE_NEAR, "remind_signature", date(2024, 3, 21)),
        (REVIEWING, STATEMENT_NEAR, "remind_statement", date(2025, 4, 24)),
        (ACTIVE, TERM_END_NEAR, "remind_term_end", date(2026, 12, 31)),
        (
            ACTIVE,
            replace(TERM_END_NEAR, reminded_on=date(2027, 1, 4)),
            "remind_term_end",
            date(2027, 2, 26),
        ),
    ],
)
def test_a_late_reminder_stands_for_all_whose_day_has_passed(
    given: Given, event: DeadlineApproached, timer: str, following: date
) -> None:
    """After a downtime nobody is reminded twice of the same day."""
    after = deadlines(state_of(*given, event), BID, add_working_days)

    assert (timer, following) in after.items()
