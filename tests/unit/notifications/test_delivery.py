"""When a delivery is done, tried again, or given up."""

from datetime import UTC, datetime, timedelta

import pytest

from services.notifications.domain.delivery import (
    Accepted,
    Course,
    Deferred,
    GivenUp,
    Outcome,
    Refused,
    Retry,
    Sent,
    Uncertain,
    Unreachable,
    Unwanted,
    Unwritable,
    Verdict,
    delay,
    judge,
)

NOON = datetime(2025, 3, 5, 12, tzinfo=UTC)
FIRST = Course(attempts=1, deferred_since=None)


@pytest.mark.parametrize(
    ("outcome", "verdict"),
    [
        (Accepted(), Sent()),
        (Refused(550), GivenUp("mailbox_refused")),
        (Unwanted(), GivenUp("consent_withheld")),
        (Unwritable(), GivenUp("letter_not_written")),
        (Deferred(451), Retry(timedelta(seconds=2))),
        (Unreachable(), Retry(timedelta(seconds=2))),
        (Uncertain(), Retry(timedelta(seconds=2), repeat=True)),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_an_answer_means(outcome: Outcome, verdict: Verdict) -> None:
    """Only a letter that may have arrived is marked as a repeat."""
    assert judge(outcome, FIRST, NOON) == verdict


def test_a_server_that_asks_for_patience_gets_three_days() -> None:
    """Greylisting takes minutes, a full mailbox a weekend."""
    third_day = NOON - timedelta(days=3)

    almost = judge(Deferred(452), Course(400, third_day + timedelta(seconds=1)), NOON)
    at_last = judge(Deferred(452), Course(401, third_day), NOON)

    assert almost == Retry(timedelta(minutes=15))
    assert at_last == GivenUp("deferred_too_long")


def test_a_server_that_is_away_is_waited_for_without_end() -> None:
    """Our own outage is no reason not to tell a partner."""
    long_ago = NOON - timedelta(days=300)

    assert judge(Unreachable(), Course(30_000, long_ago), NOON) == Retry(
        timedelta(minutes=15)
    )


@pytest.mark.parametrize(
    ("attempts", "seconds"),
    [(1, 2), (2, 4), (3, 8), (9, 512), (10, 900), (11, 900), (1_000_000, 900)],
)
def test_the_delay_doubles_up_to_a_quarter_of_an_hour(
    attempts: int, seconds: int
) -> None:
    """Soon at first, and never a storm."""
    assert delay(attempts) == timedelta(seconds=seconds)
