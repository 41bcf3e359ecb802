"""Proposing: written, completed, submitted, judged, and decided by other eyes."""

from dataclasses import replace
from datetime import date

import pytest

from services.partnerships.domain.commands import (
    Approve,
    Assess,
    Command,
    DeclareConflict,
    Propose,
    Reject,
    Return,
    Revise,
    Submit,
    Withdraw,
)
from services.partnerships.domain.events import (
    ConflictDeclared,
    CriterionAssessed,
    Event,
    PartnershipWithdrawn,
    ProposalApproved,
    ProposalRejected,
    ProposalReturned,
    ProposalRevised,
    ProposalSubmitted,
)
from services.partnerships.domain.kinds import Kind
from services.partnerships.domain.proposal import Party
from services.partnerships.domain.states import Closed, Submitted, status
from services.partnerships.domain.values import Area, Share, Shares, Text
from tests.unit.partnerships.given import (
    ANCHOR,
    APPROVED,
    ASSESSED,
    AT_ANCHOR,
    AT_BAKER,
    BAKER,
    BALLOT_OPENED,
    BID,
    BOTH,
    CINEMA,
    COLLEAGUE,
    DEPUTY,
    DRAFT,
    FIELDS,
    GOALS,
    IN_HAND,
    KEY,
    MANAGER,
    NEGOTIATING,
    OFFICER,
    PARTIES,
    PASSED,
    PROPOSED,
    REFERENCE,
    SOME_DAY,
    SQUARE,
    STRANGER,
    SUBMITTED,
    TITLE,
    TOWN,
    VOTING,
    Given,
    around,
    contact,
    decided,
    refusal,
    state_of,
)

OFFICER_TODAY = around(OFFICER, SOME_DAY)
PROPOSE = Propose(REFERENCE, TITLE, PARTIES, GOALS, FIELDS)
REVISE = Revise(TITLE, PARTIES, GOALS, FIELDS)
DOUBTED = ConflictDeclared(MANAGER)


def test_a_proposal_pins_the_version_of_its_kind() -> None:
    """Later versions of the kind must not change what was proposed under this one."""
    assert decided((), PROPOSE, OFFICER_TODAY) == [PROPOSED]


def test_a_draft_may_be_incomplete() -> None:
    """Writing takes days; only submitting asks for everything."""
    bare = Propose(REFERENCE, TITLE, (), (), {})

    assert decided((), bare, OFFICER_TODAY) == [
        replace(PROPOSED, parties=(), goals=(), fields={})
    ]


@pytest.mark.parametrize(
    ("kind", "day"),
    [
        (replace(BID, publication="draft"), SOME_DAY),
        (replace(BID, valid_to=date(2024, 1, 7)), SOME_DAY),
        (BID, date(2022, 12, 31)),
    ],
)
def test_a_kind_must_be_published_and_valid(kind: Kind, day: date) -> None:
    """Nobody proposes under a version that does not count."""
    assert refusal((), PROPOSE, around(OFFICER, day, kind=kind)) == (
        "kind_not_usable",
        {"kind": "bid", "version": 1},
    )


@pytest.mark.parametrize("day", [date(2023, 1, 1), date(2024, 1, 8)])
def test_a_kind_is_usable_on_its_first_and_last_day(day: date) -> None:
    """Both days of the validity are included."""
    kind = replace(BID, valid_to=date(2024, 1, 8))

    assert decided((), PROPOSE, around(OFFICER, day, kind=kind)) == [PROPOSED]


def test_a_partnership_is_proposed_once() -> None:
    """A second proposal under the same id would erase the first."""
    assert refusal(DRAFT, PROPOSE, OFFICER_TODAY) == (
        "wrong_stage",
        {"command": "propose", "status": "draft"},
    )


def test_only_a_case_officer_proposes() -> None:
    """Who asks must hold the role that the step takes."""
    assert refusal((), PROPOSE, around(MANAGER, SOME_DAY)) == (
        "role_required",
        {"command": "propose", "roles": ["case_officer"]},
    )


def test_a_draft_is_written_anew() -> None:
    """A revision replaces the whole text."""
    revise = Revise("BID Syd", PARTIES[:4], ("G2.2",), {})

    assert decided(DRAFT, revise, OFFICER_TODAY) == [
        ProposalRevised("BID Syd", PARTIES[:4], ("G2.2",), {})
    ]
    state = state_of(*DRAFT, ProposalRevised("BID Syd", PARTIES[:4], ("G2.2",), {}))
    assert decided((PROPOSED,), Submit(), OFFICER_TODAY) == [SUBMITTED]
    assert not isinstance(state, Closed)
    assert status(state) == "draft"


OPEN_SQUARE = (*SQUARE[:3], (12.0, 55.0))


@pytest.mark.parametrize(
    ("text", "code", "facts"),
    [
        (
            replace(REVISE, parties=(Party(TOWN, "mayor", AT_ANCHOR),)),
            "role_unknown",
            {
                "role": "mayor",
                "roles": [
                    "municipality",
                    "business",
                    "property_owner",
                    "association",
                    "stakeholder",
                ],
            },
        ),
        (
            replace(REVISE, parties=(*PARTIES, Party(TOWN, "business", AT_ANCHOR))),
            "party_twice",
            {"organisation_id": str(TOWN)},
        ),
        (
            replace(REVISE, goals=("G1.1", "G3.1")),
            "goal_not_of_kind",
            {"goal": "G3.1", "goals": ["G1.1", "G1.2", "G2.2"]},
        ),
        (
            replace(REVISE, fields={"colour": Text("red")}),
            "field_unknown",
            {
                "field": "colour",
                "fields": ["area", "baseline_services", "contribution_key", "purpose"],
            },
        ),
        (
            replace(REVISE, fields={"area": Text("the town centre")}),
            "field_of_wrong_type",
            {"field": "area", "type": "area"},
        ),
        (
            replace(REVISE, fields={"area": Area(())}),
            "area_not_closed",
            {"field": "area"},
        ),
        (
            replace(REVISE, fields={"area": Area((SQUARE, OPEN_SQUARE))}),
            "area_not_closed",
            {"field": "area"},
        ),
        (
            replace(
                REVISE, fields={"area": Area(((SQUARE[0], SQUARE[1], SQUARE[0]),))}
            ),
            "area_not_closed",
            {"field": "area"},
        ),
    ],
)
def test_a_text_says_only_what_its_kind_knows(
    text: Revise, code: str, facts: dict[str, object]
) -> None:
    """What the kind does not declare could never be enforced, so it is refused."""
    first = Propose(REFERENCE, text.title, text.parties, text.goals, text.fields)

    assert refusal(DRAFT, text, OFFICER_TODAY) == (code, facts)
    assert refusal((), first, OFFICER_TODAY) == (code, facts)


def test_a_complete_proposal_is_submitted() -> None:
    """Who submitted is remembered, for the four eyes."""
    assert decided(DRAFT, Submit(), OFFICER_TODAY) == [ProposalSubmitted(OFFICER)]


ASSOCIATION = Party(STRANGER, "association", AT_BAKER)


@pytest.mark.parametrize(
    ("draft", "code", "facts"),
    [
        (
            replace(PROPOSED, parties=PARTIES[1:]),
            "role_too_few",
            {"role": "municipality", "least": 1, "number": 0},
        ),
        (
            replace(
                PROPOSED,
                parties=(
                    *PARTIES[:4],
                    ASSOCIATION,
                    Party(PARTIES[4].organisation_id, "association", AT_BAKER),
                ),
            ),
            "role_too_many",
            {"role": "association", "most": 1, "number": 2},
        ),
        (
            replace(
                PROPOSED,
                parties=PARTIES[:3],
                fields=FIELDS
                | {
                    "contribution_key": Shares(
                        (Share(ANCHOR, 5000), Share(BAKER, 5000))
                    )
                },
            ),
            "group_too_few",
            {"group": "members", "least": 3, "number": 2},
        ),
        (replace(PROPOSED, goals=()), "goals_missing", {}),
        (
            replace(PROPOSED, fields={"area": FIELDS["area"], "contribution_key": KEY}),
            "field_missing",
            {"field": "baseline_services"},
        ),
        (
            replace(
                PROPOSED,
                fields=FIELDS
                | {
                    "contribution_key": Shares(
                        (Share(ANCHOR, 5000), Share(BAKER, 3000), Share(CINEMA, 1999))
                    )
                },
            ),
            "shares_not_whole",
            {"field": "contribution_key", "total": 9999},
        ),
        (
            replace(
                PROPOSED,
                fields=FIELDS
                | {
                    "contribution_key": Shares(
                        (Share(ANCHOR, 7000), Share(BAKER, 3000), Share(CINEMA, 0))
                    )
                },
            ),
            "shares_not_whole",
            {"field": "contribution_key", "total": 10000},
        ),
        (
            replace(
                PROPOSED,
                fields=FIELDS
                | {
                    "contribution_key": Shares(
                        (Share(ANCHOR, 5000), Share(BAKER, 3000), Share(TOWN, 2000))
                    )
                },
            ),
            "shares_not_of_members",
            {"field": "contribution_key"},
        ),
        (
            replace(
                PROPOSED,
                fields=FIELDS
                | {"contribution_key": Shares((*KEY.shares[:2], KEY.shares[0]))},
            ),
            "shares_not_of_members",
            {"field": "contribution_key"},
        ),
    ],
)
def test_submitting_needs_everything_of_the_kind(
    draft: Event, code: str, facts: dict[str, object]
) -> None:
    """Roles, groups, goals, fields and the whole contribution key must be there."""
    assert refusal((draft,), Submit(), OFFICER_TODAY) == (code, facts)


def test_one_association_is_enough_but_not_too_many() -> None:
    """The limits of a role are included."""
    draft = replace(PROPOSED, parties=(*PARTIES, ASSOCIATION))

    assert decided((draft,), Submit(), OFFICER_TODAY) == [SUBMITTED]


@pytest.mark.parametrize("given", [DRAFT, IN_HAND, APPROVED, NEGOTIATING])
def test_a_proposal_may_be_withdrawn_until_it_is_agreed(
    given: Given,
) -> None:
    """Plans change; the case closes with its reason and day."""
    withdrawn = PartnershipWithdrawn("no backing", SOME_DAY)

    assert decided(given, Withdraw("no backing"), OFFICER_TODAY) == [withdrawn]
    assert status(state_of(*given, withdrawn)) == "withdrawn"


@pytest.mark.parametrize("given", [DRAFT, IN_HAND])
def test_a_conflict_of_interest_is_declared_once(given: Given) -> None:
    """The declaration is a fact of the case, not a counter."""
    manager = around(MANAGER, SOME_DAY)

    assert decided(given, DeclareConflict(), manager) == [DOUBTED]
    assert refusal((*given, DOUBTED), DeclareConflict(), manager) == (
        "conflict_declared_already",
        {},
    )


@pytest.mark.parametrize(
    "command",
    [Assess("policy_fit", 3, "fair"), Return("more"), Approve(), Reject("no")],
)
def test_whoever_is_partial_neither_assesses_nor_decides(command: Command) -> None:
    """Inhabilitet binds also after the proposal was returned and submitted again."""
    again = (PROPOSED, DOUBTED, SUBMITTED, ProposalReturned("more"), SUBMITTED)

    assert refusal(again, command, around(MANAGER, SOME_DAY)) == (
        "conflict_declared",
        {},
    )


def test_an_assessment_is_by_name_and_has_a_reason() -> None:
    """Whoever reads the case sees who gave which score, and why."""
    assess = Assess("policy_fit", 5, "serves G1.1")

    assert decided(IN_HAND, assess, around(COLLEAGUE, SOME_DAY)) == [
        CriterionAssessed("policy_fit", 5, "serves G1.1", COLLEAGUE)
    ]


def test_a_later_score_replaces_an_earlier_one() -> None:
    """There is one score per criterion."""
    first = CriterionAssessed("policy_fit", 2, "unclear", OFFICER)
    second = CriterionAssessed("policy_fit", 4, "clear now", COLLEAGUE)
    state = state_of(*IN_HAND, first, ASSESSED[1], second)

    assert isinstance(state, Submitted)
    assert [(one.criterion, one.score) for one in state.assessments] == [
        ("local_support", 4),
        ("policy_fit", 4),
    ]


def test_the_scores_of_a_partial_assessor_do_not_count() -> None:
    """A conflict that is declared late voids what its declarer scored before."""
    own = CriterionAssessed("policy_fit", 5, "great", DEPUTY)
    state = state_of(*IN_HAND, own, ASSESSED[1], ConflictDeclared(DEPUTY))

    assert isinstance(state, Submitted)
    assert [one.criterion for one in state.assessments] == ["local_support"]


@pytest.mark.parametrize(
    ("assess", "code", "facts"),
    [
        (
            Assess("beauty", 3, "nice"),
            "criterion_unknown",
            {
                "criterion": "beauty",
                "criteria": [
                    "policy_fit",
                    "local_support",
                    "additionality",
                    "feasibility",
                ],
            },
        ),
        (Assess("policy_fit", 0, "bad"), "score_out_of_range", {"score": 0}),
        (Assess("policy_fit", 6, "wow"), "score_out_of_range", {"score": 6}),
    ],
)
def test_a_score_is_for_a_criterion_and_from_1_to_5(
    assess: Assess, code: str, facts: dict[str, object]
) -> None:
    """Scores must be comparable between cases."""
    assert refusal(IN_HAND, assess, OFFICER_TODAY) == (code, facts)


@pytest.mark.parametrize("score", [1, 5])
def test_the_ends_of_the_scale_are_scores(score: int) -> None:
    """1 and 5 are included."""
    assess = Assess("policy_fit", score, "clearly so")

    assert len(decided(IN_HAND, assess, OFFICER_TODAY)) == 1


def test_a_manager_approves_what_is_assessed_and_voted_for() -> None:
    """All gates of the kind are passed."""
    approved = decided(PASSED, Approve(), around(MANAGER, SOME_DAY))

    assert approved == [ProposalApproved()]
    assert status(state_of(*PASSED, *approved)) == "approved"


def test_approval_needs_every_criterion() -> None:
    """One score is not an assessment."""
    given = (*IN_HAND, ASSESSED[0], ASSESSED[3])

    assert refusal(given, Approve(), around(MANAGER, SOME_DAY)) == (
        "criteria_not_assessed",
        {"criteria": ["local_support", "additionality"]},
    )


@pytest.mark.parametrize("command", [Return("more"), Approve(), Reject("no")])
def test_whoever_submitted_does_not_decide(command: Command) -> None:
    """Four eyes, also for somebody who holds both roles."""
    given = (PROPOSED, ProposalSubmitted(BOTH))

    assert refusal(given, command, around(BOTH, SOME_DAY)) == ("four_eyes", {})


@pytest.mark.parametrize("command", [Return("more"), Approve(), Reject("no")])
def test_nothing_is_decided_while_the_ballot_is_open(command: Command) -> None:
    """Voters shall not learn the answer before they gave theirs."""
    assert refusal(VOTING, command, around(MANAGER, SOME_DAY)) == (
        "ballot_open",
        {"closes_on": "2024-02-06"},
    )


def test_a_returned_proposal_starts_over() -> None:
    """Scores and votes were on another text; the conflicts remain."""
    returned = decided(PASSED, Return("smaller area"), around(MANAGER, SOME_DAY))

    assert returned == [ProposalReturned("smaller area")]
    assert status(state_of(*PASSED, *returned)) == "draft"
    assert refusal(
        (*PASSED, *returned, SUBMITTED), Approve(), around(MANAGER, SOME_DAY)
    ) == (
        "criteria_not_assessed",
        {
            "criteria": [
                "policy_fit",
                "local_support",
                "additionality",
                "feasibility",
            ]
        },
    )


def test_a_rejected_proposal_is_closed() -> None:
    """The manager's no ends the case, with its reason and day."""
    rejected = decided(PASSED, Reject("too dear"), around(MANAGER, SOME_DAY))

    assert rejected == [ProposalRejected("too dear", SOME_DAY)]
    assert status(state_of(*PASSED, *rejected)) == "rejected"


def test_a_kind_without_a_ballot_is_approved_on_its_scores() -> None:
    """The gate is the kind's, not everybody's."""
    plain = around(MANAGER, SOME_DAY, kind=replace(BID, ballot=None))

    assert decided((*IN_HAND, *ASSESSED), Approve(), plain) == [ProposalApproved()]


def test_a_partner_cannot_propose() -> None:
    """A link gives the partner's own steps and nothing else."""
    code, _ = refusal((), PROPOSE, around(contact(AT_ANCHOR), SOME_DAY))

    assert code == "role_required"


def test_withdrawing_ends_an_open_ballot() -> None:
    """What is given up is not voted on."""
    given = (*IN_HAND, BALLOT_OPENED)

    assert decided(given, Withdraw("no money"), OFFICER_TODAY) == [
        PartnershipWithdrawn("no money", SOME_DAY)
    ]
