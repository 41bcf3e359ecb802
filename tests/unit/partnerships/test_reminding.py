"""The rule behind every reminder, asked by itself."""

from datetime import date

import pytest

from services.partnerships.domain.events import DeadlineApproached
from services.partnerships.domain.rules.obstacle import Obstacle, obstacle
from services.partnerships.domain.rules.reminding import reminder_is_due
from services.partnerships.domain.watches import ballot_watch
from tests.unit.partnerships.given import (
    BALLOT_CLOSES,
    SYSTEM,
    VOTED,
    VOTING,
    Given,
    around,
    state_of,
)

# On the last of its days: none is left before the ballot closes.
REMINDED: Given = (
    *VOTING,
    DeadlineApproached("ballot", date(2024, 2, 1), BALLOT_CLOSES, None, None, None, ()),
)


@pytest.mark.parametrize(
    ("given", "day", "expected"),
    [
        (VOTING, date(2024, 1, 23), []),
        (VOTING, date(2024, 2, 6), []),
        ((), date(2024, 1, 23), [obstacle("nobody_to_remind")]),
        (VOTED, date(2024, 1, 23), [obstacle("nobody_to_remind")]),
        (VOTING, date(2024, 1, 22), [obstacle("not_due", due_on="2024-01-23")]),
        (REMINDED, date(2024, 2, 2), [obstacle("reminder_over", due_on="2024-02-06")]),
        (VOTING, date(2024, 2, 7), [obstacle("reminder_over", due_on="2024-02-06")]),
    ],
)
def test_a_reminder_is_due_from_its_day_to_the_last_for_those_who_are_late(
    given: Given, day: date, expected: list[Obstacle]
) -> None:
    """Made anew here: the tables of rules make theirs once, when they are read in."""
    rule = reminder_is_due(ballot_watch)

    assert list(rule(state_of(*given), around(SYSTEM, day))) == expected
