"""A party that leaves: what it owed and got is given up or goes to others."""

from dataclasses import replace

import pytest

from chassis.decider import Fact
from services.partnerships.domain.agreement import Obligation
from services.partnerships.domain.commands import ChangeAgreement
from services.partnerships.domain.events import (
    ExpectationsAligned,
    ExpectationsConfirmed,
    SteeringGroupAppointed,
)
from services.partnerships.domain.gates import Expectation
from services.partnerships.domain.states import Reviewing
from services.partnerships.domain.values import Person, Share, Shares
from tests.unit.partnerships.changing.given import (
    LIGHT,
    NEIGHBOUR_LEFT,
    NOW,
    OFFICER_NOW,
    PRESENT,
    SWEEP,
    asked,
    effective,
    in_force,
    with_obligations,
)
from tests.unit.partnerships.given import (
    ACTIVE,
    ANCHOR,
    AT_BAKER,
    AT_NEIGHBOUR,
    BAKER,
    BID,
    CINEMA,
    LIGHTING,
    NEIGHBOUR,
    OFFICER,
    PARTIES,
    REVIEWING,
    TERMS,
    around,
    decided,
    refusal,
)

SMALL = replace(BID, groups=(replace(BID.groups[0], least=2),))


WITHOUT_ANCHOR = (PARTIES[0], *PARTIES[2:])


KEY_OF_TWO = Shares((Share(BAKER, 6000), Share(CINEMA, 4000)))


@pytest.mark.parametrize(
    "obligations",
    [(SWEEP,), (SWEEP, replace(LIGHT, owner=CINEMA))],
    ids=["given up", "handed on"],
)
def test_what_a_leaving_party_owed_is_given_up_or_handed_on(
    obligations: tuple[Obligation, ...],
) -> None:
    """Nobody is left with a promise of somebody who is gone."""
    change = asked(
        "remove_party",
        replace(
            PRESENT, obligations=obligations, contributions=TERMS.contributions[1:]
        ),
        WITHOUT_ANCHOR,
        {"contribution_key": KEY_OF_TWO},
    )

    assert decided(ACTIVE, change, around(OFFICER, NOW, kind=SMALL))


TO_NEIGHBOUR = replace(LIGHT, beneficiary=NEIGHBOUR)


@pytest.mark.parametrize(
    "left",
    [(SWEEP,), (SWEEP, replace(LIGHT, beneficiary=None)), (SWEEP, LIGHT)],
    ids=["given up", "for all", "for another"],
)
def test_what_a_leaving_party_got_is_given_up_or_goes_to_others(
    left: tuple[Obligation, ...],
) -> None:
    """Nobody owes anything to somebody who is gone."""
    given = with_obligations(SWEEP, TO_NEIGHBOUR)
    change = asked("remove_party", replace(PRESENT, obligations=left), PARTIES[:4])

    assert decided(given, change, OFFICER_NOW)


def test_what_is_handed_on_is_not_rewritten_on_the_way() -> None:
    """The one who takes a promise over takes it as it was."""
    given = with_obligations(SWEEP, TO_NEIGHBOUR)
    less = (SWEEP, replace(LIGHT, text="a lamp"))
    change = asked("remove_party", replace(PRESENT, obligations=less), PARTIES[:4])

    code, facts = refusal(given, change, OFFICER_NOW)

    assert (code, facts["field"]) == (
        "change_too_wide",
        f"obligations.{LIGHTING}.text",
    )


REFUSED: dict[str, tuple[ChangeAgreement, str, dict[str, Fact]]] = {
    "too few left": (
        asked(
            "remove_party",
            PRESENT,
            (*PARTIES[:3], PARTIES[4]),
            {"contribution_key": Shares((Share(ANCHOR, 5000), Share(BAKER, 5000)))},
        ),
        "group_too_few",
        {"group": "members", "least": 3, "number": 2},
    ),
    "a promise of the one who leaves": (
        asked(
            "remove_party",
            replace(PRESENT, obligations=(SWEEP, replace(LIGHT, owner=NEIGHBOUR))),
            PARTIES[:4],
        ),
        "change_too_wide",
        {
            "change": "remove_party",
            "field": f"obligations.{LIGHTING}.owner",
            "now": str(ANCHOR),
            "types": ["draft-agreement"],
        },
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_who_stays_still_fits_the_kind_and_owes_nothing_to_who_left(case: str) -> None:
    """Each answer names what stands in the way."""
    command, code, facts = REFUSED[case]

    assert refusal(ACTIVE, command, OFFICER_NOW) == (code, facts)


def test_who_left_is_asked_nothing_more() -> None:
    """Neither in an open review, nor in the steering group, nor for expectations."""
    expectations = tuple(
        Expectation(one.organisation_id, "time", "hands") for one in PARTIES
    )
    seats = (Person(BAKER, AT_BAKER), Person(NEIGHBOUR, AT_NEIGHBOUR))
    given = (
        *REVIEWING,
        ExpectationsAligned(expectations),
        ExpectationsConfirmed(BAKER, "minutes"),
        SteeringGroupAppointed(seats),
    )

    state = in_force(*effective(NEIGHBOUR_LEFT, given))

    assert isinstance(state.condition, Reviewing)
    assert state.condition.review.parties == PARTIES[:4]
    assert state.case.gates.steering_group == seats[:1]
    assert state.case.gates.alignment is not None
    assert state.case.gates.alignment.expectations == expectations[:4]
    assert state.case.gates.alignment.confirmed == {BAKER}
