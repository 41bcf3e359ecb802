"""What stands in the way of destroying a case."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from services.partnerships.domain.retention import Bar, Kept, bar

DUE = date(2029, 1, 10)
KEPT = Kept(
    id=UUID(int=1),
    reference="HTK-BID-2024-0001",
    kind="bid",
    kind_version=1,
    outcome="withdrawn",
    closed_on=date(2024, 1, 10),
    years=5,
    due_on=DUE,
    held=False,
    destruction_id=None,
)


@pytest.mark.parametrize(
    ("kept", "today", "barred"),
    [
        (KEPT, DUE, None),
        (KEPT, date(2029, 1, 9), "case_not_due"),
        (replace(KEPT, held=True), DUE, "case_on_hold"),
        (replace(KEPT, years=None, due_on=None), DUE, "case_kept_for_ever"),
        (replace(KEPT, outcome=None), DUE, "case_not_closed"),
        (replace(KEPT, outcome=None, held=True), DUE, "case_not_closed"),
        (replace(KEPT, held=True), date(2029, 1, 9), "case_on_hold"),
    ],
)
def test_a_case_is_destroyed_when_nothing_bars_it(
    kept: Kept, today: date, barred: Bar | None
) -> None:
    """Closed, not kept for ever, not on hold, and from its day on."""
    assert bar(kept, today) == barred
