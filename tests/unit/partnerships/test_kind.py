"""The shipped kind, and what the rules do at the edge of the calendar and of histories."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import get_args

import pytest

from services.partnerships.domain.agreement import Measure
from services.partnerships.domain.civil import add_months
from services.partnerships.domain.commands import DraftAgreement
from services.partnerships.domain.decisions import PARTNERSHIP
from services.partnerships.domain.events import AgreementTookEffect
from services.partnerships.domain.linting import Mistake
from services.partnerships.domain.narrowing import Misplaced
from services.partnerships.domain.refusals import Reason
from services.partnerships.http.requests_kind import SCHEMA, schema
from services.partnerships.sentences import SENTENCES
from tests.unit.partnerships.given import (
    APPROVED,
    BID,
    DRAFT,
    ENDS,
    OFFICER,
    SENT_DAY,
    STARTS,
    TERMS,
    around,
    refusal,
    state_of,
)
from tests.unit.partnerships.stories import KINDS


def test_the_bid_is_what_the_domain_page_says() -> None:
    """The table of kinds, its row for the business improvement district."""
    roles = {rule.key: (rule.least, rule.most) for rule in BID.roles}

    assert roles == {
        "municipality": (1, 1),
        "business": (0, None),
        "property_owner": (0, None),
        "association": (0, 1),
        "stakeholder": (0, None),
    }
    assert [(group.roles, group.least) for group in BID.groups] == [
        (("business", "property_owner"), 3)
    ]
    assert [field.key for field in BID.fields if field.required] == [
        "area",
        "baseline_services",
        "contribution_key",
    ]
    assert BID.ballot is not None
    assert BID.longest_term_years == 5
    assert [rule.key for rule in BID.indicators] == [
        "business_area_upgraded",
        "vacancy_rate",
        "biodiversity_projects",
        "satisfaction_overall",
    ]


def test_every_text_of_the_kind_is_in_both_languages() -> None:
    """Everything that a person reads exists in Danish and in English."""
    words = [BID.name]
    words.extend(one.name for one in BID.roles)
    words.extend(one.name for one in BID.groups)
    words.extend(one.name for one in BID.fields)
    words.extend(one.name for one in BID.criteria)
    words.extend(one.name for one in BID.clauses)

    assert [one for one in words if not one.da.strip() or not one.en.strip()] == []


def test_the_sentences_are_those_of_the_refusals() -> None:
    """None is missing, and none tells what can never happen."""
    assert set(SENTENCES) == set(
        get_args(Reason.__value__) + get_args(Mistake.__value__)
    )


ROLES = {
    "campus": {
        "municipality": (1, 1),
        "company": (1, None),
        "youth_partner": (1, None),
        "education_partner": (1, None),
    },
    "transport": {
        "municipality": (1, 1),
        "transport_actor": (2, None),
        "knowledge_partner": (0, None),
    },
    "school": {"municipality": (1, 1), "school": (1, None), "company": (1, None)},
    "labour": {
        "municipality": (1, 1),
        "company": (1, None),
        "training_provider": (0, None),
    },
    "mentor": {"municipality": (1, 1), "company": (1, None)},
    "climate": {
        "municipality": (1, 1),
        "company": (1, None),
        "knowledge_partner": (0, None),
    },
}
ASKED_FOR = {
    "campus": ["place", "texts"],
    "transport": ["fleet", "emissions", "pathway"],
    "school": ["contact", "school_year", "texts"],
    "labour": ["texts", "choices", "number"],
    "mentor": ["contacts", "choice", "school_year"],
    "climate": ["measures"],
}
MEASURED = {
    "campus": "campus_partners, education_offers, campus_learners, "
    "bridge_building_courses, apprenticeships",
    "transport": "co2e_reduced, companies_involved, smes_with_green_measures",
    "school": "project_courses, pupils_reached, internships, apprenticeships",
    "labour": "unemployed_upskilled, ordinary_hires, flexjobs, adult_apprentices, "
    "satisfaction_jobcentre",
    "mentor": "mentors, mentees",
    "climate": "co2e_reduced, smes_with_green_measures, biodiversity_projects, "
    "volunteer_days, food_waste_avoided",
}


@pytest.mark.parametrize("key", ROLES)
def test_a_kind_is_what_the_domain_page_says(key: str) -> None:
    """The table of kinds, one row each: roles, fields and indicators."""
    kind = KINDS[key]

    assert {one.key: (one.least, one.most) for one in kind.roles} == ROLES[key]
    assert [one.type for one in kind.fields if one.required] == ASKED_FOR[key]
    assert ", ".join(one.key for one in kind.indicators) == MEASURED[key]
    assert kind.ballot is None


def test_the_schema_in_the_repository_follows_from_the_code() -> None:
    """`make schemas` writes it anew."""
    assert SCHEMA.read_bytes() == schema()


def test_what_is_special_to_a_kind_is_declared_by_it_alone() -> None:
    """Ballot, steering group, alignment, declarations, flags and school years."""
    special = {
        key: [
            kind.ballot is not None,
            kind.steering_group is not None,
            kind.alignment is not None,
            [one.key for one in kind.declarations],
            [one.key for one in kind.flags],
            kind.review.school_year,
        ]
        for key, kind in KINDS.items()
    }

    assert special == {
        "bid": [True, False, False, [], [], False],
        "campus": [False, True, False, [], [], False],
        "climate": [False, False, False, [], [], False],
        "labour": [False, False, True, [], [], False],
        "mentor": [False, False, False, ["confidentiality"], [], True],
        "school": [False, False, False, [], ["spearhead"], True],
        "transport": [False, False, False, [], [], False],
    }


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 12, 1), 1, date(2025, 1, 1)),
        (date(2024, 4, 1), 60, date(2029, 4, 1)),
        (date(9999, 11, 30), 1, date(9999, 12, 30)),
        (date(9999, 12, 30), 1, date(9999, 12, 31)),
        (date(9998, 6, 1), 60, date(9999, 12, 31)),
    ],
)
def test_months_keep_the_day_where_they_can(
    day: date, months: int, expected: date
) -> None:
    """A shorter month ends earlier, and the calendar ends with the year 9999."""
    assert add_months(day, months) == expected


def test_a_figure_with_no_lower_limit_tells_the_upper() -> None:
    """The sentence names the limits that there are."""
    rule = replace(BID.indicators[1], least=None)
    kind = replace(BID, indicators=(rule,))
    measure = Measure("G1.1", "vacancy_rate", Decimal(101), ())
    draft = DraftAgreement(replace(TERMS, measures=(measure,)))

    assert refusal(APPROVED, draft, around(OFFICER, SENT_DAY, kind=kind)) == (
        "figure_out_of_range",
        {"indicator": "vacancy_rate", "value": "101", "range": "≤ 100"},
    )


def test_an_event_in_a_wrong_place_is_a_fault() -> None:
    """A history that no decision wrote is not made sense of."""
    took_effect = AgreementTookEffect(1, STARTS, ENDS, amendment=False)

    with pytest.raises(Misplaced, match="Draft is no Agreeing"):
        PARTNERSHIP.evolve(state_of(*DRAFT), took_effect)
