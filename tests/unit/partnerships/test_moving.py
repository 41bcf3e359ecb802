"""A running partnership and a newer version of its kind: it fits, lacks data, or cannot."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from chassis.decider import Refusal
from services.partnerships.domain.agreement import Obligation
from services.partnerships.domain.decisions import PARTNERSHIP
from services.partnerships.domain.events import (
    KindVersionChanged,
)
from services.partnerships.domain.field_rules import FieldRule
from services.partnerships.domain.kinds import Kind
from services.partnerships.domain.moving import NO_DATA, Data, fit, moved
from services.partnerships.domain.narrowing import Misplaced
from services.partnerships.domain.states import in_hand
from services.partnerships.domain.values import Number, Text
from services.partnerships.domain.words import Words
from tests.unit.partnerships.changing.given import (
    IN_2028,
    NEWCOMER,
    PLANTING,
    PRESENT,
    asked,
    change_drafted,
)
from tests.unit.partnerships.given import (
    ACTIVE,
    AGREED,
    APPROVED,
    BID,
    COMPLETED,
    DRAFT,
    IN_HAND,
    NEGOTIATING,
    PARTIES,
    PASSED,
    RESTING,
    REVIEWING,
    SIGNING,
    SOME_DAY,
    STRANGER,
    VOTING,
    Given,
    around,
    state_of,
)

MOVE = UUID(int=700)
ADMIN = "staff:admin"
NEXT = replace(BID, version=2, valid_from=date(2025, 1, 1))
HEADCOUNT = FieldRule("headcount", Words("ansatte", "staff"), "number", required=True)
ASKING_MORE = replace(NEXT, fields=(*BID.fields, HEADCOUNT))
COUNTED = Data({"headcount": Number(40)})
RUNNING = (DRAFT, IN_HAND, PASSED, APPROVED, NEGOTIATING, ACTIVE, RESTING, REVIEWING)


def found(given: Given, kind: Kind, data: Data = NO_DATA) -> tuple[str, list[str]]:
    """Return how a partnership fits, and the codes of the reasons."""
    fitting = fit(state_of(*given), around(ADMIN, SOME_DAY, kind=kind), data)
    return fitting.verdict, [one.code for one in fitting.reasons]


def move(given: Given, kind: Kind, data: Data = NO_DATA) -> KindVersionChanged:
    """Return the move of a partnership."""
    return moved(state_of(*given), around(ADMIN, SOME_DAY, kind=kind), MOVE, data)


@pytest.mark.parametrize("given", RUNNING)
def test_a_version_that_asks_for_nothing_more_changes_nothing(given: Given) -> None:
    """The version is another, and all else is as it was."""
    assert found(given, NEXT) == ("unchanged", [])

    event = move(given, NEXT)

    assert event == KindVersionChanged(MOVE, 1, 2, {}, ())
    before, after = in_hand(state_of(*given)), in_hand(state_of(*given, event))
    assert after == replace(before, case=replace(before.case, kind_version=2))


@pytest.mark.parametrize("given", RUNNING)
def test_a_field_that_is_asked_for_in_addition_comes_with_the_move(
    given: Given,
) -> None:
    """Without it the plan says what is needed; with it the field is there."""
    assert found(given, ASKING_MORE) == ("needs_data", ["field_missing"])
    assert found(given, ASKING_MORE, COUNTED) == ("unchanged", [])

    event = move(given, ASKING_MORE, COUNTED)

    assert event == KindVersionChanged(MOVE, 1, 2, {"headcount": Number(40)}, ())
    after = in_hand(state_of(*given, event)).case
    assert after.kind_version == 2
    assert after.proposal.fields["headcount"] == Number(40)


def test_a_draft_may_move_and_be_completed_later() -> None:
    """Whoever submits it is asked for what is missing."""
    assert move(DRAFT, ASKING_MORE) == KindVersionChanged(MOVE, 1, 2, {}, ())
    with pytest.raises(Refusal) as refused:
        move(APPROVED, ASKING_MORE)
    assert (refused.value.code, refused.value.facts) == (
        "field_missing",
        {"field": "headcount"},
    )


def test_a_move_is_undone_with_what_came_with_it() -> None:
    """The field goes, and everything is as it was before."""
    event = move(ACTIVE, ASKING_MORE, COUNTED)

    back = move((*ACTIVE, event), BID, Data({}, ("headcount",)))

    assert back == KindVersionChanged(MOVE, 2, 1, {}, ("headcount",))
    assert state_of(*ACTIVE, event, back) == state_of(*ACTIVE)


FEWER_ROLES = replace(NEXT, roles=BID.roles[:4])
MORE_MEMBERS = replace(NEXT, groups=(replace(BID.groups[0], least=4),))
NO_KEY = replace(NEXT, fields=BID.fields[:2])
SHORTER = replace(NEXT, longest_term_years=2)
NOT_MEASURED = replace(NEXT, indicators=BID.indicators[1:])


@pytest.mark.parametrize(
    ("given", "kind", "codes"),
    [
        ((), NEXT, ["not_running"]),
        (COMPLETED, NEXT, ["not_running"]),
        (VOTING, NEXT, ["ballot_open"]),
        (SIGNING, NEXT, ["agreement_is_out"]),
        (AGREED, NEXT, ["agreement_is_out"]),
        (DRAFT, FEWER_ROLES, ["role_unknown"]),
        (APPROVED, NO_KEY, ["field_unknown"]),
        (APPROVED, MORE_MEMBERS, ["group_too_few"]),
        (NEGOTIATING, SHORTER, ["term_too_long"]),
        (ACTIVE, SHORTER, ["term_too_long"]),
        (ACTIVE, NOT_MEASURED, ["indicator_not_of_kind", "indicator_not_of_kind"]),
        (VOTING, NO_KEY, ["ballot_open", "field_unknown"]),
    ],
)
def test_what_the_version_contradicts_is_blocked(
    given: Given, kind: Kind, codes: list[str]
) -> None:
    """What was decided, signed or measured is not made wrong by a move."""
    assert found(given, kind) == ("blocked", codes)
    with pytest.raises(Refusal) as refused:
        move(given, kind)
    assert refused.value.code == codes[0]


def test_a_draft_with_too_few_members_needs_them_before_it_is_submitted() -> None:
    """Parties can still be added to a draft."""
    assert found(DRAFT, MORE_MEMBERS) == ("needs_data", ["group_too_few"])


def test_more_than_a_field_that_is_missing_blocks_what_is_decided() -> None:
    """Data help only where nothing but data is missing."""
    both = replace(ASKING_MORE, groups=MORE_MEMBERS.groups)

    assert found(APPROVED, both) == ("blocked", ["group_too_few", "field_missing"])


def test_a_move_never_writes_over_what_was_approved() -> None:
    """It only adds what is missing."""
    data = Data({"purpose": Text("b"), "baseline_services": Text("c")})

    assert found(ACTIVE, ASKING_MORE, data) == (
        "blocked",
        ["field_filled_already", "field_of_wrong_type"],
    )
    with pytest.raises(Refusal) as refused:
        move(ACTIVE, ASKING_MORE, data)
    assert refused.value.facts == {"field": "baseline_services"}


def test_a_move_waits_for_the_ballot_to_close() -> None:
    """The day is told."""
    with pytest.raises(Refusal) as refused:
        move(VOTING, NEXT)

    assert refused.value.facts == {"closes_on": "2024-02-06"}


def test_a_change_that_is_drafted_is_judged_with_those_who_join() -> None:
    """A promise of the newcomer is no promise of a stranger."""
    promise = Obligation(PLANTING, STRANGER, None, "plant", date(2025, 4, 1))
    text = replace(PRESENT, obligations=(*PRESENT.obligations, promise))
    joining = asked("add_party", text, (*PARTIES, NEWCOMER))

    assert found((*ACTIVE, change_drafted(joining)), NEXT) == ("unchanged", [])


def test_a_change_that_is_drafted_keeps_what_was_due_before_it() -> None:
    """What fell due before its first day was agreed when it could be."""
    late = replace(PRESENT, starts_on=date(2026, 1, 1), ends_on=IN_2028)
    longer = asked("extend", late)

    assert found((*ACTIVE, change_drafted(longer)), NEXT) == ("unchanged", [])


def test_data_that_the_version_cannot_hold_is_refused() -> None:
    """As it would be in a proposal."""
    assert found(ACTIVE, ASKING_MORE, Data({"headcount": Text("many")})) == (
        "blocked",
        ["field_of_wrong_type"],
    )


def test_only_what_runs_can_have_been_moved() -> None:
    """A history that no decision wrote is not made sense of."""
    with pytest.raises(Misplaced):
        PARTNERSHIP.fold([KindVersionChanged(MOVE, 1, 2, {}, ())])
