"""A figure that partnerships share: one whole, reported once, with parts of 1 in all."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from services.partnerships.domain.agreement import Outcome, OutcomeShare, Results
from services.partnerships.domain.sharing import Sharer
from services.partnerships.domain.states import InForce
from tests.unit.partnerships.given import (
    ACTIVE,
    ANCHOR,
    BAKER,
    OFFICER,
    STARTS,
    around,
    decided,
    refusal,
    state_of,
)
from tests.unit.partnerships.test_measuring import NOW, REPORT, REPORTED

HERE, THERE = UUID(int=401), UUID(int=402)
THEIRS = UUID(int=403)
OURS = Sharer(
    OutcomeShare(HERE, "HTK-BID-2024-0001", Decimal("0.6")), None, reports=True
)
MEASURES = Results(STARTS, frozenset({"business_area_upgraded"}))
OTHER = Sharer(
    OutcomeShare(THERE, "HTK-BID-2024-0002", Decimal("0.4")), MEASURES, reports=False
)
COUNTED = Outcome(
    THEIRS,
    "business_area_upgraded",
    date(2024, 12, 31),
    date(2025, 1, 31),
    ANCHOR,
    None,
    OFFICER,
    "accepted",
)


def part(sharer: Sharer, share: str) -> Sharer:
    """The same partnership with another part."""
    return replace(sharer, part=replace(sharer.part, share=Decimal(share)))


def counting(*outcomes: Outcome) -> Sharer:
    """The other partnership with figures of its own."""
    return replace(OTHER, results=replace(MEASURES, outcomes=outcomes))


def test_a_shared_figure_is_one_figure_with_the_parts_of_each() -> None:
    """It is reported in one partnership, and says whose it is."""
    report = replace(REPORT, sharers=(OURS, OTHER))
    reported = decided(ACTIVE, report, NOW)
    state = state_of(*ACTIVE, *reported)

    assert reported == [replace(REPORTED, shares=(OURS.part, OTHER.part))]
    assert isinstance(state, InForce)
    assert state.results.outcomes[0].shares == (OURS.part, OTHER.part)


def test_what_the_other_counts_of_other_days_or_parties_is_in_nobodys_way() -> None:
    """Neither is what it claimed and got back."""
    apart = (
        replace(COUNTED, first_day=date(2025, 1, 1)),
        replace(COUNTED, organisation_id=BAKER),
        replace(COUNTED, indicator="vacancy_rate"),
        replace(COUNTED, acceptance="returned"),
    )
    report = replace(REPORT, sharers=(OURS, counting(*apart)))

    assert len(decided(ACTIVE, report, NOW)) == 1


@pytest.mark.parametrize(
    ("sharers", "code", "facts"),
    [
        (
            (part(OURS, "0.3"), part(OURS, "0.3"), OTHER),
            "share_twice",
            {"reference": "HTK-BID-2024-0001"},
        ),
        ((part(OTHER, "1"),), "share_of_others_only", {}),
        (
            (part(OURS, "1"), part(OTHER, "0")),
            "share_not_positive",
            {"reference": "HTK-BID-2024-0002"},
        ),
        ((OURS, part(OTHER, "0.41")), "shares_not_one", {"total": "1.01"}),
        ((OURS, part(OTHER, "0.39")), "shares_not_one", {"total": "0.99"}),
        (
            (OURS, replace(OTHER, results=None)),
            "share_not_measured",
            {"reference": "HTK-BID-2024-0002", "indicator": "business_area_upgraded"},
        ),
        (
            (OURS, replace(OTHER, results=Results(STARTS, frozenset({"mentors"})))),
            "share_not_measured",
            {"reference": "HTK-BID-2024-0002", "indicator": "business_area_upgraded"},
        ),
        (
            (
                OURS,
                replace(OTHER, results=replace(MEASURES, since=date(2024, 4, 2))),
            ),
            "share_before_start",
            {"reference": "HTK-BID-2024-0002", "since": "2024-04-02"},
        ),
        (
            (OURS, counting(COUNTED)),
            "share_counted_already",
            {"reference": "HTK-BID-2024-0002", "outcome_id": str(THEIRS)},
        ),
    ],
)
def test_parts_that_are_not_those_of_one_whole_are_refused(
    sharers: tuple[Sharer, ...], code: str, facts: dict[str, object]
) -> None:
    """Each partnership once, the reporting one too, 1 in all, counted nowhere else."""
    report = replace(REPORT, sharers=sharers)

    assert refusal(ACTIVE, report, NOW) == (code, facts)


def test_what_another_has_shared_with_us_is_not_reported_again() -> None:
    """In either partnership it is one figure; a returned one may be reported anew."""
    again = replace(REPORT, received=(COUNTED,))
    anew = replace(REPORT, received=(replace(COUNTED, acceptance="returned"),))

    assert refusal(ACTIVE, again, NOW) == (
        "period_reported_already",
        {"outcome_id": str(THEIRS)},
    )
    assert len(decided(ACTIVE, anew, around(OFFICER, date(2025, 1, 8)))) == 1
