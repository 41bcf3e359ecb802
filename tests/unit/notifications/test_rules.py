"""Who is told what, and what they are asked to do."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from services.notifications.domain.facts import DeadlineApproached, Fact
from services.notifications.domain.rules import Ask, Dispatch, dispatches
from tests.unit.notifications import given
from tests.unit.notifications.given import (
    ANNA,
    ANNA_FOR_BAKERY,
    ANNA_FOR_CINEMA,
    BAKERY,
    BENT,
    BENT_FOR_CINEMA,
    CINEMA,
    GATHERING,
    INVITATION,
    PARTNERSHIP,
    REVIEW,
)

CLERK = replace(ANNA_FOR_BAKERY, role="municipality")
FIFTH_OF_MARCH = date(2025, 3, 5)
BALLOT_DETAIL = (("closes_on", "2025-03-05"), ("round", "2"))
REVIEW_DETAIL = (("review_id", str(REVIEW)),)
TEXT_DETAIL = (("agreement_version", "2"), ("sha256", "c0ffee"))


def test_every_voter_is_asked_to_vote() -> None:
    """A ballot is of no use to those who do not hear of it."""
    assert dispatches(given.BALLOT_OPENED, "staff:ida") == (
        Dispatch(
            ANNA, (Ask("vote", PARTNERSHIP, FIFTH_OF_MARCH, BAKERY, BALLOT_DETAIL),)
        ),
        Dispatch(
            BENT, (Ask("vote", PARTNERSHIP, FIFTH_OF_MARCH, CINEMA, BALLOT_DETAIL),)
        ),
    )


def test_a_person_gets_one_letter_with_a_link_for_each_organisation() -> None:
    """Two letters about one ballot would look like a mistake, or be one."""
    fact = replace(
        given.BALLOT_OPENED, voters=(ANNA_FOR_BAKERY, BENT_FOR_CINEMA, ANNA_FOR_CINEMA)
    )

    anna, bent = dispatches(fact, "staff:ida")

    assert anna == Dispatch(
        ANNA,
        (
            Ask("vote", PARTNERSHIP, FIFTH_OF_MARCH, BAKERY, BALLOT_DETAIL),
            Ask("vote", PARTNERSHIP, FIFTH_OF_MARCH, CINEMA, BALLOT_DETAIL),
        ),
    )
    assert bent.contact_id == BENT


def test_a_ballot_that_was_told_without_its_round_still_asks_for_a_vote() -> None:
    """What was heard before an upgrade is sent after it."""
    (dispatch, _) = dispatches(replace(given.BALLOT_OPENED, round=None), "staff:ida")

    (ask,) = dispatch.asks
    assert ask.detail == (("closes_on", "2025-03-05"),)


def test_two_roles_of_one_organisation_make_one_link() -> None:
    """An owner of house and shop votes once."""
    fact = replace(given.BALLOT_OPENED, voters=(ANNA_FOR_BAKERY, ANNA_FOR_BAKERY))

    assert dispatches(fact, "system") == (
        Dispatch(
            ANNA, (Ask("vote", PARTNERSHIP, FIFTH_OF_MARCH, BAKERY, BALLOT_DETAIL),)
        ),
    )


@pytest.mark.parametrize(
    "fact",
    [
        replace(given.REVIEW_OPENED, parties=(CLERK, BENT_FOR_CINEMA)),
        replace(given.BALLOT_OPENED, voters=(CLERK, BENT_FOR_CINEMA)),
        replace(given.deadline("signature"), outstanding=(CLERK, BENT_FOR_CINEMA)),
    ],
)
def test_the_municipality_gets_no_link(fact: Fact) -> None:
    """Its staff act in Medspil; a link would show them a form that refuses them."""
    assert [one.contact_id for one in dispatches(fact, "system")] == [BENT]


def test_the_municipality_is_told_what_happened() -> None:
    """What asks for nothing is told to every party."""
    fact = replace(given.ended("expired"), parties=(CLERK, BENT_FOR_CINEMA))

    assert [one.contact_id for one in dispatches(fact, "system")] == [ANNA, BENT]


def test_who_acted_is_not_told() -> None:
    """Nobody must be told what they just did."""
    assert dispatches(given.signing_ended("declined"), f"contact:{ANNA}") == (
        Dispatch(BENT),
    )


def test_signatories_are_asked_to_sign_exactly_this_text() -> None:
    """The link carries the hash, so that nothing else can be signed over it."""
    anna, _ = dispatches(given.SENT_FOR_SIGNATURE, "staff:ida")

    assert anna.asks == (Ask("sign", PARTNERSHIP, FIFTH_OF_MARCH, BAKERY, TEXT_DETAIL),)


def test_who_leaves_is_told_too() -> None:
    """A party that is taken out of an agreement hears it from us."""
    fact = replace(
        given.CONCLUDED, parties=(ANNA_FOR_BAKERY,), leaving=(BENT_FOR_CINEMA,)
    )

    assert dispatches(fact, "staff:ida") == (Dispatch(ANNA), Dispatch(BENT))


@pytest.mark.parametrize(
    ("what", "asks"),
    [
        (
            "expectations",
            (
                Ask(
                    "confirm",
                    PARTNERSHIP,
                    FIFTH_OF_MARCH,
                    CINEMA,
                    (("sha256", "c0ffee"),),
                ),
            ),
        ),
        (
            "declaration",
            (
                Ask(
                    "declare",
                    PARTNERSHIP,
                    FIFTH_OF_MARCH,
                    CINEMA,
                    (("declaration", "c0ffee"),),
                ),
            ),
        ),
        ("unheard_of", ()),
    ],
)
def test_who_is_to_confirm_gets_a_link_for_just_that(
    what: str, asks: tuple[Ask, ...]
) -> None:
    """What only a newer publisher knows is told without one."""
    assert dispatches(given.confirmation(what), "staff:ida") == (Dispatch(BENT, asks),)


def test_every_party_is_asked_for_a_statement() -> None:
    """A review hears everybody."""
    anna, bent = dispatches(given.REVIEW_OPENED, "system")

    assert anna.asks == (
        Ask("statement", PARTNERSHIP, FIFTH_OF_MARCH, BAKERY, REVIEW_DETAIL),
    )
    assert bent.asks == (
        Ask("statement", PARTNERSHIP, FIFTH_OF_MARCH, CINEMA, REVIEW_DETAIL),
    )


@pytest.mark.parametrize(
    ("fact", "asks"),
    [
        (
            given.deadline("ballot"),
            (Ask("vote", PARTNERSHIP, FIFTH_OF_MARCH, CINEMA, BALLOT_DETAIL),),
        ),
        (
            given.deadline("signature"),
            (Ask("sign", PARTNERSHIP, FIFTH_OF_MARCH, CINEMA, TEXT_DETAIL),),
        ),
        (
            given.deadline("statement"),
            (Ask("statement", PARTNERSHIP, FIFTH_OF_MARCH, CINEMA, REVIEW_DETAIL),),
        ),
        (
            given.deadline("expectations"),
            (
                Ask(
                    "confirm",
                    PARTNERSHIP,
                    FIFTH_OF_MARCH,
                    CINEMA,
                    (("sha256", "c0ffee"),),
                ),
            ),
        ),
        (
            replace(given.deadline("declaration"), declaration="confidentiality"),
            (
                Ask(
                    "declare",
                    PARTNERSHIP,
                    FIFTH_OF_MARCH,
                    CINEMA,
                    (("declaration", "confidentiality"),),
                ),
            ),
        ),
        (given.deadline("term_end"), ()),
        (given.deadline("unheard_of"), ()),
    ],
    ids=[
        "ballot",
        "signature",
        "statement",
        "expectations",
        "declaration",
        "term_end",
        "unheard_of",
    ],
)
def test_a_reminder_goes_to_those_who_are_missing_with_the_link_again(
    fact: DeadlineApproached, asks: tuple[Ask, ...]
) -> None:
    """Whoever lost the first letter must not have to ask for the link."""
    assert dispatches(fact, "system") == (Dispatch(BENT, asks),)


@pytest.mark.parametrize("fact", [given.INVITED, given.RESCHEDULED])
def test_invitees_are_asked_to_answer(fact: Fact) -> None:
    """Also again when the gathering moved: an answer was to another time."""
    assert dispatches(fact, "staff:ida") == (
        Dispatch(
            ANNA,
            (
                Ask(
                    "answer",
                    GATHERING,
                    datetime(2025, 6, 5, 12, tzinfo=UTC),
                    detail=(("invitation_id", str(INVITATION)),),
                ),
            ),
        ),
    )


def test_a_cancelled_gathering_asks_for_nothing() -> None:
    """There is nothing left to answer."""
    assert dispatches(given.CANCELLED, "staff:ida") == (Dispatch(ANNA),)


@pytest.mark.parametrize(
    "fact",
    [
        given.ballot_closed(passed=True),
        given.decided("approved"),
        given.signing_ended("edited"),
        given.CONCLUDED,
        given.took_effect(amendment=False),
        given.SUSPENDED,
        given.RESUMED,
        given.ended("expired"),
        given.review_concluded("continue", 0),
    ],
    ids=lambda fact: type(fact).__name__,
)
def test_every_party_is_told_how_it_goes(fact: Fact) -> None:
    """News of the partnership are everybody's, and ask for nothing."""
    assert dispatches(fact, "staff:ida") == (Dispatch(ANNA), Dispatch(BENT))
