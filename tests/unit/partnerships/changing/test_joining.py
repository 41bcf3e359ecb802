"""A party that joins: what it gives and gets, and what the kind asks of it."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from chassis.decider import Fact
from services.partnerships.domain.agreement import Change, Contribution, Obligation
from services.partnerships.domain.awaiting import awaited
from services.partnerships.domain.commands import (
    ChangeAgreement,
    RecordDeclaration,
    RemindDeclarations,
    SendForSignature,
    TakeEffect,
)
from services.partnerships.domain.differing import Difference, Wording
from services.partnerships.domain.events import (
    DeclarationAsked,
    ExpectationsAligned,
    ExpectationsConfirmed,
)
from services.partnerships.domain.gate_rules import AlignmentRule
from services.partnerships.domain.gates import Expectation
from services.partnerships.domain.permitting import permitting
from services.partnerships.domain.proposal import Party, Proposal
from services.partnerships.domain.rules import obstacles
from services.partnerships.domain.states import InForce
from services.partnerships.domain.values import Contacts, Person
from tests.unit.partnerships.changing.given import (
    ALL_ON_PAPER,
    AT_HEIR,
    AT_STRANGER,
    FIRST_DAY,
    LIGHT,
    NEW_MEMBER,
    NEW_STAKEHOLDER,
    NEWCOMER,
    NOW,
    OFFICER_NOW,
    PLANTING,
    PRESENT,
    SWEEP,
    asked,
    change_drafted,
    effective,
    in_force,
)
from tests.unit.partnerships.given import (
    ACTIVE,
    BID,
    FIELDS,
    HASH,
    LIGHTING,
    MANAGER,
    NEIGHBOUR,
    OFFICER,
    PARTIES,
    STRANGER,
    SYSTEM,
    TERMS,
    around,
    decided,
    refusal,
    state_of,
)
from tests.unit.partnerships.stories import KINDS, Play, story_of

WHOLE: dict[str, ChangeAgreement] = {
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
    "a member with a share of its own": NEW_MEMBER,
}


@pytest.mark.parametrize("case", WHOLE)
def test_what_the_new_party_gives_and_gets_comes_with_it(case: str) -> None:
    """Nobody joins with empty hands."""
    [drafted] = decided(ACTIVE, WHOLE[case], OFFICER_NOW)

    assert drafted == change_drafted(WHOLE[case])


REFUSED: dict[str, tuple[ChangeAgreement, str, dict[str, Fact]]] = {
    "a member that pays nothing": (
        asked("add_party", PRESENT, (*PARTIES, replace(NEWCOMER, role="business"))),
        "shares_not_of_members",
        {"field": "contribution_key"},
    ),
    "a role that is unknown": (
        asked("add_party", PRESENT, (*PARTIES, replace(NEWCOMER, role="mayor"))),
        "role_unknown",
        {
            "role": "mayor",
            "roles": [rule.key for rule in BID.roles],
        },
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_the_new_party_fits_the_kind(case: str) -> None:
    """What the kind asks of a proposal it asks of the result."""
    command, code, facts = REFUSED[case]

    assert refusal(ACTIVE, command, OFFICER_NOW) == (code, facts)


FURTHER: dict[str, tuple[ChangeAgreement, str]] = {
    "an old promise given to who joins": (
        asked(
            "add_party",
            replace(PRESENT, obligations=(SWEEP, replace(LIGHT, beneficiary=STRANGER))),
            (*PARTIES, NEWCOMER),
        ),
        f"obligations.{LIGHTING}.beneficiary",
    ),
}


@pytest.mark.parametrize("case", FURTHER)
def test_old_promises_do_not_pass_to_who_joins(case: str) -> None:
    """They were made to others."""
    command, field = FURTHER[case]

    code, facts = refusal(ACTIVE, command, OFFICER_NOW)

    assert (code, facts["field"]) == ("change_too_wide", field)


def test_the_contact_of_who_joins_replaces_nobody() -> None:
    """The way out that a refusal names must be one."""
    before = Wording(TERMS, Proposal("BID", PARTIES, (), {}))
    after = Wording(TERMS, Proposal("BID", (*PARTIES, NEWCOMER), (), {}))
    path = ("parties", str(STRANGER), "contact_id")

    types = permitting(Difference(path, None, AT_STRANGER), before, after)

    assert types == ("add_party",)


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
    joined = NEW_MEMBER
    fields = in_force(*effective(joined)).case.proposal.fields

    assert fields["contribution_key"] == joined.change.fields["contribution_key"]
    assert fields["area"] == FIELDS["area"]


ALIGNING = replace(BID, alignment=AlignmentRule(("stakeholder",)))


@pytest.mark.parametrize(
    ("aligned", "unasked"),
    [
        ((NEIGHBOUR,), [{"organisations": [str(NEIGHBOUR), str(STRANGER)]}]),
        ((NEIGHBOUR, STRANGER), []),
    ],
)
def test_who_joins_aligns_expectations_too(
    aligned: tuple[UUID, ...], unasked: list[dict[str, Fact]]
) -> None:
    """What the kind asks of parties it asks of those who come later."""
    given = (
        *ACTIVE,
        change_drafted(NEW_STAKEHOLDER),
        ExpectationsAligned(tuple(Expectation(one, "a", "b") for one in aligned)),
        *(ExpectationsConfirmed(one, "minutes") for one in aligned),
    )

    found = obstacles(
        "send-for-signature", state_of(*given), around(OFFICER, NOW, kind=ALIGNING)
    )

    assert [(one.code, one.facts) for one in found] == [
        ("expectations_not_of_parties", facts) for facts in unasked
    ]
    waits = awaited(state_of(*given), around(OFFICER, NOW, kind=ALIGNING))
    first = "align-expectations" if unasked else "send-for-signature"
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
    signed = play.ask(ALL_ON_PAPER, MANAGER, NOW)

    # Who declared when the agreement was made is not asked again.
    assert signed[-1] == DeclarationAsked("confidentiality", (mentor,), FIRST_DAY, NOW)
    # Five working days before the first day, and one.
    for day in (date(2024, 9, 24), date(2024, 9, 30)):
        assert play.ask(RemindDeclarations(), SYSTEM, day)
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
