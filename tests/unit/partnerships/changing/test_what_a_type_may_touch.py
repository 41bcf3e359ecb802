"""Each type of change makes its own difference, and a refusal names the way out."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import get_args

import pytest

from chassis.decider import Fact, Refusal
from services.partnerships.domain.agreement import (
    Change,
    ChangeType,
    Clause,
    Contribution,
    Obligation,
)
from services.partnerships.domain.commands import ChangeAgreement, DraftAgreement
from services.partnerships.domain.events import AgreementDrafted
from services.partnerships.domain.values import Share, Shares, Texts
from tests.unit.partnerships.changing.given import (
    HEIR,
    IN_2028,
    LIGHT,
    LONGER,
    NEWCOMER,
    OFFICER_NOW,
    PLANTING,
    PRESENT,
    SWEEP,
    aimed,
    asked,
    change_drafted,
    sent_out,
    with_terms,
)
from tests.unit.partnerships.given import (
    ACTIVE,
    ANCHOR,
    BAKER,
    CINEMA,
    CLAUSES,
    FIELDS,
    LIGHTING,
    NEGOTIATING,
    PARTIES,
    SWEEPING,
    TERMS,
    TOWN,
    decided,
    refusal,
)

TYPES: tuple[ChangeType, ...] = get_args(ChangeType.__value__)


OTHER_SHARES = Shares((Share(ANCHOR, 4000), Share(BAKER, 3000), Share(CINEMA, 3000)))


# What is different, and which types of change may make it so, alone.
DIFFERENCES: dict[
    str, tuple[Callable[[ChangeType], ChangeAgreement], set[ChangeType]]
] = {
    "a later last day": (
        lambda one: asked(one, replace(PRESENT, ends_on=IN_2028)),
        {"extend"},
    ),
    "an earlier last day": (
        lambda one: asked(one, replace(PRESENT, ends_on=date(2026, 3, 31))),
        {"shorten"},
    ),
    "another target": (
        lambda one: asked(
            one, replace(PRESENT, measures=aimed((2024, 1000), (2025, 9)))
        ),
        {"change_targets"},
    ),
    "a further target": (
        lambda one: asked(
            one, replace(PRESENT, measures=aimed((2024, 1000), (2025, 2500), (2026, 1)))
        ),
        {"change_targets"},
    ),
    "a target left out": (
        lambda one: asked(one, replace(PRESENT, measures=aimed((2024, 1000)))),
        {"change_targets"},
    ),
    "another baseline": (
        lambda one: asked(
            one,
            replace(PRESENT, measures=aimed((2024, 1000), (2025, 2500), baseline=7)),
        ),
        {"correct"},
    ),
    "other words in a clause": (
        lambda one: asked(
            one, replace(PRESENT, clauses=(Clause("purpose", "to sweep"), *CLAUSES[1:]))
        ),
        {"correct"},
    ),
    "a clause left out": (
        lambda one: asked(one, replace(PRESENT, clauses=CLAUSES[1:])),
        set(),
    ),
    "a further clause": (
        lambda one: asked(
            one, replace(PRESENT, clauses=(*CLAUSES, Clause("parking", "none")))
        ),
        set(),
    ),
    "clauses in another order": (
        lambda one: asked(one, replace(PRESENT, clauses=(*CLAUSES[1:], CLAUSES[0]))),
        set(),
    ),
    "other words in an obligation": (
        lambda one: asked(
            one,
            replace(PRESENT, obligations=(replace(SWEEP, text="sweep twice"), LIGHT)),
        ),
        {"correct"},
    ),
    "another due day": (
        lambda one: asked(
            one,
            replace(
                PRESENT, obligations=(replace(SWEEP, due_on=date(2025, 1, 31)), LIGHT)
            ),
        ),
        set(),
    ),
    "another owner": (
        lambda one: asked(
            one, replace(PRESENT, obligations=(replace(SWEEP, owner=BAKER), LIGHT))
        ),
        set(),
    ),
    "a further obligation": (
        lambda one: asked(
            one,
            replace(
                PRESENT,
                obligations=(
                    *TERMS.obligations,
                    Obligation(PLANTING, TOWN, BAKER, "plant", date(2025, 9, 1)),
                ),
            ),
        ),
        set(),
    ),
    "another contribution": (
        lambda one: asked(
            one, replace(PRESENT, contributions=(Contribution(ANCHOR, 1),))
        ),
        set(),
    ),
    "a new party": (
        lambda one: asked(one, PRESENT, (*PARTIES, NEWCOMER)),
        {"add_party"},
    ),
    "a party less": (lambda one: asked(one, PRESENT, PARTIES[:4]), {"remove_party"}),
    "another contact": (
        lambda one: asked(one, PRESENT, (*PARTIES[:4], HEIR)),
        {"replace_signatory"},
    ),
    "another role": (
        lambda one: asked(
            one, PRESENT, (*PARTIES[:4], replace(PARTIES[4], role="business"))
        ),
        set(),
    ),
    "other services": (
        lambda one: asked(
            one, PRESENT, None, {"baseline_services": Texts(("nothing",))}
        ),
        set(),
    ),
    "other shares": (
        lambda one: asked(one, PRESENT, None, {"contribution_key": OTHER_SHARES}),
        set(),
    ),
    "nothing": (lambda one: asked(one, PRESENT), set()),
    "the same said again": (
        lambda one: asked(one, PRESENT, PARTIES, FIELDS),
        set(),
    ),
}


@pytest.mark.parametrize("change", TYPES)
@pytest.mark.parametrize("different", DIFFERENCES)
def test_each_type_makes_only_its_own_difference(
    different: str, change: ChangeType
) -> None:
    """Whoever extends an agreement does not change its figures on the way."""
    make, types = DIFFERENCES[different]
    try:
        events = decided(ACTIVE, make(change), OFFICER_NOW)
    except Refusal as refusal:
        code = refusal.code
    else:
        code = ""
        assert [type(event) for event in events] == [AgreementDrafted]

    assert (code == "") == (change in types)
    assert code in {"", "change_too_wide", "change_empty"}


REFUSED: dict[str, tuple[ChangeAgreement, str, dict[str, Fact]]] = {
    "too wide, said with the way out": (
        asked("correct", replace(PRESENT, ends_on=IN_2028)),
        "change_too_wide",
        {
            "change": "correct",
            "field": "ends_on",
            "now": "2027-03-31",
            "types": ["extend", "draft-agreement"],
        },
    ),
    "what a clause says now": (
        asked("extend", replace(PRESENT, clauses=CLAUSES[1:])),
        "change_too_wide",
        {
            "change": "extend",
            "field": "clauses.purpose.text",
            "now": "as agreed",
            "types": ["draft-agreement"],
        },
    ),
    "what is new has no value now": (
        asked(
            "extend", replace(PRESENT, clauses=(*CLAUSES, Clause("parking", "none")))
        ),
        "change_too_wide",
        {
            "change": "extend",
            "field": "clauses.parking.text",
            "now": "-",
            "types": ["draft-agreement"],
        },
    ),
    "an order is told by the keys": (
        asked(
            "extend",
            replace(PRESENT, obligations=(LIGHT, SWEEP), ends_on=date(2028, 3, 31)),
        ),
        "change_too_wide",
        {
            "change": "extend",
            "field": "obligations.order",
            "now": f"{SWEEPING}, {LIGHTING}",
            "types": ["draft-agreement"],
        },
    ),
    "a field of another type is told by it": (
        asked("extend", PRESENT, None, {"baseline_services": Texts(("none",))}),
        "change_too_wide",
        {
            "change": "extend",
            "field": "fields.baseline_services",
            "now": "texts",
            "types": ["draft-agreement"],
        },
    ),
    "nothing of what it is for": (
        asked("correct", PRESENT),
        "change_empty",
        {"change": "correct", "fields": ["clauses", "measures", "obligations"]},
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_change_is_refused_with_the_field_and_the_way_out(case: str) -> None:
    """Each answer names what differs, and what would make it pass."""
    command, code, facts = REFUSED[case]

    assert refusal(ACTIVE, command, OFFICER_NOW) == (code, facts)


def test_a_refusal_repeats_no_more_than_the_beginning_of_a_text() -> None:
    """The field is found by its name; a whole clause would bury the way out."""
    long = (Clause("purpose", "a" * 150), *CLAUSES[1:])
    given = with_terms(replace(TERMS, clauses=long))

    code, facts = refusal(given, asked("extend", PRESENT), OFFICER_NOW)

    assert (code, facts["now"]) == ("change_too_wide", "a" * 100)


def test_only_what_is_in_force_is_changed() -> None:
    """Before that, the text is simply written anew."""
    code, _ = refusal(NEGOTIATING, asked("extend", PRESENT), OFFICER_NOW)

    assert code == "wrong_stage"


def test_an_agreement_is_still_written_anew_as_a_whole() -> None:
    """What no type covers is an amendment, which may say anything."""
    anew = replace(PRESENT, ends_on=IN_2028, clauses=CLAUSES[::-1], contributions=())

    [drafted] = decided(
        (*ACTIVE, change_drafted(LONGER)), DraftAgreement(anew), OFFICER_NOW
    )

    assert drafted == AgreementDrafted(3, anew, None)
    given = (*ACTIVE, change_drafted(LONGER), drafted)
    assert sent_out(given).change is None


def test_what_a_change_says_again_is_left_out_of_it() -> None:
    """Parties and fields that stay as they are bind nobody anew."""
    again = asked("extend", LONGER.terms, PARTIES, FIELDS)

    assert decided(ACTIVE, again, OFFICER_NOW) == [
        AgreementDrafted(2, LONGER.terms, Change("extend", "agreed by all", None, {}))
    ]
