"""Why not yet: the answer and the decisions come from the same rules."""

from datetime import date

import pytest

from chassis.decider import Refusal
from services.partnerships.domain.commands import COMMANDS, Command, CommandName
from services.partnerships.domain.decisions import PARTNERSHIP
from services.partnerships.domain.events import ConcernRaised, StatementGiven
from services.partnerships.domain.next_steps import Upcoming, next_steps
from services.partnerships.domain.rules import obstacles
from services.partnerships.domain.states import State
from tests.unit.partnerships import asked
from tests.unit.partnerships.given import (
    ACTIVE,
    AGREED,
    APPROVED,
    BALLOT_CLOSES,
    BOTH,
    BOX_OF_THREE,
    COMPLETED,
    DRAFT,
    IN_HAND,
    MANAGER,
    NEGOTIATING,
    OFFICER,
    PARTIES,
    PASSED,
    RESTING,
    REVIEW,
    REVIEW_DAY,
    REVIEWED,
    REVIEWING,
    SENT_DAY,
    SIGN_BY,
    SIGNING,
    STATEMENTS_DUE,
    SYSTEM,
    VOTED,
    VOTING,
    Given,
    around,
    state_of,
)

HISTORIES: tuple[Given, ...] = (
    (),
    DRAFT,
    IN_HAND,
    VOTING,
    VOTED,
    PASSED,
    APPROVED,
    NEGOTIATING,
    SIGNING,
    AGREED,
    ACTIVE,
    RESTING,
    REVIEWING,
    REVIEWED,
    COMPLETED,
)
DOUBTED = ConcernRaised("state_aid", "is it aid?", MANAGER)
SPOKEN = tuple(
    StatementGiven(REVIEW, one.organisation_id, None, (), REVIEW_DAY, None)
    for one in PARTIES
)
DAYS = (date(2024, 1, 23), SENT_DAY, date(2024, 4, 1), REVIEW_DAY, date(2027, 5, 3))


def commands_found(given: Given, who: str, day: date) -> dict[str, list[str]]:
    """Return each step of the answer with the codes that hinder it."""
    steps = next_steps(state_of(*given), around(who, day)).steps
    return {step.command: [one.code for one in step.obstacles] for step in steps}


def accepted(command: Command, state: State, who: str, day: date) -> bool:
    """Return whether the command is carried out."""
    box = around(who, day, box=BOX_OF_THREE)
    try:
        PARTNERSHIP.decide(command, state, box)
    except Refusal:
        return False
    return True


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("who", [OFFICER, MANAGER, BOTH, SYSTEM])
@pytest.mark.parametrize("given", HISTORIES)
def test_a_command_is_accepted_exactly_when_nothing_hinders_it(
    given: Given, who: str, day: date
) -> None:
    """With right input, the answer to why-not-yet and the decision never differ."""
    state = state_of(*given)
    circumstances = around(who, day, box=BOX_OF_THREE)
    differing = [
        command.name
        for command in asked.well_formed(state, day)
        if accepted(command, state, who, day)
        != (obstacles(command.name, state, circumstances) == ())
    ]

    assert differing == []


def test_every_command_has_its_name_and_its_askers() -> None:
    """The names in the paths are those of the commands, each once."""
    names = [command.name for command in COMMANDS]

    assert sorted(names) == sorted(CommandName.__value__.__args__)
    assert all(command.roles for command in COMMANDS)


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ((), "unproposed"),
        (DRAFT, "draft"),
        (IN_HAND, "submitted"),
        (APPROVED, "approved"),
        (NEGOTIATING, "negotiating"),
        (SIGNING, "signing"),
        (AGREED, "concluded"),
        (ACTIVE, "active"),
        (RESTING, "suspended"),
        (REVIEWING, "under_review"),
        (COMPLETED, "completed"),
    ],
)
def test_a_stage_has_one_word(given: Given, word: str) -> None:
    """Lists and programs ask for it by this word."""
    assert next_steps(state_of(*given), around(OFFICER, SENT_DAY)).status == word


def test_a_draft_tells_what_is_missing_before_it_is_submitted() -> None:
    """And that what only a case officer may do is not for a manager."""
    assert commands_found(DRAFT, MANAGER, SENT_DAY) == {
        "revise": ["role_required"],
        "submit": ["role_required"],
        "withdraw": ["role_required"],
        "declare-conflict": [],
        "raise-concern": [],
        "clear-concern": ["no_concern_open"],
    }


def test_everything_that_is_missing_is_listed_at_once() -> None:
    """Nobody wants to be told one reason a day."""
    assert commands_found(IN_HAND, BOTH, SENT_DAY)["approve"] == [
        "criteria_not_assessed",
        "ballot_not_passed",
    ]


def test_what_happens_by_itself_is_told_with_its_day() -> None:
    """What only a timer does is no step for anybody, but it is announced in order."""
    answer = next_steps(state_of(*SIGNING), around(MANAGER, SENT_DAY))

    assert answer.status == "signing"
    assert [step.command for step in answer.steps] == [
        "withdraw",
        "raise-concern",
        "clear-concern",
        "draft-agreement",
        "send-for-signature",
        "sign",
        "sign-on-behalf",
        "record-signatures",
        "revoke-signature",
        "decline",
        "terminate",
    ]
    assert answer.upcoming == (
        Upcoming("remind_signature", date(2024, 3, 15)),
        Upcoming("lapse_signature", date(2024, 3, 23)),
    )


@pytest.mark.parametrize(
    ("given", "command", "by", "needed"),
    [
        (VOTING, "cast-vote", BALLOT_CLOSES, False),
        (VOTED, "cast-vote", BALLOT_CLOSES, False),
        (SIGNING, "sign", SIGN_BY, False),
        ((*SIGNING, DOUBTED), "sign", SIGN_BY, False),
        (SIGNING, "sign-on-behalf", SIGN_BY, False),
        (SIGNING, "record-signatures", SIGN_BY, False),
        (REVIEWING, "give-statement", STATEMENTS_DUE, True),
        ((*REVIEWING, *SPOKEN), "give-statement", STATEMENTS_DUE, False),
        (ACTIVE, "settle-obligation", date(2024, 12, 31), True),
        (ACTIVE, "suspend", None, False),
    ],
)
def test_a_step_tells_by_when_and_by_whom(
    given: Given, command: str, by: date | None, *, needed: bool
) -> None:
    """Who must act sees the last day on which it counts, also while it is held up."""
    steps = next_steps(state_of(*given), around(OFFICER, SENT_DAY)).steps
    [step] = [one for one in steps if one.command == command]

    assert step.by == by
    assert step.needed is needed
    [asked_of] = [one for one in COMMANDS if one.name == command]
    assert step.roles == asked_of.roles
