"""Everything that a shipped kind declares of a proposal is enforced, kind by kind.

Each test asks for what one declaration forbids, in a story that is right otherwise.
"""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import get_args

import pytest

from services.partnerships.domain import commands as ask
from services.partnerships.domain.events import BallotClosed, BallotOpened
from services.partnerships.domain.field_rules import FieldType
from services.partnerships.domain.proposal import Choice
from services.partnerships.domain.states import status
from services.partnerships.domain.values import (
    Area,
    Chosen,
    ChosenOnes,
    Contact,
    Contacts,
    Emissions,
    FieldValue,
    Fleet,
    GreenMeasure,
    Measures,
    Number,
    Pathway,
    Person,
    Quantity,
    Share,
    Shares,
    Text,
    Vehicles,
    YearlyTonnes,
)
from tests.unit.partnerships.declared import (
    AT_STRANGER,
    STRANGER,
    declared,
    fields,
    filled,
    having,
    on_proposing,
    on_submitting,
    refused,
    rule_of,
    told,
    with_roles,
)
from tests.unit.partnerships.given import (
    COLLEAGUE,
    MANAGER,
    OFFICER,
    SQUARE,
    working_days,
)
from tests.unit.partnerships.stories import (
    KINDS,
    PROPOSED_ON,
    VOTED_ON,
    Play,
    person,
)


@pytest.mark.parametrize("kind", KINDS)
def test_a_right_story_takes_effect(kind: str) -> None:
    """What the other tests change is right before they change it."""
    assert status(Play(told(kind)).take_effect().state) == "active"


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_proposed_while_it_is_published_and_valid(kind: str) -> None:
    """Its first day is the first on which anything can be proposed."""
    story, too_early = told(kind), KINDS[kind].valid_from - timedelta(days=1)
    draft = replace(story, kind=replace(story.kind, publication="draft"))
    over = replace(story, kind=replace(story.kind, valid_to=too_early))

    assert refused(Play(story), story.propose(), OFFICER, too_early) == (
        "kind_not_usable"
    )
    assert on_proposing(story) is None
    assert on_proposing(draft) == "kind_not_usable"
    assert on_proposing(over) == "kind_not_usable"


@pytest.mark.parametrize("kind", KINDS)
def test_a_partnership_pins_the_version_of_its_kind(kind: str) -> None:
    """Key and version of the definition stand in the first event."""
    [proposed] = Play(told(kind)).draft().events

    assert getattr(proposed, "kind", None) == KINDS[kind].key
    assert getattr(proposed, "kind_version", None) == KINDS[kind].version


@pytest.mark.parametrize(("kind", "role"), declared("roles"))
def test_a_role_takes_at_least_so_many(kind: str, role: str) -> None:
    """With one fewer, the proposal cannot be submitted; a least of 0 asks for none."""
    rule = KINDS[kind].role(role)
    assert rule is not None

    found = on_submitting(with_roles(told(kind), role, max(rule.least - 1, 0)))

    assert (found == "role_too_few") is (rule.least > 0)


@pytest.mark.parametrize(("kind", "role"), declared("roles", "most"))
def test_a_role_takes_at_most_so_many(kind: str, role: str) -> None:
    """With one more, the proposal cannot be submitted."""
    rule = KINDS[kind].role(role)
    assert rule is not None
    assert rule.most is not None

    assert on_submitting(with_roles(told(kind), role, rule.most + 1)) == "role_too_many"


@pytest.mark.parametrize("kind", KINDS)
def test_a_role_must_be_declared(kind: str) -> None:
    """Nobody takes part as something that the kind does not know."""
    assert on_proposing(told(kind)) is None
    assert on_proposing(with_roles(told(kind), "spectator", 1)) == "role_unknown"


@pytest.mark.parametrize(
    ("kind", "group", "role"),
    [(k, g.key, role) for k in KINDS for g in KINDS[k].groups for role in g.roles],
)
def test_the_roles_of_a_group_take_so_many_together(
    kind: str, group: str, role: str
) -> None:
    """Any of them may take all; with one fewer, the proposal cannot be submitted."""
    [rule] = [one for one in KINDS[kind].groups if one.key == group]
    alone = told(kind)
    for other in rule.roles:
        alone = with_roles(alone, other, 0)

    fewer = on_submitting(with_roles(alone, role, rule.least - 1))
    enough = on_submitting(with_roles(alone, role, rule.least))

    assert fewer == "group_too_few"
    assert enough != "group_too_few"


@pytest.mark.parametrize(("kind", "flag"), declared("flags"))
def test_a_flag_is_carried_in_its_roles_alone(kind: str, flag: str) -> None:
    """A mark on another role would be counted where it means nothing."""
    [rule] = [one for one in KINDS[kind].flags if one.key == flag]
    story = told(kind)
    marked = tuple(replace(party, flags=(flag,)) for party in story.parties)
    right = tuple(
        replace(party, flags=(flag,) if party.role in rule.roles else ())
        for party in story.parties
    )

    assert on_proposing(replace(story, parties=marked)) == "flag_unknown"
    assert on_proposing(replace(story, parties=right)) is None


@pytest.mark.parametrize(("kind", "flag"), declared("flags"))
def test_a_flag_is_carried_by_at_least_so_many(kind: str, flag: str) -> None:
    """Where one more is asked for than there are, the proposal cannot be submitted."""
    story = told(kind)
    [rule] = [one for one in KINDS[kind].flags if one.key == flag]
    number = len([party for party in story.parties if flag in party.flags])
    exact, more = (
        replace(story.kind, flags=(replace(rule, least=least),))
        for least in (number, number + 1)
    )

    assert on_submitting(replace(story, kind=exact)) is None
    assert on_submitting(replace(story, kind=more)) == "flag_too_few"
    bare = tuple(replace(party, flags=()) for party in story.parties)
    expected = None if rule.least == 0 else "flag_too_few"
    assert on_submitting(replace(story, parties=bare)) == expected


@pytest.mark.parametrize(
    ("kind", "goal"), [(k, g) for k in KINDS for g in KINDS[k].goals]
)
def test_a_kind_serves_its_goals_and_no_others(kind: str, goal: str) -> None:
    """Another goal is refused, and without any the proposal cannot be submitted."""
    story = told(kind)

    assert on_proposing(replace(story, goals=(goal,))) is None
    assert on_submitting(replace(story, goals=())) == "goals_missing"
    assert on_proposing(replace(story, goals=(goal, "G9.9"))) == "goal_not_of_kind"


@pytest.mark.parametrize(("kind", "field"), declared("fields"))
def test_a_required_field_is_filled_before_the_proposal_is_submitted(
    kind: str, field: str
) -> None:
    """Only what is not required may be left out."""
    story = told(kind)
    fewer = {key: one for key, one in story.fields.items() if key != field}
    expected = "field_missing" if rule_of(kind, field).required else None

    assert on_submitting(replace(story, fields=fewer)) == expected


@pytest.mark.parametrize(("kind", "field"), declared("fields"))
def test_a_field_holds_its_type_and_no_other(kind: str, field: str) -> None:
    """A text is no figure, and a figure no text."""
    wrong = Number(1) if rule_of(kind, field).type == "text" else Text("1")

    assert on_proposing(filled(kind, field, wrong)) == "field_of_wrong_type"
    assert on_proposing(filled(kind, "elsewhere", wrong)) == "field_unknown"


def choosing(kind: str, field: str, option: str) -> FieldValue:
    """Return a value of the field's type that chooses this option."""
    rule = rule_of(kind, field)
    match rule.type:
        case "choice":
            return Chosen(option)
        case "choices":
            return ChosenOnes((option,))
        case "fleet":
            return Fleet((Vehicles(option, 3),))
        case _:
            return Measures((GreenMeasure(option, Decimal(3), rule.methods[0].key),))


@pytest.mark.parametrize(("kind", "field"), declared("fields", "options"))
def test_a_field_holds_its_options_and_no_others(kind: str, field: str) -> None:
    """What is not declared is refused."""
    options = rule_of(kind, field).options

    for option in options:
        right = filled(kind, field, choosing(kind, field, option.key))
        assert on_proposing(right) is None
    wrong = filled(kind, field, choosing(kind, field, "elsewhere"))
    assert on_proposing(wrong) == "option_unknown"


@pytest.mark.parametrize(("kind", "field"), fields("choices", "fleet", "measures"))
def test_an_option_is_chosen_once(kind: str, field: str) -> None:
    """Two entries for one drive would be added up by nobody."""
    rule = rule_of(kind, field)
    option = rule.options[0].key
    twice: dict[str, FieldValue] = {
        "choices": ChosenOnes((option, option)),
        "fleet": Fleet((Vehicles(option, 3), Vehicles(option, 4))),
        "measures": Measures(
            2 * tuple(GreenMeasure(option, Decimal(3), m.key) for m in rule.methods[:1])
        ),
    }

    assert on_proposing(filled(kind, field, twice[rule.type])) == "entry_twice"


def found_by(kind: str, field: str, method: str) -> FieldValue:
    """Return a figure of CO2e of the field's type that was found by this method."""
    rule = rule_of(kind, field)
    if rule.type == "emissions":
        return Emissions(Decimal(3), method, 2023)
    return Measures((GreenMeasure(rule.options[0].key, Decimal(3), method),))


@pytest.mark.parametrize(("kind", "field"), declared("fields", "methods"))
def test_a_figure_of_co2e_says_a_declared_method(kind: str, field: str) -> None:
    """A figure that nobody can find again is no baseline."""
    for method in rule_of(kind, field).methods:
        right = filled(kind, field, found_by(kind, field, method.key))
        assert on_proposing(right) is None
    wrong = filled(kind, field, found_by(kind, field, "guesswork"))
    assert on_proposing(wrong) == "method_unknown"


@pytest.mark.parametrize(("kind", "field"), declared("fields", "unit"))
def test_a_quantity_is_given_in_its_unit(kind: str, field: str) -> None:
    """A figure in another unit is another figure."""
    assert on_proposing(filled(kind, field, Quantity(Decimal(5), "acres"))) == (
        "unit_differs"
    )


def limited(limit: str) -> list[tuple[str, str]]:
    """Return each kind with each field that has this limit; 0 is one as well."""
    return [
        (kind, rule.key)
        for kind in KINDS
        for rule in KINDS[kind].fields
        if getattr(rule, limit) is not None
    ]


def figure(kind: str, field: str, amount: Decimal) -> FieldValue:
    """Return a value of the field's type whose figure is this one."""
    rule = rule_of(kind, field)
    options, methods = (
        [one.key for one in ones] for ones in (rule.options, rule.methods)
    )
    match rule.type:
        case "number":
            return Number(int(amount))
        case "quantity":
            return Quantity(amount, str(rule.unit))
        case "fleet":
            return Fleet((Vehicles(options[0], int(amount)),))
        case "emissions":
            return Emissions(amount, methods[0], 2023)
        case "pathway":
            return Pathway((YearlyTonnes(2025, amount),))
        case _:
            return Measures((GreenMeasure(options[0], amount, methods[0]),))


@pytest.mark.parametrize(("kind", "field"), limited("least"))
def test_a_figure_is_not_below_its_lower_limit(kind: str, field: str) -> None:
    """The limit itself is allowed."""
    least = rule_of(kind, field).least
    assert least is not None

    assert on_proposing(filled(kind, field, figure(kind, field, least))) is None
    assert on_proposing(filled(kind, field, figure(kind, field, least - 1))) == (
        "field_out_of_range"
    )


@pytest.mark.parametrize(("kind", "field"), limited("most"))
def test_a_figure_is_not_above_its_upper_limit(kind: str, field: str) -> None:
    """The limit itself is allowed."""
    most = rule_of(kind, field).most
    assert most is not None

    assert on_proposing(filled(kind, field, figure(kind, field, most))) is None
    assert on_proposing(filled(kind, field, figure(kind, field, most + 1))) == (
        "field_out_of_range"
    )


@pytest.mark.parametrize(("kind", "field"), fields("area"))
def test_an_area_is_closed(kind: str, field: str) -> None:
    """A boundary that ends elsewhere encloses nothing."""
    assert on_proposing(filled(kind, field, Area((SQUARE[:3],)))) == "area_not_closed"


@pytest.mark.parametrize(("kind", "field"), declared("fields", "sharers"))
def test_a_share_is_held_by_exactly_the_sharers(kind: str, field: str) -> None:
    """One who does not pay has no share, and the shares make the whole."""
    held = told(kind).fields[field]
    assert isinstance(held, Shares)
    stranger = Shares((replace(held.shares[0], organisation_id=STRANGER),))
    less = Shares(tuple(replace(one, basis_points=1) for one in held.shares))

    assert on_submitting(filled(kind, field, stranger)) == "shares_not_of_members"
    assert on_submitting(filled(kind, field, less)) == "shares_not_whole"


@pytest.mark.parametrize(("kind", "field"), declared("fields", "roles"))
def test_a_contact_acts_for_a_party_in_the_declared_roles(
    kind: str, field: str
) -> None:
    """A coordinator or a mentor of nobody could not be reached."""
    rule = rule_of(kind, field)
    persons = {one.role: person(one) for one in told(kind).parties}
    persons["nobody"] = Person(STRANGER, AT_STRANGER)

    for role, one in persons.items():
        named = Contacts((one,)) if rule.type == "contacts" else Contact(one)
        expected = None if role in rule.roles else "person_not_of_role"
        assert on_submitting(filled(kind, field, named)) == expected


@pytest.mark.parametrize(("kind", "field"), fields("contacts"))
def test_a_contact_is_named_once(kind: str, field: str) -> None:
    """Two entries for one person would count as two."""
    person = Person(STRANGER, AT_STRANGER)

    assert on_proposing(filled(kind, field, Contacts((person, person)))) == (
        "entry_twice"
    )


@pytest.mark.parametrize(("kind", "field"), declared("fields", "baseline"))
@pytest.mark.parametrize(
    ("years", "code"),
    [
        (((2026, 700), (2025, 500)), "pathway_not_in_order"),
        (((2025, 700), (2025, 500)), "pathway_not_in_order"),
        (((2023, 700), (2024, 500)), "pathway_before_baseline"),
        (((2024, 700), (2025, 900)), "pathway_not_downwards"),
        (((2024, 950), (2025, 899)), None),
    ],
)
def test_a_pathway_leads_down_from_the_declared_baseline(
    kind: str, field: str, years: tuple[tuple[int, int], ...], code: str | None
) -> None:
    """The baseline of the story is 900 tCO2e in 2023."""
    steps = tuple(YearlyTonnes(year, Decimal(tonnes)) for year, tonnes in years)

    found = on_proposing(filled(kind, field, Pathway(steps)))

    assert (found or on_submitting(filled(kind, field, Pathway(steps)))) == code


@pytest.mark.parametrize(("kind", "criterion"), declared("criteria"))
def test_every_criterion_is_assessed_before_approval(kind: str, criterion: str) -> None:
    """A proposal with one criterion unassessed cannot be approved."""
    play = Play(told(kind)).draft()
    play.ask(ask.Submit(), OFFICER, PROPOSED_ON)
    for one in KINDS[kind].criteria:
        if one.key != criterion:
            play.ask(ask.Assess(one.key, 3, "fair"), COLLEAGUE, PROPOSED_ON)
    unknown = ask.Assess("beauty", 3, "fair")

    assert refused(play, ask.Approve(), MANAGER, VOTED_ON) == "criteria_not_assessed"
    assert refused(play, unknown, COLLEAGUE, PROPOSED_ON) == "criterion_unknown"


@pytest.mark.parametrize("kind", KINDS)
def test_a_ballot_is_passed_before_approval_where_the_kind_asks_for_one(
    kind: str,
) -> None:
    """And only there can one be opened."""
    asked = KINDS[kind].ballot is not None
    play = Play(told(kind)).submit()

    found = refused(play, ask.Approve(), MANAGER, VOTED_ON)
    assert found == ("ballot_not_passed" if asked else None)
    opened = refused(Play(told(kind)).submit(), ask.OpenBallot(), OFFICER, PROPOSED_ON)
    assert opened == (None if asked else "ballot_not_of_kind")


@pytest.mark.parametrize("kind", having("ballot"))
def test_a_ballot_runs_so_many_working_days_on_the_declared_shares(kind: str) -> None:
    """The roll is the contribution key, though the story has another key as well."""
    rule, story = KINDS[kind].ballot, told(kind)
    assert rule is not None
    declared_key, held = rule_of(kind, rule.share_field), story.fields[rule.share_field]
    assert isinstance(held, Shares)
    other = f"other_{rule.share_field}"
    with_two = replace(
        story,
        kind=replace(
            story.kind, fields=(*story.kind.fields, replace(declared_key, key=other))
        ),
        fields={**story.fields, other: Shares(held.shares[::-1])},
    )

    [opened] = Play(with_two).submit().ask(ask.OpenBallot(), OFFICER, PROPOSED_ON)

    assert isinstance(opened, BallotOpened)
    assert opened.closes_on == working_days(PROPOSED_ON, rule.working_days)
    assert held == Shares(
        tuple(Share(one.organisation_id, one.share) for one in opened.roll)
    )


@pytest.mark.parametrize("kind", having("ballot"))
@pytest.mark.parametrize(
    ("choices", "passed"),
    [(["yes"], False), (["yes", "no", "no"], False), (["yes", "yes", "no"], True)],
)
def test_a_ballot_is_won_by_the_declared_quorum_and_majority(
    kind: str, choices: list[Choice], *, passed: bool
) -> None:
    """Three share alike: one is no half of them, and one of three no majority."""
    play = Play(told(kind)).submit()
    [opened] = play.ask(ask.OpenBallot(), OFFICER, PROPOSED_ON)
    assert isinstance(opened, BallotOpened)
    for voter, choice in zip(opened.roll, choices, strict=False):
        play.cast(Share(voter.organisation_id, voter.share), choice)

    [closed] = play.ask(ask.CloseBallot(), OFFICER, VOTED_ON)

    assert isinstance(closed, BallotClosed)
    assert closed.passed is passed


def test_the_shipped_kinds_use_every_type_of_field() -> None:
    """A type that no kind declares would be tested by nothing above."""
    used = {rule.type for kind in KINDS.values() for rule in kind.fields}

    assert used == set(get_args(FieldType.__value__))
