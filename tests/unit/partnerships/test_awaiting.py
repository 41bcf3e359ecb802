"""What a partnership waits for, from whom, and on which days."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from services.partnerships.domain.awaiting import Awaited, awaited
from services.partnerships.domain.commands import DraftAgreement
from services.partnerships.domain.events import (
    ActionPointClosed,
    ActionPointVerified,
    ConcernRaised,
    ConflictDeclared,
    ExpectationsAligned,
    ObligationSettled,
    PartnershipWithdrawn,
    ReviewConcluded,
    StatementGiven,
)
from services.partnerships.domain.gate_rules import AlignmentRule
from services.partnerships.domain.gates import Expectation
from services.partnerships.domain.review import ActionPoint
from tests.unit.partnerships.given import (
    ACTIVE,
    AGREED,
    APPROVED,
    BALLOT_CLOSES,
    BALLOT_FAILED,
    BID,
    COLLEAGUE,
    COMPLETED,
    DEPUTY,
    DRAFT,
    DRAFTED,
    IN_HAND,
    LIGHTING,
    MANAGER,
    NEGOTIATING,
    NEIGHBOUR,
    OFFICER,
    PARTIES,
    PASSED,
    PROPOSED,
    RESTING,
    REVIEW,
    REVIEWED,
    REVIEWING,
    SENT_DAY,
    SIGN_BY,
    SIGNED,
    SIGNING,
    STARTS,
    STATEMENTS_DUE,
    SWEEPING,
    SYSTEM,
    TERMS,
    TOWN,
    VOTED,
    VOTING,
    Given,
    around,
    state_of,
)
from tests.unit.partnerships.stories import (
    KINDS,
    Play,
    before_signature,
    before_the_first_day,
    story_of,
)
from tests.unit.partnerships.test_measuring import REPORTED

NOTHING: Given = ()
OFFICERS = frozenset({"case_officer"})
MANAGERS = frozenset({"manager"})
STAFF = OFFICERS | MANAGERS
FIRST_DUE = date(2024, 12, 31)
SPOKEN = date(2025, 4, 2)


def waiting(given: Given) -> list[Awaited]:
    """Return what the partnership waits for after these events."""
    return list(awaited(state_of(*given), around(SYSTEM, SENT_DAY)))


def step(command: str, askers: frozenset[str], **more: object) -> Awaited:
    """Return a step as it is told."""
    return Awaited(command, askers, **more)  # type: ignore[arg-type]  # a command, and askers


def test_a_draft_waits_to_be_submitted_or_to_be_made_whole() -> None:
    """Which of the two is told by the rules for submitting."""
    bare = (replace(PROPOSED, fields={}),)
    withdrawn = PartnershipWithdrawn("no money", SENT_DAY)

    assert waiting(NOTHING) == []
    assert waiting((*DRAFT, withdrawn)) == []
    assert waiting(DRAFT) == [step("submit", OFFICERS)]
    assert waiting(bare) == [step("revise", OFFICERS)]


def test_a_proposal_waits_for_those_who_are_impartial() -> None:
    """Who submitted does not approve, and who declared a conflict does nothing."""
    partial = ConflictDeclared(DEPUTY)
    everything = step("assess", STAFF, not_by=frozenset({DEPUTY}))

    assert waiting((*IN_HAND, partial)) == [step("open-ballot", OFFICERS), everything]
    assert waiting((*PASSED, partial)) == [
        step("approve", MANAGERS, not_by=frozenset({OFFICER, DEPUTY}))
    ]
    assert waiting((*VOTED, BALLOT_FAILED)) == [step("open-ballot", OFFICERS)]


@pytest.mark.parametrize("asker", [OFFICER, DEPUTY, SYSTEM])
def test_what_is_awaited_is_the_same_whoever_asks(asker: str) -> None:
    """Also where the asker may not do it."""
    state = state_of(*PASSED, ConflictDeclared(DEPUTY))

    assert list(awaited(state, around(asker, SENT_DAY))) == [
        step("approve", MANAGERS, not_by=frozenset({OFFICER, DEPUTY}))
    ]


def test_an_open_ballot_waits_for_the_voters_until_it_closes() -> None:
    """When everybody has voted it is counted by itself."""
    contacts = frozenset({"contact"})

    assert waiting(VOTING) == [
        step("cast-vote", contacts, by=BALLOT_CLOSES, closes_on=BALLOT_CLOSES)
    ]
    assert waiting(VOTED) == []


def test_a_text_is_sent_while_its_first_day_is_ahead() -> None:
    """From the day after it must be written anew; until then it may be, but need not."""
    assert waiting(APPROVED) == [step("draft-agreement", STAFF)]
    assert waiting(NEGOTIATING) == [
        step("send-for-signature", STAFF, by=STARTS, closes_on=STARTS),
        step("draft-agreement", STAFF, opens_on=date(2024, 4, 2)),
    ]
    bare = replace(DRAFTED, terms=replace(TERMS, measures=()))
    assert waiting((*APPROVED, bare)) == [step("draft-agreement", STAFF)]


def test_what_somebody_doubts_waits_for_another_to_clear_it() -> None:
    """And nothing is sent or signed meanwhile."""
    raised = ConcernRaised("state_aid", "is it aid?", MANAGER)
    cleared_by_another = step("clear-concern", MANAGERS, not_by=frozenset({MANAGER}))

    assert waiting((*NEGOTIATING, raised)) == [cleared_by_another]
    assert waiting((*SIGNING, raised)) == [cleared_by_another]


def test_a_text_that_is_out_waits_for_the_municipality_and_for_partners() -> None:
    """Until the last day for signatures; who has signed is waited for no more."""
    both = frozenset({"manager", "contact"})
    contacts = frozenset({"contact"})
    until = {"by": SIGN_BY, "closes_on": SIGN_BY}

    assert waiting(SIGNING) == [step("sign", both, organisation_id=TOWN, **until)]
    assert waiting((*SIGNING, SIGNED[0])) == [step("sign", contacts, **until)]
    assert waiting((*SIGNING, *SIGNED[1:])) == [
        step("sign", MANAGERS, organisation_id=TOWN, **until)
    ]
    assert waiting(AGREED) == []


def asked(play: Play) -> list[Awaited]:
    """Return what a story waits for."""
    around_it = around(SYSTEM, SENT_DAY, kind=play.story.kind)
    return list(awaited(play.state, around_it))


def test_expectations_are_written_and_then_confirmed_before_a_text_is_sent() -> None:
    """Beside the text while it is not written, and then alone, in 15 working days."""
    play = Play(story_of(KINDS["labour"])).approve()
    draft = step("draft-agreement", STAFF)
    confirm = step("confirm-expectations", STAFF | {"contact"}, by=SIGN_BY)
    align, *confirmed = before_signature(play.story)

    assert asked(play) == [draft, step("align-expectations", STAFF)]
    play.ask(align, OFFICER, SENT_DAY)
    assert asked(play) == [draft, confirm]
    play.ask(DraftAgreement(play.story.terms), OFFICER, SENT_DAY)
    assert asked(play) == [confirm]
    for one in confirmed:
        play.ask(one, OFFICER, SENT_DAY)
    assert [one.command for one in asked(play)] == [
        "send-for-signature",
        "draft-agreement",
    ]


def test_expectations_that_were_written_before_days_were_told_have_none() -> None:
    """Who was asked, and by when, is not in the events of those days."""
    aligned = ExpectationsAligned((Expectation(NEIGHBOUR, "time", "hands"),))
    kind = replace(BID, alignment=AlignmentRule(("stakeholder",)))
    state = state_of(*APPROVED, aligned)

    assert list(awaited(state, around(SYSTEM, SENT_DAY, kind=kind))) == [
        step("draft-agreement", STAFF),
        step("confirm-expectations", STAFF | {"contact"}),
    ]


def test_a_steering_group_and_a_legal_check_are_awaited_where_the_kind_asks() -> None:
    """The group from staff, and the check from any manager."""
    assert asked(Play(story_of(KINDS["campus"])).approve()) == [
        step("draft-agreement", STAFF),
        step("clear-concern", MANAGERS),
        step("appoint-steering-group", STAFF),
    ]


def test_a_declaration_is_awaited_until_the_first_day() -> None:
    """From the contact, or from staff who record it; then it takes effect by itself."""
    play = Play(story_of(KINDS["mentor"])).sign()

    assert asked(play) == [
        step("record-declaration", STAFF | {"contact"}, by=date(2024, 4, 1))
    ]
    for one in before_the_first_day(play.story):
        play.ask(one, OFFICER, SENT_DAY)
    assert asked(play) == []


def test_an_agreement_in_force_waits_for_what_it_promises() -> None:
    """The obligation that is due first; while it rests, that it goes on."""
    later = ObligationSettled(SWEEPING, "met", FIRST_DUE)
    last = ObligationSettled(LIGHTING, "met", FIRST_DUE)

    assert waiting(ACTIVE) == [step("settle-obligation", STAFF, by=FIRST_DUE)]
    assert waiting((*ACTIVE, later)) == [
        step("settle-obligation", STAFF, by=date(2025, 6, 30))
    ]
    assert waiting((*ACTIVE, later, last)) == []
    assert waiting(RESTING) == [step("resume", MANAGERS)]


def test_a_review_waits_for_statements_and_then_for_a_conclusion() -> None:
    """Which a manager may draw when all have spoken, or the day after the last."""
    staff_and_contacts = STAFF | {"contact"}
    promised = step("settle-obligation", STAFF, by=FIRST_DUE)
    spoken = tuple(
        StatementGiven(REVIEW, one.organisation_id, None, (), SPOKEN, None)
        for one in PARTIES
    )

    assert waiting(REVIEWING) == [
        step(
            "give-statement",
            staff_and_contacts,
            by=STATEMENTS_DUE,
            organisation_id=TOWN,
        ),
        step("conclude-review", MANAGERS, opens_on=date(2025, 4, 26)),
        promised,
    ]
    assert waiting((*REVIEWING, *spoken)) == [
        step("conclude-review", MANAGERS),
        promised,
    ]
    assert waiting(REVIEWED) == [step("complete", MANAGERS), promised]


def test_an_action_point_waits_to_be_closed_and_for_another_to_verify_it() -> None:
    """Each by the day of the first one."""
    early = ActionPoint(UUID(int=301), TOWN, "paint", date(2025, 6, 2))
    late = ActionPoint(UUID(int=302), TOWN, "plant", date(2025, 9, 1))
    concluded = ReviewConcluded(REVIEW, "continue", "go on", (), (late, early))
    given = (*REVIEWING, concluded)
    by_colleague = ActionPointClosed(early.id, "painted", COLLEAGUE)
    by_manager = ActionPointClosed(late.id, "planted", MANAGER)

    assert waiting(given)[1:] == [
        step("close-action-point", STAFF, by=date(2025, 6, 2))
    ]
    assert waiting((*given, by_colleague))[1:] == [
        step("close-action-point", STAFF, by=date(2025, 9, 1)),
        step(
            "verify-action-point",
            STAFF,
            by=date(2025, 6, 2),
            not_by=frozenset({COLLEAGUE}),
        ),
    ]
    both = (*given, by_colleague, by_manager)
    assert waiting(both)[1:] == [
        step("verify-action-point", STAFF, by=date(2025, 6, 2))
    ]
    verified = ActionPointVerified(early.id)
    assert waiting((*both, verified))[1:] == [
        step(
            "verify-action-point",
            STAFF,
            by=date(2025, 9, 1),
            not_by=frozenset({MANAGER}),
        )
    ]


def test_a_figure_waits_for_another_than_who_reported_it() -> None:
    """Also after the end; a proposal that came to nothing waits for nothing."""
    judged = step("accept-outcome", STAFF, not_by=frozenset({REPORTED.reporter}))

    assert waiting((*ACTIVE, REPORTED))[1:] == [judged]
    assert waiting((*COMPLETED, REPORTED)) == [judged]
    assert waiting(COMPLETED) == []


@pytest.mark.parametrize(
    ("who", "day", "waits"),
    [
        (OFFICER, date(2024, 5, 2), True),
        (OFFICER, date(2024, 5, 1), False),
        (OFFICER, date(2024, 5, 4), True),
        (OFFICER, date(2024, 5, 5), False),
        (COLLEAGUE, date(2024, 5, 2), False),
        (MANAGER, date(2024, 5, 2), False),
    ],
)
def test_a_step_is_for_the_right_one_on_its_days(
    who: str, day: date, *, waits: bool
) -> None:
    """From its first day to its last, by role, and not for who may not."""
    wanted = step(
        "assess",
        OFFICERS,
        opens_on=date(2024, 5, 2),
        closes_on=date(2024, 5, 4),
        not_by=frozenset({COLLEAGUE}),
    )
    asker = around(who, day)

    assert wanted.is_for(asker.actor, asker.roles, asker.today) is waits
