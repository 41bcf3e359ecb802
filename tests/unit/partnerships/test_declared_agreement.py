"""Everything that a shipped kind declares of an agreement is enforced, kind by kind.

Each test asks for what one declaration forbids, in a story that is right otherwise.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from services.partnerships.domain import commands as ask
from services.partnerships.domain.agreement import YearlyTarget
from services.partnerships.domain.deadlines import deadlines
from services.partnerships.domain.events import (
    AgreementSentForSignature,
    Event,
    OutcomeReported,
    ReviewOpened,
)
from services.partnerships.domain.gates import Expectation
from services.partnerships.domain.kinds import IndicatorRule
from services.partnerships.domain.proposal import Party
from services.partnerships.domain.review import ObligationStatement
from services.partnerships.domain.states import InForce
from services.partnerships.domain.values import Person
from services.partnerships.domain.watches import term_end_watch
from tests.unit.partnerships.declared import (
    AT_STRANGER,
    STRANGER,
    declared,
    having,
    on_drafting,
    on_sending,
    refused,
    told,
)
from tests.unit.partnerships.given import (
    DEPUTY,
    HASH,
    OFFICER,
    SYSTEM,
    contact,
    working_days,
)
from tests.unit.partnerships.stories import (
    KINDS,
    PROPOSED_ON,
    SENT_ON,
    STARTS_ON,
    VOTED_ON,
    Play,
    Story,
    person,
    signatories,
)

OUTCOME, REVIEW = UUID(int=902), UUID(int=903)


@pytest.mark.parametrize(("kind", "role"), declared("roles"))
def test_who_must_sign_is_asked_and_nobody_else(kind: str, role: str) -> None:
    """The round of signatures holds every party in a signing role."""
    rule = KINDS[kind].role(role)
    assert rule is not None
    story = told(kind)
    sent = Play(story).send().events[-1]
    assert isinstance(sent, AgreementSentForSignature)

    asked = {party for party in sent.signatories if party.role == role}

    assert asked == (set(story.in_roles((role,))) if rule.must_sign else set())


def word(play: Play, party: Party, *, signs: bool) -> tuple[ask.Command, date]:
    """Let a story come to where a party must speak: sign, or answer in a review."""
    if signs:
        play.send()
        return ask.Sign(party.organisation_id, HASH), SENT_ON
    play.take_effect().ask(ask.OpenReview(REVIEW), OFFICER, STARTS_ON)
    said = tuple(
        ObligationStatement(one.id, "met", "as agreed")
        for one in play.story.terms.obligations
    )
    return ask.GiveStatement(party.organisation_id, 4, said), STARTS_ON


@pytest.mark.parametrize(("kind", "role"), declared("roles"))
def test_a_party_is_spoken_for_as_its_role_declares(kind: str, role: str) -> None:
    """A manager speaks for the municipality, and for a partner its own contact."""
    rule, story = KINDS[kind].role(role), told(kind)
    assert rule is not None
    [party, *_] = story.in_roles((role,))
    play = Play(story)
    command, on = word(play, party, signs=rule.must_sign)
    own, other = DEPUTY, contact(party.contact_id)
    if rule.acts_through == "contact":
        own, other = other, own
    alien = "not_your_organisation" if rule.must_sign else "evidence_missing"

    assert refused(play, command, other, on) == alien
    assert refused(play, command, own, on) is None


@pytest.mark.parametrize(("kind", "role"), declared("roles", "must_sign"))
def test_a_role_signs_after_those_that_it_waits_for(kind: str, role: str) -> None:
    """No shipped kind has an order; each is given one here, and any role may wait."""
    signing = {rule.key for rule in KINDS[kind].roles if rule.must_sign}
    before = tuple(sorted(signing - {role}))
    rules = (
        replace(rule, signs_after=before) if rule.key == role else rule
        for rule in KINDS[kind].roles
    )
    story = told(kind)
    ordered = replace(story, kind=replace(story.kind, roles=tuple(rules)))
    play, free = Play(ordered).send(), Play(story).send()
    party = next(one for one in signatories(play.state) if one.role == role)
    sign = ask.Sign(party.organisation_id, HASH)
    own = contact(party.contact_id)
    if party == story.town:
        own = DEPUTY

    assert refused(play, sign, own, SENT_ON) == "signature_not_yet"
    assert refused(free, sign, own, SENT_ON) is None


@pytest.mark.parametrize(("kind", "clause"), declared("clauses"))
def test_every_clause_is_written_before_signature(kind: str, clause: str) -> None:
    """A version that lacks one cannot be sent."""
    story = told(kind)
    fewer = tuple(one for one in story.terms.clauses if one.key != clause)

    bare = replace(story, terms=replace(story.terms, clauses=fewer))

    assert on_sending(bare) == "clauses_missing"
    assert on_sending(story) is None


@pytest.mark.parametrize("kind", KINDS)
def test_a_term_is_no_longer_than_declared(kind: str) -> None:
    """The story has the longest term that there is; a day more is refused."""
    story = told(kind)
    longer = replace(story.terms, ends_on=story.terms.ends_on + timedelta(days=1))

    assert on_drafting(replace(story, terms=longer)) == "term_too_long"
    assert on_drafting(story) is None


@pytest.mark.parametrize("kind", KINDS)
def test_signatures_have_so_many_working_days(kind: str) -> None:
    """The last day is counted from the day of sending."""
    sent = Play(told(kind)).send().events[-1]

    assert getattr(sent, "sign_by", None) == working_days(
        SENT_ON, KINDS[kind].signature_working_days
    )


@pytest.mark.parametrize(
    ("kind", "role"),
    [
        (kind, role)
        for kind in KINDS
        if (rule := KINDS[kind].alignment)
        for role in rule.roles
    ],
)
def test_expectations_are_aligned_before_signature(kind: str, role: str) -> None:
    """Written for exactly the parties in the declared roles, and confirmed by each."""
    story = told(kind)
    assert story.kind.alignment is not None
    asked = story.in_roles(story.kind.alignment.roles)
    fewer = tuple(
        Expectation(party.organisation_id, "time", "hands")
        for party in asked
        if party.role != role
    )
    play = Play(story).approve()

    assert refused(play, ask.AlignExpectations(fewer), OFFICER, VOTED_ON) == (
        "expectations_not_of_parties"
    )
    assert on_sending(story, "align-expectations", "confirm-expectations") == (
        "expectations_not_written"
    )
    assert on_sending(story, "confirm-expectations") == "expectations_not_confirmed"


@pytest.mark.parametrize(
    ("kind", "role"),
    [
        (kind, seat.role)
        for kind in KINDS
        if (steering := KINDS[kind].steering_group)
        for seat in steering.seats
    ],
)
def test_a_steering_group_has_its_seats_before_signature(kind: str, role: str) -> None:
    """Every seat is taken by a party in its role, and by nobody else."""
    story = told(kind)
    rule = story.kind.steering_group
    assert rule is not None
    members = {
        seat.role: person(story.in_roles((seat.role,))[0]) for seat in rule.seats
    }
    everybody = tuple(members.values())
    fewer = tuple(one for one in everybody if one != members[role])
    stranger = Person(STRANGER, AT_STRANGER)
    play = Play(story).approve()

    found = refused(play, ask.AppointSteeringGroup(fewer), OFFICER, VOTED_ON)
    assert found == "seats_too_few"
    more = ask.AppointSteeringGroup((*everybody, stranger))
    assert refused(play, more, OFFICER, VOTED_ON) == "not_a_party"
    assert on_sending(story, "appoint-steering-group") == "steering_group_missing"


@pytest.mark.parametrize(
    ("kind", "check"), [(k, c) for k in KINDS for c in KINDS[k].legal_checks]
)
def test_a_legal_check_is_cleared_before_signature(kind: str, check: str) -> None:
    """Where the kind asks for it, also when nobody has raised a concern."""
    story = told(kind)
    others = tuple(one for one in story.kind.legal_checks if one != check)
    lax = replace(story, kind=replace(story.kind, legal_checks=others))

    assert on_sending(story, "clear-concern") == "concerns_not_cleared"
    play = Play(lax).negotiate()
    play.story = story
    send = ask.SendForSignature(HASH)
    assert refused(play, send, OFFICER, SENT_ON) == "concerns_not_cleared"


@pytest.mark.parametrize(("kind", "declaration"), declared("declarations"))
def test_a_declaration_is_given_before_the_agreement_applies(
    kind: str, declaration: str
) -> None:
    """By everybody named in the declared field; until then it does not take effect."""
    story = told(kind)
    play = Play(story).sign()
    unknown = ask.RecordDeclaration("loyalty", story.parties[1].contact_id, "j")
    stranger = ask.RecordDeclaration(declaration, AT_STRANGER, "j")

    assert refused(play, ask.TakeEffect(), SYSTEM, STARTS_ON) == "declarations_missing"
    assert "take_effect" not in deadlines(play.state, story.kind, working_days)
    assert refused(play, unknown, OFFICER, SENT_ON) == "declaration_unknown"
    assert refused(play, stranger, OFFICER, SENT_ON) == "declarer_unknown"


def rhythm(kind: str) -> Iterator[date]:
    """Yield the days on which reviews of the story open, each concluded at once."""
    play = Play(told(kind)).take_effect()
    while day := deadlines(play.state, play.story.kind, working_days).get(
        "open_review"
    ):
        yield day
        opened = play.ask(ask.OpenReview(REVIEW), SYSTEM, day)
        assert isinstance(opened[0], ReviewOpened)
        due = opened[0].statements_due_on + timedelta(days=1)
        carry_on = ask.ConcludeReview("continue", "as heard", ())
        play.ask(carry_on, "staff:manager", due)


# Counted by hand; Easter is on 28 March 2027 and on 1 April 2029.
OPENINGS = {
    # each 12 months from 1 April 2024, and 40 working days before 31 March 2029
    "bid": ["2025-04-01", "2026-04-01", "2027-04-01", "2028-04-01", "2029-02-01"],
    "campus": ["2025-04-01", "2026-04-01", "2027-04-01", "2028-04-01", "2029-02-01"],
    "transport": ["2025-04-01", "2026-04-01", "2027-04-01", "2028-04-01", "2029-02-01"],
    # 10 working days before 30 June, and 20 before 31 March
    "school": ["2024-06-17", "2025-06-16", "2026-06-16", "2027-06-16", "2028-03-03"],
    "mentor": ["2024-06-17", "2025-06-16", "2026-03-03"],
    # each 6 months, and 30 working days before 31 March 2027, three days after Easter
    "labour": [
        "2024-10-01",
        "2025-04-01",
        "2025-10-01",
        "2026-04-01",
        "2026-10-01",
        "2027-02-12",
    ],
    # each first November that the kind lists, and 40 working days before the end
    "climate": ["2024-11-01", "2025-11-03", "2026-11-02", "2027-11-01", "2029-02-01"],
}


@pytest.mark.parametrize("kind", OPENINGS)
def test_reviews_open_by_the_declared_rhythm(kind: str) -> None:
    """By months, school years or explicit dates, and once before the end."""
    assert [day.isoformat() for day in rhythm(kind)] == OPENINGS[kind]


@pytest.mark.parametrize(
    ("kind", "day"), [(kind, day) for kind in KINDS for day in KINDS[kind].review.dates]
)
def test_a_review_opens_on_each_listed_day(kind: str, day: date) -> None:
    """Also on those that lie before the story begins."""
    state = Play(told(kind)).take_effect().state
    assert isinstance(state, InForce)
    before = replace(state, reviewed_on=day - timedelta(days=1))

    assert deadlines(before, KINDS[kind], working_days)["open_review"] == day


@pytest.mark.parametrize("kind", KINDS)
def test_statements_have_so_many_working_days(kind: str) -> None:
    """The last day is counted from the opening of the review."""
    play = Play(told(kind)).take_effect()
    [opened] = play.ask(ask.OpenReview(REVIEW), OFFICER, STARTS_ON)
    assert isinstance(opened, ReviewOpened)

    assert opened.statements_due_on == working_days(
        STARTS_ON, KINDS[kind].review.statement_working_days
    )


@pytest.mark.parametrize("kind", KINDS)
def test_the_final_review_opens_so_many_working_days_before_the_end(kind: str) -> None:
    """Early enough that everybody has answered when the term ends."""
    story = told(kind)
    before = story.kind.review.final_working_days_before_end

    assert working_days(story.terms.ends_on, -before) in set(rhythm(kind))


def reminded(play: Play, timer: str, last: date) -> list[date]:
    """Return the days on which reminders go out until a last day."""
    days: list[date] = []
    while True:
        due = deadlines(play.state, play.story.kind, working_days)
        day = {str(name): on for name, on in due.items()}.get(timer)
        if day is None or day > last:
            return days
        days.append(day)
        commands: dict[str, ask.Command] = {
            "remind_ballot": ask.RemindBallot(),
            "remind_signature": ask.RemindSignature(),
            "remind_statement": ask.RemindStatement(),
            "remind_term_end": ask.RemindTermEnd(),
        }
        play.ask(commands[timer], SYSTEM, day)


@pytest.mark.parametrize("kind", having("ballot"))
def test_voters_are_reminded_on_the_declared_days(kind: str) -> None:
    """So many working days before the last day of the ballot, each time once."""
    play, rule = Play(told(kind)).submit(), KINDS[kind].ballot
    assert rule is not None
    play.ask(ask.OpenBallot(), OFFICER, PROPOSED_ON)
    last = working_days(PROPOSED_ON, rule.working_days)

    assert reminded(play, "remind_ballot", last) == [
        working_days(last, -days) for days in KINDS[kind].reminders.ballot
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_signatories_are_reminded_on_the_declared_days(kind: str) -> None:
    """So many working days before the last day for signatures, each time once."""
    play = Play(told(kind)).send()
    last = working_days(SENT_ON, KINDS[kind].signature_working_days)

    assert reminded(play, "remind_signature", last) == [
        working_days(last, -days) for days in KINDS[kind].reminders.signature
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_parties_are_reminded_of_statements_on_the_declared_days(kind: str) -> None:
    """So many working days before the last day for statements, each time once."""
    play = Play(told(kind)).take_effect()
    play.ask(ask.OpenReview(REVIEW), OFFICER, STARTS_ON)
    last = working_days(STARTS_ON, KINDS[kind].review.statement_working_days)

    assert reminded(play, "remind_statement", last) == [
        working_days(last, -days) for days in KINDS[kind].reminders.statement
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_parties_are_reminded_of_the_end_on_the_declared_days(kind: str) -> None:
    """So many working days before the last day of the term, each time once."""
    play = Play(told(kind)).take_effect()
    last = told(kind).terms.ends_on

    assert reminded(play, "remind_term_end", last) == [
        working_days(last, -days) for days in KINDS[kind].reminders.term_end
    ]
    assert term_end_watch(play.state, KINDS[kind]) is not None


def indicator(kind: str, key: str) -> IndicatorRule:
    """Return what a kind declares of an indicator."""
    rule = KINDS[kind].indicator(key)
    assert rule is not None
    return rule


def measuring(kind: str, key: str, baseline: Decimal, goal: str | None = None) -> Story:
    """Return the story with one indicator, from this baseline."""
    story = told(kind)
    rule = indicator(kind, key)
    target = YearlyTarget(STARTS_ON.year, rule.least or Decimal(0))
    measure = replace(
        story.terms.measures[0],
        goal=goal or rule.goal,
        indicator=key,
        baseline=baseline,
        targets=(target,),
    )
    return replace(story, terms=replace(story.terms, measures=(measure,)))


@pytest.mark.parametrize(("kind", "key"), declared("indicators"))
def test_an_indicator_measures_its_own_goal(kind: str, key: str) -> None:
    """Under another goal of the kind, or of none, its figures would mislead."""
    rule = indicator(kind, key)
    least = rule.least or Decimal(0)
    others = [goal for goal in KINDS[kind].goals if goal != rule.goal]

    for goal in others:
        story = measuring(kind, key, least, goal)
        assert on_drafting(story) == "indicator_not_of_goal"
    assert on_drafting(measuring(kind, key, least, "G9.9")) == "goal_not_of_kind"
    assert on_drafting(measuring(kind, key, least)) is None


@pytest.mark.parametrize(("kind", "key"), declared("indicators"))
def test_an_indicator_must_be_declared(kind: str, key: str) -> None:
    """What the kind does not measure is not agreed."""
    story = measuring(kind, key, indicator(kind, key).least or Decimal(0))
    measure = replace(story.terms.measures[0], indicator="happiness")
    terms = replace(story.terms, measures=(measure,))

    assert on_drafting(story) is None
    assert on_drafting(replace(story, terms=terms)) == "indicator_not_of_kind"


@pytest.mark.parametrize(("kind", "key"), declared("indicators"))
def test_an_indicator_stays_in_its_limits(kind: str, key: str) -> None:
    """Both limits are allowed, and nothing beyond them."""
    rule = indicator(kind, key)
    for limit, beyond in ((rule.least, -1), (rule.most, 1)):
        if limit is not None:
            assert on_drafting(measuring(kind, key, limit)) is None
            story = measuring(kind, key, limit + beyond)
            assert on_drafting(story) == "figure_out_of_range"


def reported(kind: str, key: str, method: str | None) -> Event | str:
    """Return what follows from a report on an indicator of the story in force."""
    rule = indicator(kind, key)
    value = rule.least or Decimal(0)
    play = Play(measuring(kind, key, value)).take_effect()
    report = ask.ReportOutcome(
        OUTCOME, key, STARTS_ON, STARTS_ON, value, "claimed", method=method
    )
    found = refused(play, report, OFFICER, STARTS_ON)
    return found or play.events[-1]


@pytest.mark.parametrize(("kind", "key"), declared("indicators"))
def test_a_figure_is_reported_in_the_declared_unit_by_a_declared_method(
    kind: str, key: str
) -> None:
    """Where there are methods, one is named; where there are none, none is."""
    rule = indicator(kind, key)
    known: list[str | None] = [method.key for method in rule.methods]

    assert reported(kind, key, "guesswork") == "method_unknown"
    if known:
        assert reported(kind, key, None) == "method_missing"
    for method in known or [None]:
        event = reported(kind, key, method)
        assert isinstance(event, OutcomeReported)
        assert (event.unit, event.method) == (rule.unit, method)
