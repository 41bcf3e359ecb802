"""The ballot: a head and a share each, a box that agrees, and both majorities."""

from dataclasses import replace
from datetime import date

import pytest

from services.partnerships.domain.commands import (
    Approve,
    CastVote,
    CloseBallot,
    OpenBallot,
)
from services.partnerships.domain.decisions.balloting import has_passed
from services.partnerships.domain.events import (
    BallotClosed,
    BallotOpened,
    ProposalReturned,
    VoteCast,
)
from services.partnerships.domain.gate_rules import BallotRule
from services.partnerships.domain.proposal import Tally
from tests.unit.partnerships.given import (
    ANCHOR,
    ANCHOR_VOTED,
    ASSESSED,
    AT_ANCHOR,
    AT_BAKER,
    BAKER_VOTED,
    BALLOT_CLOSES,
    BALLOT_DAY,
    BALLOT_FAILED,
    BALLOT_OPENED,
    BALLOT_PASSED,
    BID,
    BOX_OF_THREE,
    CINEMA,
    IN_HAND,
    MANAGER,
    OFFICER,
    PASSED,
    ROLL,
    SUBMITTED,
    SYSTEM,
    TOWN,
    VOTED,
    VOTING,
    Given,
    around,
    contact,
    decided,
    refusal,
)

DAY_AFTER = date(2024, 2, 7)
BOX_OF_TWO = Tally(yes_heads=2, no_heads=0, yes_share=8000, no_share=0)
RULE = BallotRule("contribution_key", 20, 5000, 5000)


def test_the_roll_is_those_who_share_the_contributions() -> None:
    """Each member is one head with its share; the kind sets the time."""
    assert decided(IN_HAND, OpenBallot(), around(OFFICER, BALLOT_DAY)) == [
        BALLOT_OPENED
    ]


def test_a_kind_may_have_no_ballot() -> None:
    """Where the kind asks for none, none is held."""
    plain = around(OFFICER, BALLOT_DAY, kind=replace(BID, ballot=None))

    assert refusal(IN_HAND, OpenBallot(), plain) == (
        "ballot_not_of_kind",
        {"kind": "bid"},
    )


def test_one_ballot_at_a_time() -> None:
    """Two open boxes would be two answers."""
    assert refusal(VOTING, OpenBallot(), around(OFFICER, BALLOT_DAY)) == (
        "ballot_open",
        {"closes_on": "2024-02-06"},
    )


def test_a_ballot_that_passed_is_not_repeated() -> None:
    """Nobody votes until the answer pleases."""
    assert refusal(PASSED, OpenBallot(), around(OFFICER, DAY_AFTER)) == (
        "ballot_passed_already",
        {},
    )


def test_a_ballot_that_failed_may_be_held_again() -> None:
    """Low turnout is no verdict; the next round has its own number and box."""
    given = (*VOTING, BALLOT_FAILED)

    assert decided(given, OpenBallot(), around(OFFICER, date(2024, 2, 12))) == [
        BallotOpened(2, date(2024, 2, 12), date(2024, 3, 11), ROLL)
    ]


def test_rounds_count_on_when_a_proposal_comes_back() -> None:
    """A box is never opened twice under the same number."""
    given = (*PASSED, ProposalReturned("more"), SUBMITTED)
    [opened] = decided(given, OpenBallot(), around(OFFICER, BALLOT_DAY))

    assert opened == replace(BALLOT_OPENED, round=2)


@pytest.mark.parametrize("choice", ["yes", "no"])
def test_the_history_never_tells_the_choice(choice: str) -> None:
    """Who voted is known; what they voted is in the totals alone."""
    vote = CastVote(ANCHOR, "yes" if choice == "yes" else "no")

    assert decided(VOTING, vote, around(contact(AT_ANCHOR), BALLOT_CLOSES)) == [
        VoteCast(1, ANCHOR, 5000, None)
    ]


def test_staff_record_a_vote_with_evidence() -> None:
    """A letter counts as well as a link."""
    vote = CastVote(ANCHOR, "yes", "journal 24/117")

    assert decided(VOTING, vote, around(OFFICER, BALLOT_DAY)) == [
        VoteCast(1, ANCHOR, 5000, "journal 24/117")
    ]


@pytest.mark.parametrize(
    ("given", "vote", "who", "day", "code", "facts"),
    [
        (
            IN_HAND,
            CastVote(ANCHOR, "yes"),
            contact(AT_ANCHOR),
            BALLOT_DAY,
            "ballot_not_open",
            {},
        ),
        (
            VOTING,
            CastVote(ANCHOR, "yes"),
            contact(AT_ANCHOR),
            DAY_AFTER,
            "ballot_over",
            {"closes_on": "2024-02-06"},
        ),
        (
            VOTING,
            CastVote(TOWN, "yes"),
            OFFICER,
            BALLOT_DAY,
            "not_on_the_roll",
            {"organisation_id": str(TOWN)},
        ),
        (
            (*VOTING, ANCHOR_VOTED),
            CastVote(ANCHOR, "no"),
            contact(AT_ANCHOR),
            BALLOT_DAY,
            "voted_already",
            {"organisation_id": str(ANCHOR)},
        ),
        (
            VOTING,
            CastVote(CINEMA, "no"),
            contact(AT_BAKER),
            BALLOT_DAY,
            "not_your_organisation",
            {"organisation_id": str(CINEMA)},
        ),
        (
            VOTING,
            CastVote(CINEMA, "no"),
            OFFICER,
            BALLOT_DAY,
            "evidence_missing",
            {},
        ),
    ],
)
def test_a_vote_is_refused(
    given: Given,
    vote: CastVote,
    who: str,
    day: date,
    code: str,
    facts: dict[str, object],
) -> None:
    """One vote per member of the roll, by its own contact, in time."""
    assert refusal(given, vote, around(who, day)) == (code, facts)


def test_the_box_is_counted_after_the_closing_day() -> None:
    """By the timer, also when it comes late."""
    given = (*VOTING, ANCHOR_VOTED, BAKER_VOTED)
    late = around(SYSTEM, date(2024, 2, 20), box=BOX_OF_TWO)

    assert decided(given, CloseBallot(), late) == [
        BallotClosed(1, passed=True, roll_heads=3, tally=BOX_OF_TWO)
    ]


def test_the_box_is_counted_early_once_all_have_voted() -> None:
    """Nobody waits for a day that can bring nothing."""
    early = around(OFFICER, BALLOT_DAY, box=BOX_OF_THREE)

    assert decided(VOTED, CloseBallot(), early) == [BALLOT_PASSED]


def test_the_box_stays_closed_while_votes_may_come() -> None:
    """The closing day is still a voting day."""
    given = (*VOTING, ANCHOR_VOTED, BAKER_VOTED)
    today = around(SYSTEM, BALLOT_CLOSES, box=BOX_OF_TWO)

    assert refusal(given, CloseBallot(), today) == (
        "voting_not_over",
        {"closes_on": "2024-02-06", "outstanding": 1},
    )


@pytest.mark.parametrize(
    ("box", "held"),
    [
        (Tally(yes_heads=2, no_heads=0, yes_share=8000, no_share=0), 2),
        (Tally(yes_heads=3, no_heads=0, yes_share=9999, no_share=0), 3),
    ],
)
def test_a_box_that_differs_from_the_votes_is_not_counted(
    box: Tally, held: int
) -> None:
    """Totals that nobody can vouch for decide nothing."""
    assert refusal(VOTED, CloseBallot(), around(OFFICER, DAY_AFTER, box=box)) == (
        "ballot_box_differs",
        {"cast": 3, "held": held},
    )


def test_a_closed_ballot_is_not_counted_again() -> None:
    """A timer that comes after the staff does no harm."""
    late = around(SYSTEM, DAY_AFTER)

    assert refusal(PASSED, CloseBallot(), late) == ("ballot_not_open", {})


@pytest.mark.parametrize("ballot", [(), (BALLOT_OPENED, BALLOT_FAILED)])
def test_approval_waits_for_a_ballot_that_passed(ballot: Given) -> None:
    """Neither a missing nor a lost vote is a yes."""
    given = (*IN_HAND, *ASSESSED, *ballot)

    assert refusal(given, Approve(), around(MANAGER, DAY_AFTER)) == (
        "ballot_not_passed",
        {},
    )


@pytest.mark.parametrize(
    ("tally", "roll", "passed"),
    [
        (Tally(2, 0, 5000, 0), 4, True),
        (Tally(2, 0, 5000, 0), 5, False),
        (Tally(2, 0, 4999, 0), 4, False),
        (Tally(2, 2, 6000, 3000), 4, False),
        (Tally(3, 1, 4000, 4000), 4, False),
        (Tally(3, 1, 4001, 4000), 4, True),
        (Tally(1, 3, 9000, 1000), 4, False),
        (Tally(0, 0, 0, 0), 3, False),
    ],
)
def test_quorum_is_reached_and_majority_exceeded_both_ways(
    tally: Tally, roll: int, *, passed: bool
) -> None:
    """Heads without money and money without heads both fail; a tie is no yes."""
    assert has_passed(tally, roll, RULE) is passed
