"""What a typed field is refused with: the place, the value, and what would be right."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from chassis.decider import Refusal
from services.partnerships.domain import commands as ask
from services.partnerships.domain.field_rules import FieldRule
from services.partnerships.domain.gate_rules import FlagRule
from services.partnerships.domain.gates import declarers
from services.partnerships.domain.proposal import Proposal
from services.partnerships.domain.values import (
    Chosen,
    ChosenOnes,
    Contact,
    Contacts,
    Emissions,
    FieldValue,
    Fleet,
    Measures,
    Number,
    Pathway,
    Person,
    Quantity,
    Vehicles,
    YearlyTonnes,
)
from services.partnerships.domain.words import Words
from tests.unit.partnerships.declared import AT_STRANGER, STRANGER, filled, told
from tests.unit.partnerships.given import OFFICER
from tests.unit.partnerships.stories import (
    PROPOSED_ON,
    STARTS_ON,
    Play,
    Story,
    person,
)

STRANGERS = Contacts((Person(STRANGER, AT_STRANGER),))
TWICE = Contacts(2 * STRANGERS.persons)
DRIVES = ["diesel", "petrol", "plug_in_hybrid", "electric", "biogas", "hydrogen"]
METHODS = ["ghg_protocol", "iso_14083", "fuel_consumed"]


def pathway(*steps: tuple[int, int]) -> Pathway:
    """Return a pathway of these years and tonnes."""
    return Pathway(tuple(YearlyTonnes(year, Decimal(one)) for year, one in steps))


def refusal(
    play: Play, command: ask.Command, on: date
) -> tuple[str, dict[str, object]]:
    """Return the code and the facts with which a command is refused."""
    with pytest.raises(Refusal) as found:
        play.ask(command, OFFICER, on)
    return found.value.code, dict(found.value.facts)


def on_writing(story: Story) -> tuple[str, dict[str, object]]:
    """Return why a draft cannot be written."""
    return refusal(Play(story), story.propose(), PROPOSED_ON)


def on_submitting(story: Story) -> tuple[str, dict[str, object]]:
    """Return why a draft cannot be submitted."""
    return refusal(Play(story).draft(), ask.Submit(), PROPOSED_ON)


@pytest.mark.parametrize(
    ("kind", "field", "value", "code", "facts"),
    [
        (
            "labour",
            "openings",
            Number(0),
            "field_out_of_range",
            {"value": "0", "range": "1 - 10000"},
        ),
        (
            "transport",
            "fleet_baseline",
            Fleet((Vehicles("diesel", 0), Vehicles("electric", 0))),
            "field_out_of_range",
            {"value": "0", "range": "≥ 1"},
        ),
        (
            "campus",
            "floor_space",
            Quantity(Decimal(5), "ha"),
            "unit_differs",
            {"unit": "m²"},
        ),
        (
            "transport",
            "fleet_baseline",
            Fleet((Vehicles("steam", 2),)),
            "option_unknown",
            {"option": "steam", "options": DRIVES},
        ),
        (
            "mentor",
            "programme",
            Chosen("night_school"),
            "option_unknown",
            {"option": "night_school", "options": ["tenth_grade", "youth_school"]},
        ),
        (
            "labour",
            "instruments",
            ChosenOnes(("flexjob", "flexjob")),
            "entry_twice",
            {"entry": "flexjob"},
        ),
        ("mentor", "mentors", TWICE, "entry_twice", {"entry": str(AT_STRANGER)}),
        (
            "transport",
            "pathway",
            pathway((2026, 5), (2025, 4)),
            "pathway_not_in_order",
            {},
        ),
        (
            "mentor",
            "school_year",
            Number(2024),
            "field_of_wrong_type",
            {"type": "school_year"},
        ),
    ],
)
def test_a_value_is_refused_with_what_would_be_right(
    kind: str, field: str, value: FieldValue, code: str, facts: dict[str, object]
) -> None:
    """So that whoever writes can put it right without asking."""
    expected = (code, {"field": field, **facts})

    assert on_writing(filled(kind, field, value)) == expected


def test_an_unknown_method_names_those_that_are_known() -> None:
    """Of a baseline, of a measure, and of a figure that is reported."""
    baseline = filled(
        "transport", "co2e_baseline", Emissions(Decimal(9), "guesswork", 2023)
    )
    measures = told("climate").fields["measures"]
    assert isinstance(measures, Measures)
    guessed = replace(measures.measures[1], method="guesswork")
    planned = Measures((measures.measures[0], guessed))

    assert on_writing(baseline) == (
        "method_unknown",
        {"of": "co2e_baseline", "method": "guesswork", "methods": METHODS},
    )
    assert on_writing(filled("climate", "measures", planned)) == (
        "method_unknown",
        {
            "of": "measures",
            "method": "guesswork",
            "methods": ["ghg_protocol", "life_cycle", "standard_values"],
        },
    )


@pytest.mark.parametrize(
    ("method", "code", "facts"),
    [
        (None, "method_missing", {"indicator": "co2e_reduced"}),
        ("guess", "method_unknown", {"of": "co2e_reduced", "method": "guess"}),
    ],
)
def test_a_reported_figure_names_its_method(
    method: str | None, code: str, facts: dict[str, object]
) -> None:
    """One of those that the indicator declares, which are told."""
    play = Play(told("transport")).take_effect()
    report = ask.ReportOutcome(
        UUID(int=1),
        "co2e_reduced",
        STARTS_ON,
        STARTS_ON,
        Decimal(1),
        "claimed",
        method=method,
    )

    assert refusal(play, report, STARTS_ON) == (code, {**facts, "methods": METHODS})


def test_a_contact_of_nobody_is_told_the_roles() -> None:
    """One that is named, and each of several."""
    two = Contacts((*STRANGERS.persons, person(told("mentor").parties[1])))
    school = told("school")
    company = person(school.parties[2])

    assert on_submitting(filled("mentor", "mentors", two)) == (
        "person_not_of_role",
        {"field": "mentors", "roles": ["company"]},
    )
    assert on_submitting(filled("school", "playmaker", Contact(company))) == (
        "person_not_of_role",
        {"field": "playmaker", "roles": ["municipality"]},
    )


@pytest.mark.parametrize(
    ("steps", "code", "facts"),
    [
        (((2023, 800), (2024, 700)), "pathway_before_baseline", {"year": 2023}),
        (((2022, 800), (2024, 700)), "pathway_before_baseline", {"year": 2023}),
        (((2024, 800), (2025, 900)), "pathway_not_downwards", {"baseline": "900"}),
        (
            ((2024, 950), (2025, 800), (2026, 900)),
            "pathway_not_downwards",
            {"baseline": "900"},
        ),
        (((2024, 950), (2025, 950)), "pathway_not_downwards", {"baseline": "900"}),
    ],
)
def test_a_pathway_is_told_its_baseline(
    steps: tuple[tuple[int, int], ...], code: str, facts: dict[str, object]
) -> None:
    """The baseline of the story is 900 tCO2e in 2023."""
    found = on_submitting(filled("transport", "pathway", pathway(*steps)))

    assert found == (code, {"field": "pathway", **facts})


def test_a_pathway_without_years_leads_nowhere() -> None:
    """It does not end below its baseline."""
    story = filled("transport", "pathway", pathway())

    assert on_submitting(story) == (
        "pathway_not_downwards",
        {"field": "pathway", "baseline": "900"},
    )


def test_a_pathway_waits_for_its_baseline() -> None:
    """The baseline that is missing is told, and nothing is made of the pathway."""
    story = told("transport")
    fields = {k: v for k, v in story.fields.items() if k != "co2e_baseline"}

    assert on_submitting(replace(story, fields=fields)) == (
        "field_missing",
        {"field": "co2e_baseline"},
    )


def test_a_flag_is_told_with_what_is_allowed_and_what_is_missing() -> None:
    """Of which role it may be, and how many must carry it."""
    story = told("school")
    town = replace(story.parties[0], flags=("spearhead",))
    company = replace(story.parties[2], flags=("tail",))
    rule = FlagRule("spearhead", Words("s", "s"), ("company",), 3)
    strict = replace(story.kind, flags=(rule,))

    assert on_writing(replace(story, parties=(town, *story.parties[1:]))) == (
        "flag_unknown",
        {"flag": "spearhead", "role": "municipality", "flags": []},
    )
    assert on_writing(replace(story, parties=(*story.parties[:2], company))) == (
        "flag_unknown",
        {"flag": "tail", "role": "company", "flags": ["spearhead"]},
    )
    assert on_submitting(replace(story, kind=strict)) == (
        "flag_too_few",
        {"flag": "spearhead", "least": 3, "number": 1},
    )


def test_who_declares_is_named_in_a_field_of_contacts() -> None:
    """Where the field is empty, or is none of contacts, nobody is."""
    story = told("mentor")
    [rule] = story.kind.declarations
    proposal = Proposal("", story.parties, story.goals, story.fields)
    mentor = story.parties[1].contact_id

    assert declarers(rule, proposal) == (mentor,)
    assert declarers(rule, replace(proposal, fields={})) == ()
    assert declarers(replace(rule, field="programme"), proposal) == ()


def test_an_upper_limit_alone_is_told_as_such() -> None:
    """The sentence names the limits that there are."""
    rule = FieldRule("n", Words("n", "n"), "number", required=False, most=Decimal(5))
    story = told("school")
    kind = replace(story.kind, fields=(*story.kind.fields, rule))
    fields = {**story.fields, "n": Number(6)}

    assert on_writing(replace(story, kind=kind, fields=fields)) == (
        "field_out_of_range",
        {"field": "n", "value": "6", "range": "≤ 5"},
    )
