"""The shipped catalogue holds the policy whole, and its parts fit together."""

from collections import Counter

import pytest

from services.reporting.domain.catalogue import Text
from services.reporting.policy import read_catalogue

CATALOGUE = read_catalogue()

MEASURED_BY = {
    "G1.1": ["business_area_realised", "business_area_upgraded", "vacancy_rate"],
    "G1.2": ["satisfaction_overall", "case_handling_days"],
    "G2.1": ["sme_green_share", "smes_with_green_measures"],
    "G2.2": [
        "companies_involved",
        "co2e_reduced",
        "biodiversity_projects",
        "volunteer_days",
        "food_waste_avoided",
    ],
    "G3.1": ["unemployed_upskilled", "ordinary_hires", "flexjobs", "adult_apprentices"],
    "G3.2": ["satisfaction_jobcentre"],
    "G4.1": [
        "project_courses",
        "pupils_reached",
        "apprenticeships",
        "internships",
        "bridge_building_courses",
        "mentors",
        "mentees",
    ],
    "G4.2": ["campus_partners", "education_offers", "campus_learners"],
}


def test_every_goal_has_the_indicators_that_the_policy_is_measured_by() -> None:
    """An indicator that is missing here can never be evaluated."""
    assert {
        goal.key: [indicator.key for indicator in goal.indicators]
        for goal in CATALOGUE.goals()
    } == MEASURED_BY


def test_the_four_themes_hold_fourteen_initiatives() -> None:
    """Every INDSATS heading of the policy has its entry."""
    assert [
        (theme.key, len(theme.goals), len(theme.initiatives))
        for theme in CATALOGUE.themes
    ] == [("T1", 2, 5), ("T2", 2, 3), ("T3", 2, 3), ("T4", 2, 3)]


def test_keys_are_used_once() -> None:
    """A key names one thing for as long as the policy lasts."""
    keys = Counter(
        [theme.key for theme in CATALOGUE.themes]
        + [goal.key for goal in CATALOGUE.goals()]
        + [one.key for theme in CATALOGUE.themes for one in theme.initiatives]
        + [one.key for goal in CATALOGUE.goals() for one in goal.indicators]
        + [figure.key for figure in CATALOGUE.context]
    )

    assert set(keys.values()) == {1}


def test_initiatives_work_for_goals_of_the_policy() -> None:
    """An initiative that points at no goal serves nobody."""
    goals = {goal.key for goal in CATALOGUE.goals()}

    assert all(
        initiative.goals and goals.issuperset(initiative.goals)
        for theme in CATALOGUE.themes
        for initiative in theme.initiatives
    )


@pytest.mark.parametrize(
    ("key", "unit", "direction", "aggregation"),
    [
        ("business_area_upgraded", "m²", "up", "sum"),
        ("vacancy_rate", "%", "down", "latest"),
        ("case_handling_days", "working days", "down", "mean"),
        ("satisfaction_jobcentre", "1-5", "up", "mean"),
        ("campus_partners", "organisations", "up", "latest"),
        ("flexjobs", "persons", "up", "sum"),
    ],
)
def test_indicators_are_read_in_their_own_way(
    key: str, unit: str, direction: str, aggregation: str
) -> None:
    """Fewer vacant premises are better; scores are averaged, areas are added."""
    indicator = CATALOGUE.indicators()[key]

    assert (indicator.unit.key, indicator.direction, indicator.aggregation) == (
        unit,
        direction,
        aggregation,
    )


def test_what_counts_people_is_known_as_such() -> None:
    """Small figures are withheld for these, and for no others."""
    assert {
        indicator.key
        for indicator in CATALOGUE.indicators().values()
        if indicator.unit.persons
    } == {
        "unemployed_upskilled",
        "ordinary_hires",
        "flexjobs",
        "adult_apprentices",
        "pupils_reached",
        "mentors",
        "mentees",
        "campus_learners",
    }


def test_the_policy_covers_its_five_years_and_no_other() -> None:
    """There is nothing to evaluate before 2023 or after 2027."""
    assert [CATALOGUE.covers(year) for year in (2022, 2023, 2027, 2028)] == [
        False,
        True,
        True,
        False,
    ]


def test_context_figures_stand_beside_the_indicators() -> None:
    """What the policy quotes as background is never measured against a target."""
    context = {figure.key for figure in CATALOGUE.context}

    assert len(context) == 3
    assert context.isdisjoint(CATALOGUE.indicators())


def test_a_text_is_told_in_the_language_asked_for() -> None:
    """Both languages are always there."""
    text = Text("mål", "goal")

    assert (text.told("da"), text.told("en")) == ("mål", "goal")
