"""From a draft to a published version, and to its last day."""

from dataclasses import replace
from datetime import date

import pytest

from chassis.decider import Refusal
from services.partnerships.domain.kinds import Kind
from services.partnerships.domain.publication import edited, published, retired
from services.partnerships.domain.words import Words
from services.partnerships.policy import POLICY
from tests.unit.partnerships.stories import KINDS

BID = KINDS["bid"]
ENDED = replace(BID, publication="retired", valid_to=date(2024, 12, 31))
DRAFT = replace(BID, version=2, publication="draft", valid_from=date(2025, 1, 1))
TODAY = date(2024, 6, 3)


def code(found: pytest.ExceptionInfo[Refusal]) -> tuple[str, dict[str, object]]:
    """Return why something was refused."""
    return found.value.code, dict(found.value.facts)


def test_a_draft_is_edited_under_its_own_key_and_number() -> None:
    """A text that names another version does not become it."""
    text = replace(BID, key="other", version=9, name=Words("Ny", "New"))

    assert edited(DRAFT, text) == replace(
        text, key="bid", version=2, publication="draft"
    )


@pytest.mark.parametrize("kind", [BID, ENDED])
def test_what_was_published_is_never_rewritten(kind: Kind) -> None:
    """Partnerships are pinned to it."""
    with pytest.raises(Refusal) as found:
        edited(kind, DRAFT)

    assert code(found) == ("kind_not_draft", {"kind": "bid", "version": 1})


def test_a_draft_without_mistakes_is_published() -> None:
    """Beside versions whose validity it does not touch, and other drafts."""
    others = [ENDED, replace(BID, version=3, publication="draft"), DRAFT]

    assert published(DRAFT, others, POLICY) == replace(DRAFT, publication="published")


@pytest.mark.parametrize("kind", [BID, ENDED])
def test_only_a_draft_is_published(kind: Kind) -> None:
    """Publishing twice would be a mistake that somebody should hear of."""
    with pytest.raises(Refusal) as found:
        published(kind, [], POLICY)

    assert code(found) == ("kind_not_draft", {"kind": "bid", "version": 1})


def test_a_draft_with_mistakes_is_not_published() -> None:
    """Each is named with its place."""
    wrong = replace(DRAFT, name=Words("", "BID"), goals=(*DRAFT.goals, "G9.9"))

    with pytest.raises(Refusal) as found:
        published(wrong, [], POLICY)

    assert code(found) == (
        "kind_has_mistakes",
        {"mistakes": ["/name/da: name_missing", "/goals/3: goal_not_in_policy"]},
    )


@pytest.mark.parametrize(
    ("first", "last", "overlaps"),
    [
        (date(2024, 12, 31), None, True),
        (date(2025, 1, 1), None, False),
        (date(2022, 1, 1), date(2022, 12, 31), False),
        (date(2022, 1, 1), date(2023, 1, 1), True),
        (date(2022, 1, 1), None, True),
        (date(2023, 6, 1), date(2023, 6, 2), True),
    ],
)
def test_validity_never_overlaps(
    first: date, last: date | None, *, overlaps: bool
) -> None:
    """Both days count, on either side of a version from 2023 to 2024."""
    draft = replace(DRAFT, valid_from=first, valid_to=last)
    found: list[object] = []
    try:
        published(draft, [ENDED], POLICY)
    except Refusal as refusal:
        found = [refusal.code, refusal.facts]

    expected = ["kind_overlaps", {"kind": "bid", "version": 1}]
    assert found == (expected if overlaps else [])


def test_a_version_without_an_end_leaves_no_room_behind_it() -> None:
    """It must get a last day first."""
    with pytest.raises(Refusal) as found:
        published(DRAFT, [BID], POLICY)

    assert code(found) == ("kind_overlaps", {"kind": "bid", "version": 1})


@pytest.mark.parametrize("day", [date(2024, 6, 2), date(2024, 12, 31)])
def test_a_version_is_retired_from_yesterday_on(day: date) -> None:
    """A partnership can be proposed under it to its last day, and not after."""
    kind = retired(BID, day, TODAY)

    assert kind == replace(BID, publication="retired", valid_to=day)
    assert kind.usable_on(day)
    assert not kind.usable_on(day.replace(year=2025))


def test_a_version_that_ends_by_itself_keeps_its_last_day() -> None:
    """Retiring never makes a validity longer."""
    short = replace(BID, valid_to=date(2024, 8, 1))

    assert retired(short, date(2025, 1, 1), TODAY).valid_to == date(2024, 8, 1)


@pytest.mark.parametrize(
    ("day", "begins", "earliest"),
    [
        (date(2024, 6, 1), date(2023, 1, 1), "2024-06-02"),
        (date(2024, 6, 30), date(2024, 7, 1), "2024-07-01"),
    ],
)
def test_a_version_is_not_retired_in_the_past(
    day: date, begins: date, earliest: str
) -> None:
    """What was proposed on those days was proposed under it."""
    with pytest.raises(Refusal) as found:
        retired(replace(BID, valid_from=begins), day, TODAY)

    assert code(found) == ("kind_retires_too_early", {"earliest": earliest})


@pytest.mark.parametrize("kind", [DRAFT, ENDED])
def test_only_a_published_version_is_retired(kind: Kind) -> None:
    """A draft has no validity yet, and a last day is set once."""
    with pytest.raises(Refusal) as found:
        retired(kind, date(2025, 1, 1), TODAY)

    assert code(found) == (
        "kind_not_published",
        {"kind": "bid", "version": kind.version},
    )
