"""A definition with a mistake is told what it is and where, before it is published."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import get_args

import pytest

from services.partnerships.domain.field_rules import FieldRule, FieldType
from services.partnerships.domain.gate_rules import (
    AlignmentRule,
    BallotRule,
    DeclarationRule,
    FlagRule,
    SeatRule,
    SteeringRule,
)
from services.partnerships.domain.kinds import (
    GroupRule,
    IndicatorRule,
    Kind,
    Reminders,
    RoleRule,
)
from services.partnerships.domain.linting import Mistake, lint
from services.partnerships.domain.words import Option, Words
from services.partnerships.policy import POLICY
from services.partnerships.sentences import SENTENCES
from tests.support.places import changed, entries, places
from tests.unit.partnerships.declared import having
from tests.unit.partnerships.stories import KINDS

BID, CAMPUS, SCHOOL = KINDS["bid"], KINDS["campus"], KINDS["school"]
LABOUR, MENTOR, TRANSPORT = KINDS["labour"], KINDS["mentor"], KINDS["transport"]
CLIMATE = KINDS["climate"]
NAME = Words("noget", "something")
NAMELESS = Option("odd", Words(" ", ""))
DIESEL = Option("diesel", NAME)


def told(kind: Kind) -> list[tuple[str, str, dict[str, object]]]:
    """Return every mistake with its place and facts."""
    return [(one.code, one.place, dict(one.facts)) for one in lint(kind, POLICY)]


def with_field(kind: Kind, number: int, rule: FieldRule) -> Kind:
    """Return the kind with another field in one place."""
    return replace(kind, fields=_put(kind.fields, number, rule))


def _put[Item](items: tuple[Item, ...], number: int, item: Item) -> tuple[Item, ...]:
    return (*items[:number], item, *items[number + 1 :])


def role(kind: Kind, number: int, rule: RoleRule) -> Kind:
    """Return the kind with another role in one place."""
    return replace(kind, roles=_put(kind.roles, number, rule))


def indicator(kind: Kind, number: int, rule: IndicatorRule) -> Kind:
    """Return the kind with another indicator in one place."""
    return replace(kind, indicators=_put(kind.indicators, number, rule))


def in_order(kind: Kind, **after: tuple[str, ...]) -> Kind:
    """Return the kind with an order of signing."""
    rules = (replace(one, signs_after=after.get(one.key, ())) for one in kind.roles)
    return replace(kind, roles=tuple(rules))


def reminding(kind: Kind, reminders: Reminders) -> Kind:
    """Return the kind with other reminders."""
    return replace(kind, reminders=reminders)


ROLES_OF_BID = [
    "municipality",
    "business",
    "property_owner",
    "association",
    "stakeholder",
]
MISTAKES: list[tuple[Kind, list[tuple[str, str, dict[str, object]]]]] = [
    (
        replace(BID, name=Words("", " ")),
        [("name_missing", "/name/da", {}), ("name_missing", "/name/en", {})],
    ),
    (
        with_field(
            TRANSPORT, 0, replace(TRANSPORT.fields[0], options=(DIESEL, NAMELESS))
        ),
        [
            ("name_missing", "/fields/0/options/1/name/da", {}),
            ("name_missing", "/fields/0/options/1/name/en", {}),
        ],
    ),
    (
        with_field(
            TRANSPORT,
            1,
            replace(
                TRANSPORT.fields[1],
                methods=(DIESEL, replace(DIESEL, name=Words("x", ""))),
            ),
        ),
        [
            ("name_missing", "/fields/1/methods/1/name/en", {}),
            ("key_twice", "/fields/1/methods/1", {"key": "diesel"}),
        ],
    ),
    (
        indicator(CLIMATE, 0, replace(CLIMATE.indicators[0], methods=(DIESEL, DIESEL))),
        [("key_twice", "/indicators/0/methods/1", {"key": "diesel"})],
    ),
    (replace(BID, key="schema"), [("key_reserved", "/key", {"key": "schema"})]),
    (
        replace(BID, criteria=(*BID.criteria, BID.criteria[1])),
        [("key_twice", "/criteria/4", {"key": "local_support"})],
    ),
    (
        replace(BID, clauses=(*BID.clauses, BID.clauses[0])),
        [("key_twice", "/clauses/6", {"key": "purpose"})],
    ),
    (
        replace(BID, goals=(*BID.goals, "G1.1")),
        [("key_twice", "/goals/3", {"key": "G1.1"})],
    ),
    (
        replace(BID, groups=(*BID.groups, GroupRule("more", NAME, ("baker",), 0))),
        [
            (
                "role_not_declared",
                "/groups/1/roles/0",
                {"role": "baker", "roles": ROLES_OF_BID},
            )
        ],
    ),
    (
        in_order(BID, municipality=("baker",)),
        [
            (
                "role_not_declared",
                "/roles/0/signs_after/0",
                {"role": "baker", "roles": ROLES_OF_BID},
            )
        ],
    ),
    (
        in_order(
            BID, municipality=("business", "stakeholder"), stakeholder=("business",)
        ),
        [
            (
                "order_of_nobody",
                "/roles/0/signs_after/1",
                {"role": "stakeholder"},
            ),
            (
                "order_of_nobody",
                "/roles/4/signs_after/0",
                {"role": "stakeholder"},
            ),
        ],
    ),
    (
        in_order(
            BID,
            municipality=("association",),
            business=("property_owner",),
            property_owner=("business",),
            association=("business",),
        ),
        [
            (
                "order_in_a_circle",
                "/roles",
                {
                    "roles": [
                        "municipality",
                        "business",
                        "property_owner",
                        "association",
                    ]
                },
            )
        ],
    ),
    (
        replace(BID, flags=(FlagRule("green", NAME, ("business", "baker"), 0),)),
        [
            (
                "role_not_declared",
                "/flags/0/roles/1",
                {"role": "baker", "roles": ROLES_OF_BID},
            )
        ],
    ),
    (
        with_field(BID, 2, replace(BID.fields[2], sharers=("business", "baker"))),
        [
            (
                "role_not_declared",
                "/fields/2/sharers/1",
                {"role": "baker", "roles": ROLES_OF_BID},
            )
        ],
    ),
    (
        with_field(SCHOOL, 0, replace(SCHOOL.fields[0], roles=("baker",))),
        [
            (
                "role_not_declared",
                "/fields/0/roles/0",
                {"role": "baker", "roles": ["municipality", "school", "company"]},
            )
        ],
    ),
    (
        replace(BID, alignment=AlignmentRule(("baker",))),
        [
            (
                "role_not_declared",
                "/alignment/roles/0",
                {"role": "baker", "roles": ROLES_OF_BID},
            )
        ],
    ),
    (
        replace(BID, steering_group=SteeringRule((SeatRule("baker", 1),))),
        [
            (
                "role_not_declared",
                "/steering_group/seats/0",
                {"role": "baker", "roles": ROLES_OF_BID},
            )
        ],
    ),
    (
        role(BID, 0, replace(BID.roles[0], acts_through="contact")),
        [("no_municipality", "/roles", {})],
    ),
    (
        role(BID, 0, replace(BID.roles[0], most=None)),
        [("no_municipality", "/roles", {})],
    ),
    (
        role(BID, 4, replace(BID.roles[4], acts_through="staff")),
        [("no_municipality", "/roles", {})],
    ),
    (
        replace(
            BID,
            roles=(
                BID.roles[0],
                *(replace(one, must_sign=False) for one in BID.roles[1:]),
            ),
        ),
        [("nobody_signs", "/roles", {})],
    ),
    (
        replace(BID, valid_to=date(2022, 12, 31)),
        [("validity_reversed", "/valid_to", {"valid_from": "2023-01-01"})],
    ),
    (
        role(BID, 3, replace(BID.roles[3], least=2)),
        [("limits_reversed", "/roles/3", {"least": "2", "most": "1"})],
    ),
    (
        with_field(
            LABOUR, 2, replace(LABOUR.fields[2], least=Decimal(9), most=Decimal(8))
        ),
        [("limits_reversed", "/fields/2", {"least": "9", "most": "8"})],
    ),
    (
        indicator(BID, 1, replace(BID.indicators[1], least=Decimal(101))),
        [("limits_reversed", "/indicators/1", {"least": "101", "most": "100"})],
    ),
    (
        replace(
            BID, groups=(GroupRule("g", NAME, ("municipality", "association"), 3),)
        ),
        [("group_impossible", "/groups/0", {"least": 3, "most": 2})],
    ),
    (
        replace(BID, flags=(FlagRule("green", NAME, ("association",), 2),)),
        [("flag_impossible", "/flags/0", {"least": 2, "most": 1})],
    ),
    (
        with_field(LABOUR, 1, replace(LABOUR.fields[1], options=())),
        [
            (
                "field_lacks",
                "/fields/1/options",
                {"type": "choices", "lacking": "options"},
            )
        ],
    ),
    (
        with_field(CAMPUS, 3, replace(CAMPUS.fields[3], unit=None)),
        [
            (
                "field_lacks",
                "/fields/3/unit",
                {"type": "quantity", "lacking": "unit"},
            )
        ],
    ),
    (
        with_field(BID, 3, replace(BID.fields[3], options=(DIESEL,), least=Decimal(0))),
        [
            (
                "field_has_needless",
                "/fields/3/least",
                {"type": "text", "needless": "least"},
            ),
            (
                "field_has_needless",
                "/fields/3/options",
                {"type": "text", "needless": "options"},
            ),
        ],
    ),
    (
        with_field(
            TRANSPORT, 2, replace(TRANSPORT.fields[2], baseline="fleet_baseline")
        ),
        [("baseline_not_a_field", "/fields/2/baseline", {})],
    ),
    (
        with_field(TRANSPORT, 1, replace(TRANSPORT.fields[1], required=False)),
        [("baseline_not_a_field", "/fields/2/baseline", {})],
    ),
    (
        replace(BID, ballot=BallotRule("area", 20, 5000, 5000)),
        [("ballot_without_shares", "/ballot/share_field", {})],
    ),
    (
        with_field(BID, 2, replace(BID.fields[2], required=False)),
        [("ballot_without_shares", "/ballot/share_field", {})],
    ),
    (
        replace(
            MENTOR,
            declarations=(
                *MENTOR.declarations,
                DeclarationRule("x", NAME, "programme"),
            ),
        ),
        [("declaration_without_contacts", "/declarations/1/field", {})],
    ),
    (
        replace(BID, review=replace(BID.review, every_months=None)),
        [("rhythm_not_one", "/review", {})],
    ),
    (
        replace(BID, review=replace(BID.review, school_year=True)),
        [("rhythm_not_one", "/review", {})],
    ),
    (
        replace(
            CLIMATE,
            review=replace(CLIMATE.review, dates=CLIMATE.review.dates[::-1]),
        ),
        [("rhythm_not_in_order", "/review/dates", {})],
    ),
    (
        reminding(BID, replace(BID.reminders, signature=(5, 15))),
        [
            (
                "reminder_beyond_deadline",
                "/reminders/signature/1",
                {"offset": 15, "working_days": 15},
            )
        ],
    ),
    (
        reminding(BID, replace(BID.reminders, ballot=(20,))),
        [
            (
                "reminder_beyond_deadline",
                "/reminders/ballot/0",
                {"offset": 20, "working_days": 20},
            )
        ],
    ),
    (
        reminding(BID, replace(BID.reminders, statement=(15,))),
        [
            (
                "reminder_beyond_deadline",
                "/reminders/statement/0",
                {"offset": 15, "working_days": 15},
            )
        ],
    ),
    (
        reminding(BID, replace(BID.reminders, term_end=(1250,))),
        [
            (
                "reminder_beyond_deadline",
                "/reminders/term_end/0",
                {"offset": 1250, "working_days": 1250},
            )
        ],
    ),
    (
        reminding(CAMPUS, replace(CAMPUS.reminders, ballot=(3,))),
        [("reminder_without_ballot", "/reminders/ballot", {})],
    ),
    (
        replace(SCHOOL, goals=("G4.1", "G9.9")),
        [
            (
                "goal_not_in_policy",
                "/goals/1",
                {"goal": "G9.9", "goals": list(POLICY.goals)},
            )
        ],
    ),
    (
        replace(SCHOOL, goals=("G4.1", "G4.2")),
        [("goal_not_measured", "/goals/1", {"goal": "G4.2"})],
    ),
    (
        indicator(SCHOOL, 0, replace(SCHOOL.indicators[0], key="happiness")),
        [
            (
                "indicator_not_in_policy",
                "/indicators/0/key",
                {"indicator": "happiness"},
            )
        ],
    ),
    (
        indicator(CLIMATE, 0, replace(CLIMATE.indicators[0], goal="G2.1")),
        [
            (
                "indicator_measures_other_goal",
                "/indicators/0/goal",
                {"indicator": "co2e_reduced", "goal": "G2.2"},
            )
        ],
    ),
    (
        indicator(CLIMATE, 0, replace(CLIMATE.indicators[0], unit="kg")),
        [
            (
                "indicator_in_other_unit",
                "/indicators/0/unit",
                {"indicator": "co2e_reduced", "unit": "tCO2e"},
            )
        ],
    ),
    (
        replace(CLIMATE, goals=("G2.2",)),
        [
            (
                "indicator_of_goal_not_served",
                "/indicators/1/goal",
                {"indicator": "smes_with_green_measures", "goal": "G2.1"},
            )
        ],
    ),
]


@pytest.mark.parametrize("key", KINDS)
def test_a_shipped_kind_has_no_mistakes(key: str) -> None:
    """What a fresh installation begins with could have been published by anybody."""
    assert told(KINDS[key]) == []


@pytest.mark.parametrize(
    ("kind", "place"),
    [(k, p) for k in KINDS for p in places(Kind) if p.endswith("name")],
)
def test_every_name_exists_in_both_languages(kind: str, place: str) -> None:
    """Whatever has one: a list of which nobody reads the names would be missed."""
    for entry in entries(KINDS[kind], place):
        nameless = changed(KINDS[kind], place, entry, lambda _: Words("", " "))
        assert [code for code, _, _ in told(nameless)] == 2 * ["name_missing"]


@pytest.mark.parametrize("kind", having("groups"))
def test_a_group_is_declared_once(kind: str) -> None:
    """A group of the same key would be asked for twice, and told once."""
    groups = KINDS[kind].groups
    twice = replace(KINDS[kind], groups=2 * groups)

    assert told(twice) == [
        ("key_twice", f"/groups/{len(groups) + number}", {"key": group.key})
        for number, group in enumerate(groups)
    ]


@pytest.mark.parametrize(
    ("kind", "expected"), MISTAKES, ids=[expected[0][0] for _, expected in MISTAKES]
)
def test_a_mistake_is_told_with_its_place(
    kind: Kind, expected: list[tuple[str, str, dict[str, object]]]
) -> None:
    """Its code, a JSON pointer to it, and the facts that the sentence names."""
    assert told(kind) == expected
    refusals = [one.refusal() for one in lint(kind, POLICY)]
    assert [(one.code, one.facts) for one in refusals] == [
        (code, facts) for code, _, facts in expected
    ]


def test_every_mistake_is_made_here_and_told_in_both_languages() -> None:
    """A check that no definition fails would find nothing."""
    codes = set(get_args(Mistake.__value__))

    assert {code for _, found in MISTAKES for code, _, _ in found} == codes
    assert codes <= SENTENCES.keys()


@pytest.mark.parametrize(
    "change",
    [
        lambda kind: role(kind, 3, replace(kind.roles[3], least=1)),
        lambda kind: replace(kind, valid_to=kind.valid_from),
        lambda kind: replace(
            kind, groups=(GroupRule("g", NAME, ("municipality", "association"), 2),)
        ),
        lambda kind: replace(
            kind, groups=(GroupRule("g", NAME, ("municipality", "business"), 3),)
        ),
        lambda kind: replace(kind, flags=(FlagRule("f", NAME, ("association",), 1),)),
        lambda kind: indicator(
            kind, 1, replace(kind.indicators[1], least=Decimal(100))
        ),
        lambda kind: reminding(
            kind,
            replace(kind.reminders, signature=(14,), ballot=(19,), term_end=(1249,)),
        ),
    ],
)
def test_what_lies_just_inside_a_limit_is_no_mistake(
    change: Callable[[Kind], Kind],
) -> None:
    """A check that goes too far would stop what is right."""
    assert told(change(BID)) == []


@pytest.mark.parametrize(
    ("type_", "needed"),
    [
        ("shares", ["sharers"]),
        ("quantity", ["unit"]),
        ("choice", ["options"]),
        ("choices", ["options"]),
        ("contact", ["roles"]),
        ("contacts", ["roles"]),
        ("fleet", ["options"]),
        ("emissions", ["methods"]),
        ("pathway", ["baseline"]),
        ("measures", ["methods", "options"]),
        ("text", []),
        ("number", []),
    ],
)
def test_each_type_of_field_says_what_it_needs(
    type_: FieldType, needed: list[str]
) -> None:
    """And figures may have limits, where words have none."""
    bare = FieldRule("extra", NAME, type_, required=False)
    figure = replace(bare, least=Decimal(0), most=Decimal(9))
    measured = {"number", "quantity", "fleet", "emissions", "pathway", "measures"}

    found = told(replace(BID, fields=(*BID.fields, bare)))
    limited = told(replace(BID, fields=(*BID.fields, figure)))

    assert [place for _, place, _ in found] == [f"/fields/4/{one}" for one in needed]
    needless = [place for code, place, _ in limited if code == "field_has_needless"]
    assert needless == (
        [] if type_ in measured else ["/fields/4/least", "/fields/4/most"]
    )


def test_the_roles_of_a_kind_may_have_no_names_twice() -> None:
    """Every list with keys is looked through."""
    twice = RoleRule("business", NAME, 0, None, must_sign=False, acts_through="contact")
    lists = replace(
        BID,
        roles=(*BID.roles, twice),
        groups=2 * BID.groups,
        fields=(*BID.fields, BID.fields[3]),
        indicators=(*BID.indicators, BID.indicators[0]),
        flags=2 * (FlagRule("green", NAME, ("business",), 0),),
    )
    declared = replace(MENTOR, declarations=2 * MENTOR.declarations)

    assert [place for _, place, _ in told(lists)] == [
        "/roles/5",
        "/groups/1",
        "/flags/1",
        "/fields/4",
        "/indicators/4",
    ]
    assert [place for _, place, _ in told(declared)] == ["/declarations/1"]
