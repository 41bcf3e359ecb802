"""Before signature and before the first day: aligned, appointed, declared, cleared."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from chassis.decider import Refusal
from services.partnerships.domain import commands as ask
from services.partnerships.domain.events import (
    ConcernCleared,
    ConcernRaised,
    DeclarationAsked,
    DeclarationRecorded,
    ExpectationsAligned,
    ExpectationsConfirmed,
    SteeringGroupAppointed,
)
from services.partnerships.domain.gate_rules import AlignmentRule
from services.partnerships.domain.gates import (
    Alignment,
    ConcernStanding,
    Declared,
    Expectation,
    Gates,
    missing_of,
)
from services.partnerships.domain.narrowing import Misplaced
from services.partnerships.domain.next_steps import Upcoming, next_steps
from services.partnerships.domain.proposal import Proposal
from services.partnerships.domain.states import Unproposed, in_hand
from services.partnerships.domain.values import Person
from tests.unit.partnerships.declared import refused, told
from tests.unit.partnerships.given import (
    APPROVED,
    COLLEAGUE,
    DEPUTY,
    DRAFT,
    HASH,
    IN_HAND,
    MANAGER,
    NEGOTIATING,
    OFFICER,
    SCAN,
    SENT_DAY,
    SIGNING,
    SYSTEM,
    TOWN,
    Given,
    around,
    decided,
    refusal,
    state_of,
)
from tests.unit.partnerships.stories import (
    SENT_ON,
    STARTS_ON,
    VOTED_ON,
    Play,
    person,
)

# The roles of a story, in order: the municipality, a company, and the rest.
JOBCENTRE, COMPANY, TRAINER = (UUID(int=place) for place in range(1, 4))
EXPECTED = (
    Expectation(JOBCENTRE, "candidates", "hires"),
    Expectation(COMPANY, "jobs", "hands"),
    Expectation(TRAINER, "courses", "learners"),
)
ALIGN = ask.AlignExpectations(EXPECTED)
RAISE = ask.RaiseConcern("state_aid", "rent below the market")
CLEAR = ask.ClearConcern("state_aid", "de minimis")
RAISED = ConcernRaised("state_aid", "rent below the market", MANAGER)
CLEARED = ConcernCleared("state_aid", "de minimis")


def facts(play: Play, command: ask.Command, who: str) -> dict[str, object]:
    """Return the facts with which a command is refused."""
    with pytest.raises(Refusal) as found:
        play.ask(command, who, SENT_ON)
    return {"code": found.value.code, **found.value.facts}


def aligning() -> Play:
    """A labour partnership that is negotiated, before expectations are aligned."""
    return Play(told("labour")).approve()


def gates(play: Play) -> Gates:
    """What has been passed so far."""
    return in_hand(play.state).case.gates


def test_what_each_party_gives_and_gets_is_written_and_confirmed() -> None:
    """The alignment stands when everybody stands by it."""
    play = aligning()

    # Fifteen working days after 7 February.
    assert play.ask(ALIGN, OFFICER, VOTED_ON) == [
        ExpectationsAligned(EXPECTED, play.story.parties, date(2024, 2, 28), VOTED_ON)
    ]
    confirm = ask.ConfirmExpectations(COMPANY, "minutes 1")
    assert play.ask(confirm, OFFICER, VOTED_ON) == [
        ExpectationsConfirmed(COMPANY, "minutes 1")
    ]
    assert gates(play).alignment == Alignment(EXPECTED, frozenset({COMPANY}))
    assert facts(play, confirm, OFFICER) == {
        "code": "expectations_confirmed_already",
        "organisation_id": str(COMPANY),
    }


def test_a_party_confirms_by_its_own_word_and_staff_by_evidence() -> None:
    """The municipality speaks through staff; of the others only their contact."""
    play = aligning()
    play.ask(ALIGN, OFFICER, VOTED_ON)
    [_, company, trainer] = play.story.parties
    own = ask.ConfirmExpectations(COMPANY)

    assert facts(play, own, f"contact:{trainer.contact_id}") == {
        "code": "not_your_organisation",
        "organisation_id": str(COMPANY),
    }
    assert facts(play, own, OFFICER) == {"code": "evidence_missing"}
    assert play.ask(own, f"contact:{company.contact_id}", VOTED_ON) == [
        ExpectationsConfirmed(COMPANY, None)
    ]
    assert play.ask(ask.ConfirmExpectations(JOBCENTRE), OFFICER, VOTED_ON) == [
        ExpectationsConfirmed(JOBCENTRE, None)
    ]


def test_where_nobody_is_named_nobody_declares() -> None:
    """A draft may still be without its mentors."""
    [rule] = told("mentor").kind.declarations
    nobody = Proposal("A story", told("mentor").parties, (), {})

    assert missing_of(rule, Gates(), nobody) == ()


def test_a_mentor_declares_for_nobody_else() -> None:
    """Each gives their own word; staff show where it can be seen."""
    play = Play(told("mentor")).sign()
    mentor = play.story.parties[1].contact_id
    own = ask.RecordDeclaration("confidentiality", mentor)

    assert play.events[-1] == DeclarationAsked(
        "confidentiality", (person(play.story.parties[1]),), STARTS_ON, SENT_ON
    )
    assert facts(play, own, f"contact:{TOWN}") == {
        "code": "not_your_declaration",
        "contact_id": str(mentor),
    }
    assert facts(play, own, OFFICER) == {"code": "evidence_missing"}
    assert play.ask(own, f"contact:{mentor}", SENT_ON) == [
        DeclarationRecorded("confidentiality", mentor, None)
    ]


def test_writing_anew_voids_what_was_confirmed() -> None:
    """Nobody has confirmed a text that was written afterwards."""
    play = aligning()
    play.ask(ALIGN, OFFICER, VOTED_ON)
    play.ask(ask.ConfirmExpectations(COMPANY, "minutes 1"), OFFICER, VOTED_ON)

    play.ask(ALIGN, OFFICER, VOTED_ON)

    assert gates(play).alignment == Alignment(EXPECTED)


def test_signature_waits_for_those_who_have_not_confirmed() -> None:
    """They are named, so that somebody can ask them."""
    play = aligning()
    play.ask(ask.DraftAgreement(play.story.terms), OFFICER, VOTED_ON)
    play.ask(ALIGN, OFFICER, VOTED_ON)
    play.ask(ask.ConfirmExpectations(COMPANY, "minutes 1"), OFFICER, VOTED_ON)

    assert facts(play, ask.SendForSignature(HASH), OFFICER) == {
        "code": "expectations_not_confirmed",
        "organisations": [str(JOBCENTRE), str(TRAINER)],
    }


def test_only_what_is_written_is_confirmed_and_only_by_a_party() -> None:
    """A stranger has nothing to stand by."""
    play = aligning()
    early = refused(
        play, ask.ConfirmExpectations(COMPANY, "minutes"), OFFICER, VOTED_ON
    )
    play.ask(ALIGN, OFFICER, VOTED_ON)
    stranger = ask.ConfirmExpectations(UUID(int=77), "minutes")

    assert early == "expectations_not_written"
    assert facts(play, stranger, OFFICER) == {
        "code": "not_a_party",
        "organisation_id": str(UUID(int=77)),
    }


def test_only_who_was_asked_confirms() -> None:
    """A party in another role has written nothing that it could stand by."""
    story = told("labour")
    kind = replace(story.kind, alignment=AlignmentRule(("company",)))
    play = Play(replace(story, kind=kind)).approve()
    [company] = [one for one in EXPECTED if one.organisation_id == COMPANY]
    play.ask(ask.AlignExpectations((company,)), OFFICER, VOTED_ON)

    assert facts(play, ask.ConfirmExpectations(JOBCENTRE), OFFICER) == {
        "code": "not_a_party",
        "organisation_id": str(JOBCENTRE),
    }


def test_an_alignment_covers_every_party_once() -> None:
    """The parties that are meant are named."""
    twice = ask.AlignExpectations((*EXPECTED, EXPECTED[0]))

    assert facts(aligning(), twice, OFFICER) == {
        "code": "expectations_not_of_parties",
        "organisations": [str(JOBCENTRE), str(COMPANY), str(TRAINER)],
    }


@pytest.mark.parametrize("command", [ALIGN, ask.ConfirmExpectations(COMPANY, "m")])
def test_what_signatures_rest_on_is_not_changed_under_them(
    command: ask.Command,
) -> None:
    """Neither while the agreement is out, nor while it waits for its first day."""
    out, concluded = Play(told("labour")).send(), Play(told("labour")).sign()

    assert refused(out, command, OFFICER, SENT_ON) == "agreement_is_out"
    assert refused(concluded, command, OFFICER, SENT_ON) == "agreement_is_out"


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (ALIGN, "alignment_not_of_kind"),
        (ask.ConfirmExpectations(TOWN, "m"), "alignment_not_of_kind"),
        (ask.AppointSteeringGroup(()), "steering_group_not_of_kind"),
        (ask.RecordDeclaration("x", TOWN, "j"), "declaration_not_of_kind"),
    ],
)
def test_a_kind_asks_for_its_own_gates_alone(command: ask.Command, code: str) -> None:
    """A business improvement district knows none of these."""
    assert refusal(NEGOTIATING, command, around(OFFICER, SENT_DAY)) == (
        code,
        {"kind": "bid"},
    )


def test_a_steering_group_is_appointed_whole_and_anew() -> None:
    """Who leaves and who comes is one appointment."""
    play = Play(told("campus")).negotiate()
    members = gates(play).steering_group
    chair = replace(members[0], contact_id=UUID(int=88))

    appointed = play.ask(ask.AppointSteeringGroup((*members, chair)), OFFICER, VOTED_ON)

    assert appointed == [SteeringGroupAppointed((*members, chair))]
    assert gates(play).steering_group == (*members, chair)


def test_a_seat_is_taken_by_one_contact_of_a_role_that_has_one() -> None:
    """Two seats for one person would be one voice less."""
    play = Play(told("campus")).approve()
    town, company, youth, school = (person(one) for one in play.story.parties)
    twice = ask.AppointSteeringGroup((town, company, youth, school, town))
    rule = play.story.kind.steering_group
    assert rule is not None
    narrow = replace(rule, seats=rule.seats[:3])
    kind = replace(play.story.kind, steering_group=narrow)
    wide = replace(rule, seats=(replace(rule.seats[0], least=2), *rule.seats[1:]))

    assert facts(play, twice, OFFICER) == {
        "code": "seat_twice",
        "contact_id": str(town.contact_id),
    }
    everybody = ask.AppointSteeringGroup((town, company, youth, school))
    play.story = replace(play.story, kind=kind)
    assert facts(play, everybody, OFFICER) == {
        "code": "seat_not_of_role",
        "role": "education_partner",
        "roles": ["municipality", "company", "youth_partner"],
    }
    play.story = replace(play.story, kind=replace(kind, steering_group=wide))
    assert facts(play, everybody, OFFICER) == {
        "code": "seats_too_few",
        "role": "municipality",
        "least": 2,
        "number": 1,
    }
    stranger = ask.AppointSteeringGroup((Person(UUID(int=77), UUID(int=78)),))
    assert facts(play, stranger, OFFICER) == {
        "code": "not_a_party",
        "organisation_id": str(UUID(int=77)),
    }


def test_a_mentor_declares_once_before_the_first_day() -> None:
    """Recorded with its evidence, for a contact who is named as a mentor."""
    play = Play(told("mentor")).sign()
    mentor = play.story.parties[1].contact_id
    record = ask.RecordDeclaration("confidentiality", mentor, "journal 7")

    assert facts(play, ask.TakeEffect(), SYSTEM)["code"] == "not_due"
    assert play.ask(record, OFFICER, SENT_ON) == [
        DeclarationRecorded("confidentiality", mentor, "journal 7")
    ]
    assert gates(play).declared == (Declared("confidentiality", mentor),)
    assert facts(play, record, OFFICER) == {
        "code": "declared_already",
        "contact_id": str(mentor),
    }
    stranger = ask.RecordDeclaration("confidentiality", TOWN, "journal 7")
    assert facts(play, stranger, OFFICER) == {
        "code": "declarer_unknown",
        "contact_id": str(TOWN),
        "field": "mentors",
    }
    unknown = ask.RecordDeclaration("loyalty", mentor, "journal 7")
    assert facts(play, unknown, OFFICER) == {
        "code": "declaration_unknown",
        "declaration": "loyalty",
        "declarations": ["confidentiality"],
    }


def test_next_steps_tell_who_must_declare_before_the_agreement_applies() -> None:
    """What only a timer does is shown when people hold it up."""
    play = Play(told("mentor")).sign()
    mentor = str(play.story.parties[1].contact_id)
    circumstances = around(OFFICER, STARTS_ON, kind=play.story.kind)

    steps = next_steps(play.state, circumstances)

    [held_up] = [step for step in steps.steps if step.command == "take-effect"]
    assert [one.code for one in held_up.obstacles] == [
        "role_required",
        "declarations_missing",
    ]
    assert held_up.obstacles[1].facts == {"contacts": [mentor]}
    assert steps.upcoming == (Upcoming("remind_declarations", date(2024, 3, 21)),)


@pytest.mark.parametrize("given", [DRAFT, IN_HAND, APPROVED, SIGNING])
def test_a_concern_is_raised_at_any_stage_and_cleared_by_another(given: Given) -> None:
    """Whoever doubts does not clear the doubt."""
    assert decided(given, RAISE, around(MANAGER, SENT_DAY)) == [RAISED]
    raised = (*given, RAISED)
    assert refusal(raised, RAISE, around(OFFICER, SENT_DAY)) == (
        "concern_raised_already",
        {"concern": "state_aid"},
    )
    assert refusal(raised, CLEAR, around(MANAGER, SENT_DAY)) == ("own_concern", {})
    assert decided(raised, CLEAR, around(DEPUTY, SENT_DAY)) == [CLEARED]


def test_a_concern_stops_every_signature_until_it_is_cleared() -> None:
    """Also in a round of signatures that has begun."""
    sign = ask.Sign(TOWN, HASH)
    paper = ask.SignOnBehalf(TOWN, HASH, "signed_on_paper", "journal 2", SCAN)
    blocked = ("concerns_not_cleared", {"concerns": ["state_aid"]})

    assert refusal((*SIGNING, RAISED), sign, around(MANAGER, SENT_DAY)) == blocked
    assert refusal((*SIGNING, RAISED), paper, around(COLLEAGUE, SENT_DAY)) == blocked
    send = ask.SendForSignature(HASH)
    assert refusal((*NEGOTIATING, RAISED), send, around(OFFICER, SENT_DAY)) == blocked
    again = (*SIGNING, RAISED, CLEARED)
    assert decided(again, sign, around(MANAGER, SENT_DAY)) != []


def test_a_concern_that_was_cleared_may_be_raised_again() -> None:
    """What was found out since counts; who raised it last does not clear it."""
    cleared = (*APPROVED, RAISED, CLEARED)
    again = (*cleared, ConcernRaised("state_aid", "new facts", DEPUTY))

    assert in_hand(state_of(*cleared)).case.gates.concerns == (
        ConcernStanding("state_aid", MANAGER, cleared=True),
    )
    assert decided(cleared, RAISE, around(MANAGER, SENT_DAY)) == [RAISED]
    assert in_hand(state_of(*again)).case.gates.concerns == (
        ConcernStanding("state_aid", DEPUTY, cleared=False),
    )
    assert refusal(again, CLEAR, around(DEPUTY, SENT_DAY)) == ("own_concern", {})


def test_concerns_stand_beside_each_other() -> None:
    """Clearing one leaves the other, and what does not stand in the way is not cleared."""
    both = (*APPROVED, ConcernRaised("procurement", "a tender", OFFICER), RAISED)
    one = (*both, CLEARED)

    assert refusal(one, CLEAR, around(DEPUTY, SENT_DAY)) == (
        "concern_not_open",
        {"concern": "state_aid"},
    )
    assert refusal(APPROVED, CLEAR, around(DEPUTY, SENT_DAY)) == ("no_concern_open", {})
    assert in_hand(state_of(*one)).case.gates.concerns == (
        ConcernStanding("procurement", OFFICER, cleared=False),
        ConcernStanding("state_aid", MANAGER, cleared=True),
    )


def test_a_legal_check_of_the_kind_is_cleared_though_nobody_raised_it() -> None:
    """Then nobody is barred from clearing it as the one who doubted."""
    play = Play(told("campus")).draft()

    play.ask(ask.ClearConcern("procurement", "no purchase"), MANAGER, SENT_ON)

    assert gates(play).concerns == (ConcernStanding("procurement", None, cleared=True),)
    assert facts(play, ask.ClearConcern("procurement", "again"), MANAGER) == {
        "code": "concern_not_open",
        "concern": "procurement",
    }


def test_what_is_not_in_hand_has_no_gates() -> None:
    """A history that no decision wrote is not made sense of."""
    with pytest.raises(Misplaced, match="Unproposed is not in hand"):
        in_hand(Unproposed())
