"""Changing what is in force: each type touches what it names, and is signed as it needs."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import get_args
from uuid import UUID

import pytest

from chassis.decider import Fact, Refusal
from chassis.history import Place
from services.partnerships.canonical import fingerprint
from services.partnerships.domain.agreement import (
    Change,
    ChangedTerms,
    ChangeType,
    Clause,
    Contribution,
    Measure,
    Obligation,
    Terms,
    YearlyTarget,
)
from services.partnerships.domain.awaiting import awaited
from services.partnerships.domain.commands import (
    ChangeAgreement,
    DraftAgreement,
    RecordDeclaration,
    RecordSignatures,
    Resume,
    SendForSignature,
    TakeEffect,
)
from services.partnerships.domain.differing import Difference, Wording
from services.partnerships.domain.events import (
    AgreementDrafted,
    AgreementSentForSignature,
    AgreementTookEffect,
    Event,
    ExpectationsAligned,
    ExpectationsConfirmed,
    ObligationSettled,
    PartnershipResumed,
    SigningEnded,
    SteeringGroupAppointed,
)
from services.partnerships.domain.gate_rules import AlignmentRule
from services.partnerships.domain.gates import Expectation
from services.partnerships.domain.kinds import Kind
from services.partnerships.domain.permitting import permitting
from services.partnerships.domain.proposal import Party, Proposal
from services.partnerships.domain.rules import obstacles
from services.partnerships.domain.states import InForce, Reviewing
from services.partnerships.domain.values import (
    Contacts,
    FieldValue,
    Person,
    Share,
    Shares,
    Texts,
)
from services.partnerships.handling import Standing, freeze
from tests.unit.partnerships.given import (
    ACTIVE,
    ANCHOR,
    AT_BAKER,
    AT_NEIGHBOUR,
    BAKER,
    BID,
    CINEMA,
    CLAUSES,
    CONCLUDED,
    ENDS,
    FIELDS,
    HASH,
    LIGHTING,
    MANAGER,
    NEGOTIATING,
    NEIGHBOUR,
    OFFICER,
    PARTIES,
    RESTING,
    REVIEWING,
    SCAN,
    SIGNATORIES,
    STRANGER,
    SUSPENDED,
    SWEEPING,
    SYSTEM,
    TERMS,
    TOWN,
    UPGRADED,
    Given,
    around,
    decided,
    refusal,
    state_of,
)
from tests.unit.partnerships.stories import KINDS, Play, story_of

TYPES: tuple[ChangeType, ...] = get_args(ChangeType.__value__)
NOW, FIRST_DAY = date(2024, 9, 2), date(2024, 10, 1)
AT_STRANGER, AT_HEIR, PLANTING = UUID(int=16), UUID(int=17), UUID(int=103)
PRESENT = replace(TERMS, starts_on=FIRST_DAY)
SWEEP, LIGHT = TERMS.obligations
IN_2028 = date(2028, 3, 31)
OTHER_SHARES = Shares((Share(ANCHOR, 4000), Share(BAKER, 3000), Share(CINEMA, 3000)))

NEWCOMER = Party(STRANGER, "stakeholder", AT_STRANGER)
HEIR = replace(PARTIES[4], contact_id=AT_HEIR)


def aimed(*targets: tuple[int, int], baseline: int = 0) -> tuple[Measure, ...]:
    """Return the one indicator with these targets."""
    figures = tuple(YearlyTarget(year, Decimal(value)) for year, value in targets)
    return (replace(UPGRADED, targets=figures, baseline=Decimal(baseline)),)


def asked(
    change: ChangeType,
    text: Terms,
    parties: tuple[Party, ...] | None = None,
    fields: dict[str, FieldValue] | None = None,
) -> ChangeAgreement:
    """Return the command that drafts a change."""
    return ChangeAgreement(Change(change, "agreed by all", parties, fields or {}), text)


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
        events = decided(ACTIVE, make(change), around(OFFICER, NOW))
    except Refusal as refusal:
        code = refusal.code
    else:
        code = ""
        assert [type(event) for event in events] == [AgreementDrafted]

    assert (code == "") == (change in types)
    assert code in {"", "change_too_wide", "change_empty"}


# What comes with the difference that a type is for.
WHOLE: dict[str, ChangeAgreement] = {
    "targets and obligations of the added time": asked(
        "extend",
        replace(
            PRESENT,
            ends_on=IN_2028,
            measures=aimed((2024, 1000), (2025, 2500), (2027, 3000), (2028, 9000)),
            obligations=(
                *TERMS.obligations,
                Obligation(PLANTING, TOWN, None, "plant", date(2027, 4, 1)),
            ),
        ),
    ),
    "what fell in the time that is cut": asked(
        "shorten",
        replace(
            PRESENT,
            ends_on=date(2024, 12, 31),
            measures=aimed((2024, 1000)),
            obligations=(SWEEP,),
        ),
    ),
    "what is due earlier, and a last target": asked(
        "shorten",
        replace(
            PRESENT,
            ends_on=date(2025, 5, 1),
            obligations=(SWEEP, replace(LIGHT, due_on=date(2025, 4, 30))),
        ),
    ),
    "a target for the year that becomes the last": asked(
        "shorten",
        replace(
            PRESENT,
            ends_on=date(2026, 3, 31),
            measures=aimed((2024, 1000), (2025, 2500), (2026, 2600)),
        ),
    ),
    "what the new party gives and gets": asked(
        "add_party",
        replace(
            PRESENT,
            obligations=(
                *TERMS.obligations,
                Obligation(PLANTING, STRANGER, None, "plant", date(2025, 9, 1)),
            ),
            contributions=(*TERMS.contributions, Contribution(STRANGER, 5)),
        ),
        (*PARTIES, NEWCOMER),
    ),
    "a member with a share of its own": asked(
        "add_party",
        PRESENT,
        (*PARTIES, replace(NEWCOMER, role="business")),
        {
            "contribution_key": Shares(
                (
                    Share(ANCHOR, 5000),
                    Share(BAKER, 2500),
                    Share(CINEMA, 1500),
                    Share(STRANGER, 1000),
                )
            )
        },
    ),
}


@pytest.mark.parametrize("with_it", WHOLE)
def test_what_belongs_to_a_change_comes_with_it(with_it: str) -> None:
    """An agreement that is extended has targets for the years that are added."""
    [drafted] = decided(ACTIVE, WHOLE[with_it], around(OFFICER, NOW))

    assert isinstance(drafted, AgreementDrafted)
    assert drafted.version == 2
    assert drafted.terms == WHOLE[with_it].terms


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
    "a promise that falls in the time before": (
        asked(
            "extend",
            replace(
                PRESENT,
                ends_on=IN_2028,
                obligations=(
                    *TERMS.obligations,
                    Obligation(PLANTING, TOWN, None, "plant", ENDS),
                ),
            ),
        ),
        "change_too_wide",
        {
            "change": "extend",
            "field": f"obligations.{PLANTING}.owner",
            "now": "-",
            "types": ["draft-agreement"],
        },
    ),
    "a promise that falls in the time that stays": (
        asked(
            "shorten",
            replace(PRESENT, ends_on=date(2024, 12, 31), obligations=(LIGHT,)),
        ),
        "change_too_wide",
        {
            "change": "shorten",
            "field": f"obligations.{SWEEPING}.owner",
            "now": str(TOWN),
            "types": ["draft-agreement"],
        },
    ),
    "nothing of what it is for": (
        asked("correct", PRESENT),
        "change_empty",
        {"change": "correct", "fields": ["clauses", "measures", "obligations"]},
    ),
    "longer than the kind allows": (
        asked("extend", replace(PRESENT, ends_on=date(2029, 4, 1))),
        "term_too_long",
        {"latest": "2029-03-31"},
    ),
    "a member that pays nothing": (
        asked("add_party", PRESENT, (*PARTIES, replace(NEWCOMER, role="business"))),
        "shares_not_of_members",
        {"field": "contribution_key"},
    ),
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
    "a role that is unknown": (
        asked("add_party", PRESENT, (*PARTIES, replace(NEWCOMER, role="mayor"))),
        "role_unknown",
        {
            "role": "mayor",
            "roles": [rule.key for rule in BID.roles],
        },
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


@pytest.mark.parametrize("wrong", REFUSED)
def test_a_change_is_refused_with_the_field_and_the_way_out(wrong: str) -> None:
    """Each answer names what differs, and what would make it pass."""
    command, code, facts = REFUSED[wrong]

    assert refusal(ACTIVE, command, around(OFFICER, NOW)) == (code, facts)


def test_an_extension_leaves_the_targets_of_its_first_days() -> None:
    """In the year in which it would have ended, a target may be added, not changed."""
    last = aimed((2027, 1000))
    given = tuple(
        replace(one, terms=replace(TERMS, measures=last))
        if isinstance(one, AgreementDrafted)
        else one
        for one in ACTIVE
    )
    higher = replace(PRESENT, ends_on=IN_2028, measures=aimed((2027, 2000)))

    code, facts = refusal(given, asked("extend", higher), around(OFFICER, NOW))

    assert (code, facts["field"]) == (
        "change_too_wide",
        "measures.business_area_upgraded.targets.2027",
    )


def test_a_refusal_repeats_no_more_than_the_beginning_of_a_text() -> None:
    """The field is found by its name; a whole clause would bury the way out."""
    long = (Clause("purpose", "a" * 150), *CLAUSES[1:])
    given = tuple(
        replace(one, terms=replace(TERMS, clauses=long))
        if isinstance(one, AgreementDrafted)
        else one
        for one in ACTIVE
    )

    code, facts = refusal(given, asked("extend", PRESENT), around(OFFICER, NOW))

    assert (code, facts["now"]) == ("change_too_wide", "a" * 100)


def test_only_what_is_in_force_is_changed() -> None:
    """Before that, the text is simply written anew."""
    code, _ = refusal(NEGOTIATING, asked("extend", PRESENT), around(OFFICER, NOW))

    assert code == "wrong_stage"


def change_drafted(command: ChangeAgreement) -> AgreementDrafted:
    """Return the draft of a change, as the second version."""
    return AgreementDrafted(2, command.terms, command.change)


LONGER = asked("extend", replace(PRESENT, ends_on=IN_2028))
DRAFTED = change_drafted(LONGER)
SENT = AgreementSentForSignature(
    2, HASH, NOW, date(2024, 9, 23), SIGNATORIES, None, "extend"
)


def test_a_change_of_what_is_out_voids_the_signatures() -> None:
    """Everybody signs the same text."""
    again = asked("extend", replace(PRESENT, ends_on=date(2027, 12, 31)))

    assert decided((*ACTIVE, DRAFTED, SENT), again, around(OFFICER, NOW)) == [
        SigningEnded(2, "edited", None, None),
        AgreementDrafted(3, again.terms, again.change),
    ]


def test_an_agreement_is_still_written_anew_as_a_whole() -> None:
    """What no type covers is an amendment, which may say anything."""
    anew = replace(PRESENT, ends_on=IN_2028, clauses=CLAUSES[::-1], contributions=())

    [drafted] = decided((*ACTIVE, DRAFTED), DraftAgreement(anew), around(OFFICER, NOW))

    assert drafted == AgreementDrafted(3, anew, None)
    given = (*ACTIVE, DRAFTED, drafted)
    [sent] = decided(given, SendForSignature(HASH), around(OFFICER, NOW))
    assert isinstance(sent, AgreementSentForSignature)
    assert sent.change is None


def test_the_reason_and_the_parties_are_signed_with_the_terms() -> None:
    """A hash over the terms alone would let a party be exchanged under it."""
    command = asked("add_party", PRESENT, (*PARTIES, NEWCOMER))
    drafted = change_drafted(command)
    standing = Standing(TOWN, Place(), state_of(*ACTIVE, drafted))

    sent = freeze(standing)

    assert sent.sha256 == fingerprint(ChangedTerms(command.terms, command.change))
    assert sent.sha256 != fingerprint(command.terms)


def signed_by(change: ChangeAgreement, kind: Kind = BID) -> list[UUID]:
    """Return who is asked to sign a change."""
    given = (*ACTIVE, change_drafted(change))
    [sent] = decided(given, SendForSignature(HASH), around(OFFICER, NOW, kind=kind))
    assert isinstance(sent, AgreementSentForSignature)
    assert sent.change == change.change.type
    return [one.organisation_id for one in sent.signatories]


EVERYBODY = [TOWN, ANCHOR, BAKER, CINEMA]


def with_obligations(*obligations: Obligation) -> Given:
    """Return how an agreement with other obligations came into force."""
    promised = replace(TERMS, obligations=obligations)
    return tuple(
        replace(one, terms=promised) if isinstance(one, AgreementDrafted) else one
        for one in ACTIVE
    )


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

    assert decided(given, change, around(OFFICER, NOW))


def test_what_is_handed_on_is_not_rewritten_on_the_way() -> None:
    """The one who takes a promise over takes it as it was."""
    given = with_obligations(SWEEP, TO_NEIGHBOUR)
    less = (SWEEP, replace(LIGHT, text="a lamp"))
    change = asked("remove_party", replace(PRESENT, obligations=less), PARTIES[:4])

    code, facts = refusal(given, change, around(OFFICER, NOW))

    assert (code, facts["field"]) == (
        "change_too_wide",
        f"obligations.{LIGHTING}.text",
    )


# Each goes a step further than its type: what falls in days that stay, stays.
FURTHER: dict[str, tuple[ChangeAgreement, str]] = {
    "a promise moved into the added time": (
        asked(
            "extend",
            replace(
                PRESENT,
                ends_on=IN_2028,
                obligations=(SWEEP, replace(LIGHT, due_on=date(2027, 4, 1))),
            ),
        ),
        f"obligations.{LIGHTING}.due_on",
    ),
    "a target of an earlier year left out": (
        asked(
            "shorten",
            replace(PRESENT, ends_on=date(2026, 3, 31), measures=aimed((2025, 2500))),
        ),
        "measures.business_area_upgraded.targets.2024",
    ),
    "the target of the last year left out": (
        asked(
            "shorten",
            replace(PRESENT, ends_on=date(2025, 12, 31), measures=aimed((2024, 1000))),
        ),
        "measures.business_area_upgraded.targets.2025",
    ),
    "another target for the last year": (
        asked(
            "shorten",
            replace(
                PRESENT,
                ends_on=date(2025, 12, 31),
                measures=aimed((2024, 1000), (2025, 9)),
            ),
        ),
        "measures.business_area_upgraded.targets.2025",
    ),
    "an old promise given to who joins": (
        asked(
            "add_party",
            replace(PRESENT, obligations=(SWEEP, replace(LIGHT, beneficiary=STRANGER))),
            (*PARTIES, NEWCOMER),
        ),
        f"obligations.{LIGHTING}.beneficiary",
    ),
    "a promise moved and rewritten": (
        asked(
            "shorten",
            replace(
                PRESENT,
                ends_on=date(2025, 5, 1),
                obligations=(
                    SWEEP,
                    replace(LIGHT, due_on=date(2025, 4, 30), text="a lamp"),
                ),
            ),
        ),
        f"obligations.{LIGHTING}.text",
    ),
}


@pytest.mark.parametrize("further", FURTHER)
def test_a_change_touches_no_more_than_its_days_and_parties(further: str) -> None:
    """Who cuts a year off does not lower the target of another."""
    command, field = FURTHER[further]

    code, facts = refusal(ACTIVE, command, around(OFFICER, NOW))

    assert (code, facts["field"]) == ("change_too_wide", field)


def test_the_contact_of_who_joins_replaces_nobody() -> None:
    """The way out that a refusal names must be one."""
    before = Wording(TERMS, Proposal("BID", PARTIES, (), {}))
    after = Wording(TERMS, Proposal("BID", (*PARTIES, NEWCOMER), (), {}))
    path = ("parties", str(STRANGER), "contact_id")

    types = permitting(Difference(path, None, AT_STRANGER), before, after)

    assert types == ("add_party",)


def test_both_sides_of_every_corrected_promise_sign() -> None:
    """Two corrections in one version concern more than two parties."""
    to_town = replace(SWEEP, owner=BAKER, beneficiary=TOWN)
    given = with_obligations(to_town, LIGHT)
    words = (replace(to_town, text="so"), replace(LIGHT, text="so"))
    change = asked("correct", replace(PRESENT, obligations=words))

    [sent] = decided(
        (*given, change_drafted(change)), SendForSignature(HASH), around(OFFICER, NOW)
    )

    assert isinstance(sent, AgreementSentForSignature)
    assert [one.organisation_id for one in sent.signatories] == [TOWN, ANCHOR, BAKER]


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
    "joined": (WHOLE["a member with a share of its own"], [*EVERYBODY, STRANGER]),
    "left, the one who left does not": (
        asked("remove_party", PRESENT, PARTIES[:4]),
        EVERYBODY,
    ),
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
    given = (*ACTIVE, change_drafted(change))

    [sent] = decided(given, SendForSignature(HASH), around(OFFICER, NOW))

    assert isinstance(sent, AgreementSentForSignature)
    assert [one.contact_id for one in sent.signatories][1:] == [AT_HEIR]


def effective(change: ChangeAgreement, given: Given = ACTIVE) -> tuple[Event, ...]:
    """Return what led to a change that took effect."""
    name, parties = change.change.type, change.change.parties
    signatories = parties or PARTIES
    return (
        *given,
        change_drafted(change),
        AgreementSentForSignature(2, HASH, NOW, NOW, signatories, None, name),
        replace(
            CONCLUDED,
            version=2,
            starts_on=FIRST_DAY,
            ends_on=change.terms.ends_on,
            change=name,
            parties=parties,
        ),
        AgreementTookEffect(
            2, FIRST_DAY, change.terms.ends_on, amendment=True, change=name
        ),
    )


def in_force(*given: Event) -> InForce:
    """Return the state of an agreement that applies."""
    state = state_of(*given)
    assert isinstance(state, InForce)
    return state


def test_the_present_version_applies_until_the_change_takes_effect() -> None:
    """A party that is to join has no say before its day."""
    joined = WHOLE["what the new party gives and gets"]
    *before, _ = effective(joined)

    assert in_force(*before).case.proposal.parties == PARTIES
    assert in_force(*before).terms == TERMS
    after = in_force(*effective(joined))
    assert after.case.proposal.parties == (*PARTIES, NEWCOMER)
    assert after.terms == joined.terms
    assert after.case.proposal.fields == FIELDS


def test_the_share_of_a_new_member_is_kept() -> None:
    """The fields that follow the parties change on the same day."""
    joined = WHOLE["a member with a share of its own"]
    fields = in_force(*effective(joined)).case.proposal.fields

    assert fields["contribution_key"] == joined.change.fields["contribution_key"]
    assert fields["area"] == FIELDS["area"]


LEFT = asked("remove_party", PRESENT, PARTIES[:4])


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

    state = in_force(*effective(LEFT, given))

    assert isinstance(state.condition, Reviewing)
    assert state.condition.review.parties == PARTIES[:4]
    assert state.case.gates.steering_group == seats[:1]
    assert state.case.gates.alignment is not None
    assert state.case.gates.alignment.expectations == expectations[:4]
    assert state.case.gates.alignment.confirmed == {BAKER}


def test_an_open_review_asks_the_new_contact() -> None:
    """The one who signs for a party also speaks for it."""
    replaced = asked("replace_signatory", PRESENT, (*PARTIES[:4], HEIR))

    condition = in_force(*effective(replaced, REVIEWING)).condition

    assert isinstance(condition, Reviewing)
    assert condition.review.parties == (*PARTIES[:4], HEIR)


RESUMED = PartnershipResumed(10, date(2027, 4, 10))
MOVED = replace(
    PRESENT,
    ends_on=date(2027, 4, 10),
    obligations=(
        replace(SWEEP, due_on=date(2025, 1, 10)),
        replace(LIGHT, due_on=date(2025, 7, 10)),
    ),
)


def test_a_change_starts_from_the_days_as_they_are_after_a_rest() -> None:
    """Ten days of rest moved the term and what is due; the signed text did not move."""
    told = replace(MOVED, measures=aimed((2024, 1)))

    assert decided(
        (*RESTING, RESUMED), asked("change_targets", told), around(OFFICER, NOW)
    )


def test_a_change_that_a_rest_overtook_is_not_sent() -> None:
    """It would take the days back that the rest has given."""
    drafted = change_drafted(
        asked("change_targets", replace(PRESENT, measures=aimed((2024, 1))))
    )
    given = (*ACTIVE, drafted, *RESTING[-1:], RESUMED)

    found = obstacles(
        "send-for-signature", state_of(*given), around(OFFICER, FIRST_DAY)
    )

    assert [(one.code, one.facts["field"]) for one in found] == [
        ("change_too_wide", "ends_on"),
        ("change_too_wide", f"obligations.{SWEEPING}.due_on"),
        ("change_too_wide", f"obligations.{LIGHTING}.due_on"),
    ]


def test_what_was_concluded_before_a_rest_moves_with_it() -> None:
    """Else the day on which it takes effect would take back what the rest has given."""
    *concluded, _ = effective(LONGER)
    given = (*concluded, SUSPENDED, RESUMED)

    took_effect = decided(given, TakeEffect(), around(SYSTEM, FIRST_DAY))

    april = date(2028, 4, 10)
    assert took_effect == [
        AgreementTookEffect(
            2, FIRST_DAY, april, amendment=True, change="extend", rested_days=10
        )
    ]
    state = in_force(*given, *took_effect)
    assert (state.ends_on, state.rested_days) == (april, 10)
    assert [one.due_on for one in state.pledges] == [
        date(2025, 1, 10),
        date(2025, 7, 10),
    ]
    assert state.terms == LONGER.terms


def test_it_moves_by_every_rest_before_and_after_it_takes_effect() -> None:
    """The term stands still each time; what was settled stays where it was."""
    *concluded, _ = effective(LONGER)
    settled = ObligationSettled(SWEEPING, "met", NOW)
    again = replace(SUSPENDED, suspended_on=date(2024, 9, 16))
    given = (*concluded, settled, SUSPENDED, RESUMED, again, RESUMED)
    took_effect = decided(given, TakeEffect(), around(SYSTEM, FIRST_DAY))
    later = replace(SUSPENDED, suspended_on=date(2024, 11, 1))
    suspended = (*given, *took_effect, later)

    resumed = decided(suspended, Resume(), around(MANAGER, date(2024, 11, 4)))

    state = in_force(*suspended, *resumed)
    assert (state.ends_on, state.rested_days) == (date(2028, 4, 23), 23)
    assert [one.due_on for one in state.pledges] == [
        SWEEP.due_on,
        date(2025, 7, 23),
    ]


def test_what_is_signed_after_a_rest_applies_as_it_reads() -> None:
    """Whoever signs it then has the days before their eyes."""
    *before, concluded, _ = effective(LONGER)
    given = (*before, SUSPENDED, RESUMED, concluded)

    [event] = decided(given, TakeEffect(), around(SYSTEM, FIRST_DAY))

    assert event == AgreementTookEffect(
        2, FIRST_DAY, IN_2028, amendment=True, change="extend"
    )


def test_a_further_amendment_carries_over_what_was_due_before_it() -> None:
    """A target of a year that has passed still says what was agreed."""
    late = replace(PRESENT, starts_on=date(2026, 1, 1), ends_on=IN_2028)
    given = (*ACTIVE,)

    assert decided(given, asked("extend", late), around(OFFICER, NOW))
    code, facts = refusal(
        given,
        DraftAgreement(
            replace(late, obligations=(replace(SWEEP, id=PLANTING),)),
        ),
        around(OFFICER, NOW),
    )
    assert (code, facts["obligation_id"]) == ("obligation_outside_term", str(PLANTING))


ALIGNING = replace(BID, alignment=AlignmentRule(("stakeholder",)))


@pytest.mark.parametrize(
    ("aligned", "codes"),
    [
        ((NEIGHBOUR,), ["expectations_not_of_parties"]),
        ((NEIGHBOUR, STRANGER), []),
    ],
)
def test_who_joins_aligns_expectations_too(
    aligned: tuple[UUID, ...], codes: list[str]
) -> None:
    """What the kind asks of parties it asks of those who come later."""
    drafted = change_drafted(asked("add_party", PRESENT, (*PARTIES, NEWCOMER)))
    given = (
        *ACTIVE,
        drafted,
        ExpectationsAligned(tuple(Expectation(one, "a", "b") for one in aligned)),
        *(ExpectationsConfirmed(one, "minutes") for one in aligned),
    )

    found = obstacles(
        "send-for-signature", state_of(*given), around(OFFICER, NOW, kind=ALIGNING)
    )

    assert [one.code for one in found] == codes
    waits = awaited(state_of(*given), around(OFFICER, NOW, kind=ALIGNING))
    first = "align-expectations" if codes else "send-for-signature"
    assert waits[0].command == first


def test_a_mentor_who_joins_declares_before_the_first_day() -> None:
    """Confidentiality holds for those who come later too."""
    story = story_of(KINDS["mentor"])
    play = Play(story).take_effect()
    state = play.state
    assert isinstance(state, InForce)
    mentor = Person(story.parties[1].organisation_id, AT_HEIR)
    newcomer = Party(STRANGER, "company", AT_STRANGER)
    named = story.fields["mentors"]
    assert isinstance(named, Contacts)
    command = ChangeAgreement(
        Change(
            "add_party",
            "one more",
            (*story.parties, newcomer),
            {"mentors": Contacts((*named.persons, mentor))},
        ),
        replace(story.terms, starts_on=FIRST_DAY),
    )

    play.ask(command, OFFICER, NOW)
    play.ask(SendForSignature(HASH), OFFICER, NOW)
    everybody = RecordSignatures((), HASH, "signed_on_paper", "journal 8", SCAN)
    play.ask(everybody, MANAGER, NOW)

    [missing] = obstacles(
        "take-effect", play.state, around(SYSTEM, FIRST_DAY, kind=story.kind)
    )
    assert (missing.code, missing.facts) == (
        "declarations_missing",
        {"contacts": [str(AT_HEIR)]},
    )
    declaration = RecordDeclaration("confidentiality", AT_HEIR, "journal 9")
    play.ask(declaration, OFFICER, NOW)
    assert play.ask(TakeEffect(), SYSTEM, FIRST_DAY)
