"""A change is signed by those whom it binds, whole."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from chassis.history import Place
from services.partnerships.canonical import fingerprint
from services.partnerships.domain.agreement import ChangedTerms, Clause, Drafted
from services.partnerships.domain.commands import ChangeAgreement, TakeEffect
from services.partnerships.domain.events import (
    AgreementConcluded,
    AgreementDrafted,
    AgreementSentForSignature,
    AgreementTookEffect,
    SigningEnded,
)
from services.partnerships.domain.kinds import Kind
from services.partnerships.domain.states import Reviewing
from services.partnerships.handling import Standing, freeze
from tests.unit.partnerships.changing.given import (
    ALL_ON_PAPER,
    AT_HEIR,
    FIRST_DAY,
    HEIR,
    IN_2028,
    LIGHT,
    LONGER,
    NEIGHBOUR_LEFT,
    NEW_MEMBER,
    NEW_STAKEHOLDER,
    NEWCOMER,
    NOW,
    OFFICER_NOW,
    PRESENT,
    SWEEP,
    aimed,
    asked,
    change_drafted,
    effective,
    in_force,
    sent_out,
    with_obligations,
)
from tests.unit.partnerships.given import (
    ACTIVE,
    ANCHOR,
    BAKER,
    BID,
    CINEMA,
    CLAUSES,
    ENDS,
    HASH,
    MANAGER,
    NEGOTIATING,
    PARTIES,
    REVIEWING,
    SIGNATORIES,
    STRANGER,
    SYSTEM,
    TERMS,
    TOWN,
    UPGRADED,
    around,
    decided,
    state_of,
)

EVERYBODY = [TOWN, ANCHOR, BAKER, CINEMA]


SIGNING: dict[str, tuple[ChangeAgreement, list[UUID]]] = {
    "extended": (LONGER, EVERYBODY),
    "shortened": (
        asked("shorten", replace(PRESENT, ends_on=date(2026, 3, 31))),
        EVERYBODY,
    ),
    "other targets": (
        asked("change_targets", replace(PRESENT, measures=aimed((2024, 1)))),
        EVERYBODY,
    ),
    "joined": (NEW_MEMBER, [*EVERYBODY, STRANGER]),
    "left, the one who left does not": (NEIGHBOUR_LEFT, EVERYBODY),
    "a clause corrected": (
        asked(
            "correct", replace(PRESENT, clauses=(Clause("purpose", "so"), *CLAUSES[1:]))
        ),
        EVERYBODY,
    ),
    "a promise to all corrected": (
        asked(
            "correct", replace(PRESENT, obligations=(replace(SWEEP, text="so"), LIGHT))
        ),
        EVERYBODY,
    ),
    "a promise between two corrected": (
        asked(
            "correct", replace(PRESENT, obligations=(SWEEP, replace(LIGHT, text="so")))
        ),
        [TOWN, ANCHOR],
    ),
    "a contact replaced": (
        asked(
            "replace_signatory",
            PRESENT,
            (*PARTIES[:2], replace(PARTIES[2], contact_id=AT_HEIR), *PARTIES[3:]),
        ),
        [TOWN, BAKER],
    ),
    "a contact of one who does not sign": (
        asked("replace_signatory", PRESENT, (*PARTIES[:4], HEIR)),
        [TOWN],
    ),
}


def signed_by(change: ChangeAgreement, kind: Kind = BID) -> list[UUID]:
    """Return who is asked to sign a change."""
    sent = sent_out((*ACTIVE, change_drafted(change)), kind)
    assert sent.change == change.change.type
    return [one.organisation_id for one in sent.signatories]


@pytest.mark.parametrize("changed", SIGNING)
def test_those_sign_whom_a_change_binds(changed: str) -> None:
    """A party's own contact is its own matter; what binds all is signed by all."""
    change, organisations = SIGNING[changed]

    assert signed_by(change) == organisations


def test_where_nobody_else_would_sign_everybody_does() -> None:
    """A round without signatories could never be concluded."""
    town, *others = BID.roles
    silent = replace(BID, roles=(replace(town, must_sign=False), *others))

    change, _ = SIGNING["a contact of one who does not sign"]

    assert signed_by(change, silent) == [ANCHOR, BAKER, CINEMA]


def test_the_new_contact_signs_not_the_old_one() -> None:
    """The one who takes over says so by signing."""
    change, _ = SIGNING["a contact replaced"]

    sent = sent_out((*ACTIVE, change_drafted(change)))

    assert [one.contact_id for one in sent.signatories][1:] == [AT_HEIR]


def test_an_open_review_asks_the_new_contact() -> None:
    """The one who signs for a party also speaks for it."""
    replaced = asked("replace_signatory", PRESENT, (*PARTIES[:4], HEIR))

    condition = in_force(*effective(replaced, REVIEWING)).condition

    assert isinstance(condition, Reviewing)
    assert condition.review.parties == (*PARTIES[:4], HEIR)


def test_both_sides_of_every_corrected_promise_sign() -> None:
    """Two corrections in one version concern more than two parties."""
    to_town = replace(SWEEP, owner=BAKER, beneficiary=TOWN)
    given = with_obligations(to_town, LIGHT)
    words = (replace(to_town, text="so"), replace(LIGHT, text="so"))
    change = asked("correct", replace(PRESENT, obligations=words))

    sent = sent_out((*given, change_drafted(change)))

    assert [one.organisation_id for one in sent.signatories] == [TOWN, ANCHOR, BAKER]


def test_the_reason_and_the_parties_are_signed_with_the_terms() -> None:
    """A hash over the terms alone would let a party be exchanged under it."""
    joining = NEW_STAKEHOLDER
    standing = Standing(TOWN, Place(), state_of(*ACTIVE, change_drafted(joining)))

    sent = freeze(standing)

    assert sent.sha256 == fingerprint(ChangedTerms(joining.terms, joining.change))
    assert sent.sha256 != fingerprint(joining.terms)
    plain = Standing(TOWN, Place(), state_of(*NEGOTIATING))
    assert freeze(plain).sha256 == fingerprint(TERMS)


DRAFTED = change_drafted(LONGER)


SENT = AgreementSentForSignature(
    2, HASH, NOW, date(2024, 9, 23), SIGNATORIES, None, "extend"
)


def test_a_change_of_what_is_out_voids_the_signatures() -> None:
    """Everybody signs the same text."""
    again = asked("extend", replace(PRESENT, ends_on=date(2027, 12, 31)))

    assert decided((*ACTIVE, DRAFTED, SENT), again, OFFICER_NOW) == [
        SigningEnded(2, "edited", None, None),
        AgreementDrafted(3, again.terms, again.change),
    ]


def test_a_change_that_is_declined_is_still_that_change() -> None:
    """It is a draft again, with its reason and its parties."""
    declined = SigningEnded(2, "declined", ANCHOR, "too long")

    state = in_force(*ACTIVE, DRAFTED, SENT, declined)

    assert state.negotiation.pending == Drafted(2, LONGER.terms, LONGER.change)


def test_what_everybody_signed_tells_which_change_it_is() -> None:
    """And, where it changes the parties, those that the agreement will have."""
    joining = change_drafted(NEW_STAKEHOLDER)
    given = (*ACTIVE, joining, replace(SENT, change="add_party"))

    *_, concluded = decided(given, ALL_ON_PAPER, around(MANAGER, NOW))

    assert concluded == AgreementConcluded(
        2, HASH, FIRST_DAY, ENDS, (UPGRADED,), "add_party", (*PARTIES, NEWCOMER)
    )


def test_what_takes_effect_tells_which_change_it_is() -> None:
    """On its first day, in place of what applied before."""
    *given, took_effect = effective(LONGER)

    found = decided(tuple(given), TakeEffect(), around(SYSTEM, FIRST_DAY))

    assert found == [took_effect]
    assert took_effect == AgreementTookEffect(
        2, FIRST_DAY, IN_2028, amendment=True, change="extend"
    )
