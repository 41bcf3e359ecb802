"""Signing in order, signing elsewhere, and taking a signature back."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from chassis.history import Place
from chassis.links import Link
from chassis.problems import Problem
from services.partnerships.domain.agreement import OutForSignature
from services.partnerships.domain.commands import (
    Command,
    RecordSignatures,
    RemindSignature,
    RevokeSignature,
    SendForSignature,
    Sign,
    SignOnBehalf,
)
from services.partnerships.domain.events import (
    AgreementSigned,
    DeadlineApproached,
    OnBehalf,
    SignatureAsked,
    SignatureRevoked,
)
from services.partnerships.domain.kinds import Kind
from services.partnerships.domain.next_steps import next_steps
from services.partnerships.domain.states import Agreeing, status
from services.partnerships.domain.turns import waits_for
from services.partnerships.handling import Standing
from services.partnerships.http.partner_views import seen
from services.partnerships.http.partner_visits import Visit
from tests.unit.partnerships.given import (
    AGREED,
    ANCHOR,
    AT_ANCHOR,
    AT_BAKER,
    AT_CINEMA,
    BAKER,
    BID,
    CINEMA,
    CONCLUDED,
    HASH,
    MANAGER,
    NEGOTIATING,
    NEIGHBOUR,
    OFFICER,
    PARTIES,
    SCAN,
    SENT,
    SENT_DAY,
    SIGN_BY,
    SIGNATORIES,
    SIGNED,
    SIGNING,
    SYSTEM,
    TOWN,
    Given,
    around,
    contact,
    decided,
    refusal,
    state_of,
)


def after(**roles: tuple[str, ...]) -> Kind:
    """Return the kind with an order of signing."""
    rules = tuple(
        replace(rule, signs_after=roles.get(rule.key, ())) for rule in BID.roles
    )
    return replace(BID, roles=rules)


# The owners, then the businesses, then the municipality.
CHAIN = after(municipality=("business",), business=("property_owner",))
TOWN_LAST = after(municipality=("business", "property_owner"))
OWNERS, BUSINESSES = SIGNATORIES[1:2], SIGNATORIES[2:4]
THEN = around(OFFICER, SENT_DAY, kind=CHAIN)
SIGNED_TOWN, SIGNED_ANCHOR, SIGNED_BAKER, SIGNED_CINEMA = SIGNED
ELSEWHERE = OnBehalf("signed_by_digital_signature", "journal 24/17", SCAN)


def elsewhere(*organisations: object, sha256: str = HASH) -> RecordSignatures:
    """Return the command that records what was signed elsewhere."""
    return RecordSignatures(
        tuple(
            one
            for one in (TOWN, ANCHOR, BAKER, CINEMA, NEIGHBOUR)
            if one in organisations
        ),
        sha256,
        ELSEWHERE.reason,
        ELSEWHERE.evidence,
        SCAN,
    )


def test_in_an_order_the_first_are_asked() -> None:
    """The others are not written to before they can do anything."""
    [sent] = decided(NEGOTIATING, SendForSignature(HASH), THEN)

    assert sent == replace(SENT, asked=OWNERS)


def test_whose_turn_comes_is_asked() -> None:
    """Once for each turn: the second of two businesses changes nothing."""
    sign = Sign(ANCHOR, HASH)
    as_anchor = around(contact(AT_ANCHOR), SENT_DAY, kind=CHAIN)
    [signed, asked] = decided(SIGNING, sign, as_anchor)
    then = (*SIGNING, signed, asked)
    as_baker = around(contact(AT_BAKER), SENT_DAY, kind=CHAIN)
    [baker] = decided(then, Sign(BAKER, HASH), as_baker)
    as_cinema = around(contact(AT_CINEMA), SENT_DAY, kind=CHAIN)
    [_, last] = decided((*then, baker), Sign(CINEMA, HASH), as_cinema)

    assert asked == SignatureAsked(1, HASH, SIGN_BY, BUSINESSES)
    assert last == SignatureAsked(1, HASH, SIGN_BY, SIGNATORIES[:1])
    assert state_of(*then) == state_of(*SIGNING, signed)


@pytest.mark.parametrize(
    ("given", "command", "who", "before"),
    [
        (SIGNING, Sign(TOWN, HASH), MANAGER, [BAKER, CINEMA]),
        ((*SIGNING, SIGNED_BAKER), Sign(TOWN, HASH), MANAGER, [CINEMA]),
        (SIGNING, Sign(BAKER, HASH), contact(AT_BAKER), [ANCHOR]),
        (
            SIGNING,
            SignOnBehalf(CINEMA, HASH, "signed_on_paper", "journal 1", SCAN),
            OFFICER,
            [ANCHOR],
        ),
        (SIGNING, elsewhere(BAKER, CINEMA), OFFICER, [ANCHOR]),
        (SIGNING, elsewhere(TOWN, ANCHOR, BAKER), MANAGER, [CINEMA]),
    ],
)
def test_nobody_signs_before_their_turn(
    given: Given, command: Command, who: str, before: list[object]
) -> None:
    """Whoever signs, and however; those who sign on one page need not wait."""
    circumstances = around(who, SENT_DAY, kind=CHAIN)

    assert refusal(given, command, circumstances) == (
        "signature_not_yet",
        {"organisations": [str(one) for one in before]},
    )
    assert len(decided(given, command, around(who, SENT_DAY))) > 0


def test_a_party_in_a_role_that_the_kind_does_not_know_waits_for_nobody() -> None:
    """No order was declared for it."""
    assert waits_for(replace(PARTIES[0], role="gone"), PARTIES, BID) == ()


def test_next_steps_tell_the_municipality_to_wait() -> None:
    """Who speaks for nobody else's turn is told whom it waits for."""
    waiting = around(MANAGER, SENT_DAY, kind=TOWN_LAST)
    steps = {one.command: one for one in next_steps(state_of(*SIGNING), waiting).steps}
    last = around(MANAGER, SENT_DAY, kind=after(business=("municipality",)))
    partners = (*SIGNING, SIGNED_ANCHOR)
    held = {one.command: one for one in next_steps(state_of(*partners), last).steps}

    assert [one.code for one in steps["sign"].obstacles] == ["signature_not_yet"]
    assert steps["sign-on-behalf"].obstacles == ()
    assert held["sign"].obstacles == ()
    assert [(one.code, one.facts) for one in held["sign-on-behalf"].obstacles] == [
        ("signature_not_yet", {"organisations": [str(TOWN)]})
    ]
    assert held["record-signatures"].by == SIGN_BY


def test_only_those_whose_turn_it_is_are_reminded() -> None:
    """Nobody is reminded of what they may not do yet."""
    day = around(SYSTEM, SIGN_BY, kind=CHAIN)
    [reminded] = decided(SIGNING, RemindSignature(), day)

    assert isinstance(reminded, DeadlineApproached)
    assert [one.organisation_id for one in reminded.outstanding] == [ANCHOR]


def test_what_was_signed_elsewhere_is_recorded_at_once() -> None:
    """One page with every signature concludes the agreement, bound to its hash."""
    *signed, concluded = decided(SIGNING, elsewhere(), around(MANAGER, SENT_DAY))

    assert signed == [
        AgreementSigned(1, HASH, party.organisation_id, ELSEWHERE, left)
        for party, left in zip(SIGNATORIES, (3, 2, 1, 0), strict=True)
    ]
    assert concluded == CONCLUDED


def test_some_signatures_are_recorded() -> None:
    """The rest of the round goes on; in an order it is then the turn of others."""
    some = elsewhere(ANCHOR, BAKER)

    assert decided(SIGNING, some, around(OFFICER, SENT_DAY)) == [
        AgreementSigned(1, HASH, ANCHOR, ELSEWHERE, 3),
        AgreementSigned(1, HASH, BAKER, ELSEWHERE, 2),
    ]
    assert decided((*SIGNING, SIGNED_BAKER), elsewhere(), around(MANAGER, SENT_DAY))[
        :2
    ] == [
        AgreementSigned(1, HASH, TOWN, ELSEWHERE, 2),
        AgreementSigned(1, HASH, ANCHOR, ELSEWHERE, 1),
    ]


@pytest.mark.parametrize(
    ("given", "command", "who", "code", "facts"),
    [
        (
            SIGNING,
            elsewhere(sha256="c" * 64),
            MANAGER,
            "hash_differs",
            {"sha256": HASH},
        ),
        (SIGNING, elsewhere(), OFFICER, "municipality_needs_manager", {}),
        (SIGNING, elsewhere(TOWN), OFFICER, "municipality_needs_manager", {}),
        (
            SIGNING,
            elsewhere(NEIGHBOUR),
            OFFICER,
            "not_a_signatory",
            {"organisation_id": str(NEIGHBOUR)},
        ),
        (
            (*SIGNING, SIGNED_BAKER),
            elsewhere(ANCHOR, BAKER),
            OFFICER,
            "signed_already",
            {"organisation_id": str(BAKER)},
        ),
        (NEGOTIATING, elsewhere(), MANAGER, "agreement_not_out", {}),
        (
            SIGNING,
            RevokeSignature(ANCHOR, "by mistake"),
            OFFICER,
            "nobody_has_signed",
            {},
        ),
        (
            (*SIGNING, SIGNED_BAKER),
            RevokeSignature(ANCHOR, "by mistake"),
            OFFICER,
            "not_signed",
            {"organisation_id": str(ANCHOR)},
        ),
        (
            (*SIGNING, SIGNED_BAKER),
            RevokeSignature(NEIGHBOUR, "by mistake"),
            OFFICER,
            "not_a_signatory",
            {"organisation_id": str(NEIGHBOUR)},
        ),
        (
            (*SIGNING, SIGNED_TOWN),
            RevokeSignature(TOWN, "by mistake"),
            OFFICER,
            "municipality_needs_manager",
            {},
        ),
        (
            AGREED,
            RevokeSignature(ANCHOR, "by mistake"),
            OFFICER,
            "agreement_not_out",
            {},
        ),
    ],
)
def test_a_record_is_refused(
    given: Given, command: Command, who: str, code: str, facts: dict[str, object]
) -> None:
    """Bound to the version, to who may sign, and to the time before all have."""
    assert refusal(given, command, around(who, SENT_DAY)) == (code, facts)


def test_a_signature_is_taken_back_until_all_have_signed() -> None:
    """The party can then sign again, or decline."""
    given = (*SIGNING, SIGNED_BAKER, SIGNED_CINEMA)
    taken = decided(
        given, RevokeSignature(BAKER, "by mistake"), around(OFFICER, SENT_DAY)
    )
    state = state_of(*given, *taken)

    assert taken == [SignatureRevoked(1, BAKER, "by mistake", 3)]
    assert status(state) == "signing"
    assert isinstance(state, Agreeing)
    assert isinstance(state.negotiation.pending, OutForSignature)
    assert state.negotiation.pending.signed == {CINEMA}


def test_a_manager_takes_the_signature_of_the_municipality_back() -> None:
    """As only a manager gives it."""
    town = RevokeSignature(TOWN, "by mistake")

    assert decided((*SIGNING, SIGNED_TOWN), town, around(MANAGER, SENT_DAY)) == [
        SignatureRevoked(1, TOWN, "by mistake", 4)
    ]


def test_what_rests_on_a_signature_falls_with_it() -> None:
    """In an order nobody has signed before those who must sign first."""
    association = replace(PARTIES[4], role="association")
    kind = after(
        municipality=("business",),
        business=("property_owner",),
        association=("property_owner",),
    )
    sent = replace(SENT, signatories=(*SIGNATORIES, association))
    given = (*NEGOTIATING, sent, SIGNED_ANCHOR, SIGNED_BAKER, SIGNED_TOWN)

    taken = decided(
        given, RevokeSignature(ANCHOR, "sold"), around(OFFICER, SENT_DAY, kind=kind)
    )

    assert taken == [
        SignatureRevoked(1, ANCHOR, "sold", 3),
        SignatureRevoked(1, BAKER, "sold", 4, ANCHOR),
        SignatureRevoked(1, TOWN, "sold", 5, ANCHOR),
    ]


def test_a_link_shows_no_text_that_may_not_be_signed_yet() -> None:
    """It names those who come first, by what they are called."""
    link = Link(
        id=UUID(int=1),
        purpose="sign",
        subject_id=UUID(int=2),
        contact_id=AT_BAKER,
        organisation_id=BAKER,
        language="da",
        expires_at=datetime(2100, 1, 1, tzinfo=UTC),
        detail={"sha256": HASH, "agreement_version": "1"},
    )
    names = {party.organisation_id: party.role for party in PARTIES}
    standing = Standing(UUID(int=2), Place(), state_of(*SIGNING))
    signed = Standing(UUID(int=2), Place(), state_of(*SIGNING, SIGNED_ANCHOR))

    with pytest.raises(Problem) as refused:
        seen(Visit(link, standing, CHAIN, standing.case.proposal, names))

    assert (refused.value.code, refused.value.facts) == (
        "signature_not_yet",
        {"organisations": ["property_owner"]},
    )
    assert (
        seen(Visit(link, signed, CHAIN, signed.case.proposal, names)).purpose == "sign"
    )
