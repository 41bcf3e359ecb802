"""Who has yet to confirm or to declare is reminded, by the days of a signature."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from chassis.clock import add_working_days
from chassis.decider import Refusal
from services.partnerships.domain import commands as ask
from services.partnerships.domain.agreement import Change
from services.partnerships.domain.awaiting import awaited
from services.partnerships.domain.deadlines import deadlines
from services.partnerships.domain.decisions import PARTNERSHIP
from services.partnerships.domain.events import (
    DeadlineApproached,
    DeclarationAsked,
    ExpectationsAligned,
    Outstanding,
)
from services.partnerships.domain.gate_rules import DeclarationRule
from services.partnerships.domain.proposal import Party
from services.partnerships.domain.values import Contacts, Person
from services.partnerships.domain.words import Words
from tests.unit.partnerships.declared import told
from tests.unit.partnerships.given import HASH, OFFICER, SYSTEM, around
from tests.unit.partnerships.stories import (
    SENT_ON,
    STARTS_ON,
    VOTED_ON,
    Play,
    story_of,
)
from tests.unit.partnerships.test_gating import ALIGN, COMPANY, JOBCENTRE, TRAINER

# Five working days before 28 February, and before Easter Monday.
CONFIRM_BY, LATE = date(2024, 2, 28), date(2024, 2, 21)
DECLARE_LATE = date(2024, 3, 21)


def aligned() -> Play:
    """A labour partnership whose expectations are written, confirmed by one."""
    play = Play(told("labour")).approve()
    play.ask(ask.DraftAgreement(play.story.terms), OFFICER, VOTED_ON)
    play.ask(ALIGN, OFFICER, VOTED_ON)
    play.ask(ask.ConfirmExpectations(JOBCENTRE), OFFICER, VOTED_ON)
    return play


def timers(play: Play) -> dict[str, date]:
    """What will happen by itself."""
    return {
        name: day
        for name, day in deadlines(
            play.state, play.story.kind, add_working_days
        ).items()
        if name.startswith("remind")
    }


def late(play: Play, *places: int) -> tuple[Outstanding, ...]:
    """The contacts of these parties, who have yet to answer."""
    parties = play.story.parties
    return tuple(
        Outstanding(parties[one].organisation_id, parties[one].contact_id)
        for one in places
    )


def refused(play: Play, command: ask.Command, day: date) -> str:
    """The code with which a timer's command is refused."""
    with pytest.raises(Refusal) as found:
        play.ask(command, SYSTEM, day)
    return found.value.code


def test_those_who_have_not_confirmed_are_reminded_twice() -> None:
    """Those who have are left alone; the days are those of a signature."""
    play = aligned()
    before = timers(play)

    first = play.ask(ask.RemindExpectations(), SYSTEM, LATE)
    between = timers(play)
    play.ask(ask.ConfirmExpectations(COMPANY, "minutes 1"), OFFICER, LATE)
    second = play.ask(ask.RemindExpectations(), SYSTEM, date(2024, 2, 27))

    reminder = DeadlineApproached(
        "expectations", LATE, CONFIRM_BY, None, None, None, late(play, 1, 2)
    )
    assert before == {"remind_expectations": LATE}
    assert first == [reminder]
    assert between == {"remind_expectations": date(2024, 2, 27)}
    assert second == [
        replace(reminder, reminded_on=date(2024, 2, 27), outstanding=late(play, 2))
    ]
    assert timers(play) == {}


def test_a_text_that_is_written_anew_has_days_of_its_own() -> None:
    """Who was reminded of the old one is asked for the new one from the beginning."""
    play = aligned()
    play.ask(ask.RemindExpectations(), SYSTEM, LATE)

    play.ask(ALIGN, OFFICER, date(2024, 2, 22))

    # Fifteen working days after 22 February is 14 March.
    assert timers(play) == {"remind_expectations": date(2024, 3, 7)}


def test_nobody_is_reminded_of_what_everybody_has_confirmed() -> None:
    """Nor of what is out for signature."""
    play = aligned()
    for organisation in (COMPANY, TRAINER):
        confirm = ask.ConfirmExpectations(organisation, "minutes 1")
        play.ask(confirm, OFFICER, VOTED_ON)
    confirmed = timers(play)
    play.ask(ask.SendForSignature(HASH), OFFICER, SENT_ON)

    assert confirmed == {}
    assert list(timers(play)) == ["remind_signature"]
    assert refused(play, ask.RemindExpectations(), LATE) == "nobody_to_remind"


def test_what_was_written_before_it_had_a_day_reminds_nobody() -> None:
    """Nobody knows when they were asked."""
    play = aligned()
    given = [
        replace(one, aligned_on=None) if isinstance(one, ExpectationsAligned) else one
        for one in play.events
    ]
    state = PARTNERSHIP.fold(given)

    assert deadlines(state, play.story.kind, add_working_days) == {}


def test_the_worklist_says_by_when_it_is_to_be_confirmed() -> None:
    """As it does of a signature."""
    play = aligned()

    steps = awaited(play.state, around(OFFICER, VOTED_ON, kind=play.story.kind))

    [confirming] = [one for one in steps if one.command == "confirm-expectations"]
    assert confirming.by == CONFIRM_BY


def test_a_contact_who_has_not_declared_is_reminded_until_they_have() -> None:
    """The agreement waits for them, and its first day comes near."""
    play = Play(told("mentor")).sign()
    before = timers(play)

    reminded = play.ask(ask.RemindDeclarations(), SYSTEM, DECLARE_LATE)
    after = timers(play)
    mentor = play.story.parties[1].contact_id
    given = ask.RecordDeclaration("confidentiality", mentor, "journal 9")
    play.ask(given, OFFICER, DECLARE_LATE)

    assert before == {"remind_declarations": DECLARE_LATE}
    assert reminded == [
        DeadlineApproached(
            "declaration",
            DECLARE_LATE,
            STARTS_ON,
            None,
            None,
            None,
            late(play, 1),
            declaration="confidentiality",
        )
    ]
    assert after == {"remind_declarations": date(2024, 3, 27)}
    assert timers(play) == {}
    day = date(2024, 3, 27)
    assert refused(play, ask.RemindDeclarations(), day) == "nobody_to_remind"


def test_a_change_that_names_another_reminds_nobody_before_all_have_signed() -> None:
    """Who is to join is asked when the change is concluded, not by the old days."""
    play = Play(told("mentor")).take_effect()
    named = play.story.fields["mentors"]
    assert isinstance(named, Contacts)
    town, company = play.story.parties
    joining = Party(UUID(int=900), company.role, UUID(int=901))
    mentors = Contacts((*named.persons, Person(UUID(int=900), UUID(int=901))))
    change = Change(
        "add_party", "one more", (town, company, joining), {"mentors": mentors}
    )
    terms = replace(play.story.terms, starts_on=date(2024, 6, 3))
    before = timers(play)

    play.ask(ask.ChangeAgreement(change, terms), OFFICER, STARTS_ON)

    assert list(before) == ["remind_term_end"]
    assert timers(play) == before


def test_each_declaration_that_is_missing_is_reminded_of() -> None:
    """One link gives one declaration, so each needs its own."""
    kind = told("mentor").kind
    [rule] = kind.declarations
    also = DeclarationRule("child_safety", Words("Børn", "Children"), rule.field)
    play = Play(story_of(replace(kind, declarations=(rule, also)))).sign()
    asked = [one for one in play.events if isinstance(one, DeclarationAsked)]

    reminded = play.ask(ask.RemindDeclarations(), SYSTEM, DECLARE_LATE)
    mentor = play.story.parties[1].contact_id
    given = ask.RecordDeclaration("confidentiality", mentor, "journal 9")
    play.ask(given, OFFICER, DECLARE_LATE)
    rest = play.ask(ask.RemindDeclarations(), SYSTEM, date(2024, 3, 27))

    def declarations(events: list[object]) -> list[str | None]:
        return [
            one.declaration for one in events if isinstance(one, DeadlineApproached)
        ]

    assert [one.declaration for one in asked] == ["confidentiality", "child_safety"]
    assert declarations([*reminded]) == ["confidentiality", "child_safety"]
    assert declarations([*rest]) == ["child_safety"]


def test_what_was_asked_before_it_had_a_day_is_declared_unreminded() -> None:
    """The agreement still waits for it."""
    play = Play(told("mentor")).sign()
    given = [
        replace(one, asked_on=None) if isinstance(one, DeclarationAsked) else one
        for one in play.events
    ]

    assert deadlines(PARTNERSHIP.fold(given), play.story.kind, add_working_days) == {}


@pytest.mark.parametrize(
    ("kind", "command", "code"),
    [
        ("mentor", ask.RemindExpectations(), "alignment_not_of_kind"),
        ("labour", ask.RemindDeclarations(), "declaration_not_of_kind"),
    ],
)
def test_a_kind_that_does_not_ask_reminds_nobody(
    kind: str, command: ask.Command, code: str
) -> None:
    """A timer of an earlier version of the kind changes nothing."""
    play = Play(told(kind)).approve()

    assert refused(play, command, LATE) == code
