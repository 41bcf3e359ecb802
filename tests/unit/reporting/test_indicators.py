"""One indicator in one year, from all partnerships."""

from decimal import Decimal

import pytest

from services.reporting.domain.amounts import Amount
from services.reporting.domain.attainment import Attainment, attainment
from services.reporting.domain.courses import courses
from services.reporting.domain.facts import Fact
from services.reporting.domain.happenings import OutcomeShare
from services.reporting.domain.indicators import IndicatorResult, result
from services.reporting.domain.outcomes import outcomes
from services.reporting.policy import read_catalogue
from tests.unit.reporting.given import Story, named, promise

INDICATORS = read_catalogue().indicators()


def measured(indicator: str, *stories: Story, year: int = 2025) -> IndicatorResult:
    """The result of one indicator from these stories."""
    facts = [fact for story in stories for fact in story.facts]
    return result(INDICATORS[indicator], year, courses(facts), outcomes(facts))


def agreed(reference: str, indicator: str, baseline: str, target: str) -> Story:
    """A partnership in force since 2024 with a target for 2025."""
    story = Story(reference)
    story.proposed("2024-01-01", "G1.1")
    story.in_force("2024-02-01", promise(indicator, baseline, y2025=target))
    return story


def accept(story: Story, name: str, indicator: str, value: str, last_day: str) -> None:
    """Report and accept a figure in one go."""
    story.reported(last_day, name, indicator, value, last_day)
    story.accepted(last_day, name)


def test_quantities_are_added_across_partnerships_and_periods() -> None:
    """The policy asks for the whole, not for the average district."""
    one = agreed("A", "business_area_upgraded", "100", "500")
    two = agreed("B", "business_area_upgraded", "50", "300.5")
    accept(one, "a1", "business_area_upgraded", "200", "2025-06-30")
    accept(one, "a2", "business_area_upgraded", "150.25", "2025-12-31")
    accept(two, "b1", "business_area_upgraded", "80", "2025-12-31")

    found = measured("business_area_upgraded", one, two)

    assert (found.baseline, found.target, found.actual) == (
        Decimal(150),
        Decimal("800.5"),
        Decimal("430.25"),
    )
    assert found.partnerships == ("A", "B")
    assert found.evidence == (("staff_verified", 3),)


def test_scores_are_averaged_to_four_decimals() -> None:
    """A third is not a finite number."""
    one = agreed("A", "satisfaction_overall", "3", "4")
    for name, value in (("a1", "3"), ("a2", "4"), ("a3", "4")):
        accept(one, name, "satisfaction_overall", value, "2025-06-30")

    assert measured("satisfaction_overall", one).actual == Decimal("3.6667")


def test_of_a_rate_the_latest_measurement_of_each_partnership_counts() -> None:
    """What was vacant in spring is not vacant twice."""
    one = agreed("A", "vacancy_rate", "10", "8")
    two = agreed("B", "vacancy_rate", "13", "12")
    accept(one, "a2", "vacancy_rate", "8.5", "2025-11-30")
    accept(one, "a1", "vacancy_rate", "9.5", "2025-05-31")
    accept(two, "b1", "vacancy_rate", "12", "2025-06-30")

    found = measured("vacancy_rate", one, two)

    assert (found.baseline, found.target, found.actual) == (
        Decimal("11.5"),
        Decimal(10),
        Decimal("10.25"),
    )
    assert found.evidence == (("staff_verified", 2),)
    assert [
        (trace.part, trace.value) for trace in found.traces if trace.part == "earlier"
    ] == [("earlier", Decimal("9.5")), ("earlier", None)]


def shared(indicator: str, value: str) -> IndicatorResult:
    """What two partnerships have of a figure that one of them reported."""
    one = agreed("A", indicator, "1", "5")
    two = agreed("B", indicator, "1", "5")
    parts = (
        OutcomeShare(named("A"), "A", Decimal("0.75")),
        OutcomeShare(named("B"), "B", Decimal("0.25")),
    )
    one.reported("2025-06-30", "a1", indicator, value, "2025-06-30", shares=parts)
    one.accepted("2025-06-30", "a1")
    return measured(indicator, one, two)


def actual_parts(found: IndicatorResult) -> list[tuple[str, Amount]]:
    """What each partnership gave to the actual figure."""
    return [
        (trace.reference, trace.value)
        for trace in found.traces
        if trace.part == "actual" and trace.value is not None
    ]


def test_a_shared_sum_is_counted_once_and_traced_to_each_part() -> None:
    """The parts that are shown make up the figure that is counted."""
    found = shared("business_area_upgraded", "200.2")

    assert found.actual == Decimal("200.2")
    assert actual_parts(found) == [("A", Decimal("150.15")), ("B", Decimal("50.05"))]
    assert found.evidence == (("staff_verified", 1),)


def test_a_shared_score_is_not_cut_in_parts() -> None:
    """Three quarters of a satisfaction of 4 are not a satisfaction of 3."""
    found = shared("satisfaction_overall", "4")

    assert found.actual == Decimal(4)
    assert actual_parts(found) == [("A", Decimal(4))]


def test_figures_of_other_years_and_indicators_are_left_out() -> None:
    """Each figure is counted in one place."""
    one = agreed("A", "business_area_upgraded", "0", "10")
    accept(one, "a1", "business_area_upgraded", "1", "2024-12-31")
    accept(one, "a2", "business_area_upgraded", "2", "2026-01-01")
    accept(one, "a3", "business_area_realised", "4", "2025-06-30")

    assert measured("business_area_upgraded", one).actual is None


def test_claims_stand_beside_the_actual_figure() -> None:
    """They are shown, and they do not count."""
    one = agreed("A", "business_area_upgraded", "0", "10")
    accept(one, "a1", "business_area_upgraded", "4", "2025-06-30")
    one.reported("2025-07-01", "a2", "business_area_upgraded", "7", "2025-06-30")
    one.reported("2025-07-01", "a3", "business_area_upgraded", "9", "2025-06-30")
    one.returned("2025-07-02", "a3")

    found = measured("business_area_upgraded", one)

    assert (found.actual, found.claimed) == (Decimal(4), Decimal(7))


def test_claimed_quantities_are_added_like_accepted_ones() -> None:
    """What may still come in is the whole as well."""
    one = agreed("A", "business_area_upgraded", "0", "500")
    one.reported("2025-06-30", "a1", "business_area_upgraded", "200", "2025-06-30")
    one.reported("2025-12-31", "a2", "business_area_upgraded", "100", "2025-12-31")

    assert measured("business_area_upgraded", one).claimed == Decimal(300)


def test_claimed_scores_are_averaged_like_accepted_ones() -> None:
    """Two claims of a score are no doubled score."""
    one = agreed("A", "satisfaction_overall", "3", "4")
    one.reported("2025-07-01", "a1", "satisfaction_overall", "3", "2025-06-30")
    one.reported("2025-07-01", "a2", "satisfaction_overall", "4", "2025-06-30")

    assert measured("satisfaction_overall", one).claimed == Decimal("3.5")


def test_a_returned_figure_is_traced_with_its_return() -> None:
    """Both messages explain why it is not in the sum."""
    one = Story("A")
    reported = one.reported("2025-07-01", "a", "vacancy_rate", "7", "2025-06-30")
    returned = one.returned("2025-07-02", "a")

    assert [
        (trace.fact, trace.part, trace.value)
        for trace in measured("vacancy_rate", one).traces
    ] == [(reported, "returned", Decimal(7)), (returned, "returned", None)]


def test_the_agreement_that_took_effect_last_sets_the_target() -> None:
    """An amendment replaces what was promised; one of next year does not."""
    one = agreed("A", "business_area_upgraded", "0", "10")
    for version, day, target in ((2, "2025-07-01", "20"), (3, "2026-01-01", "30")):
        one.concluded(
            day,
            day,
            promise("business_area_upgraded", "0", y2025=target),
            version=version,
        )
        one.took_effect(day, version)

    assert measured("business_area_upgraded", one).target == Decimal(20)


def test_an_agreement_that_is_not_in_force_promises_nothing() -> None:
    """Signed is not yet begun; ended is over; the year before is too early."""
    signed, ended = Story("A"), agreed("B", "vacancy_rate", "9", "8")
    signed.concluded(
        "2025-01-01", "2025-06-01", promise("vacancy_rate", "9", y2025="8")
    )
    ended.ended("2024-12-31", "2024-12-31")

    assert measured("vacancy_rate", signed, ended).baseline is None
    assert measured("vacancy_rate", ended, year=2023).baseline is None
    assert measured("vacancy_rate", ended, year=2024).baseline == Decimal(9)


def test_a_year_without_a_target_still_has_its_baseline() -> None:
    """Targets are agreed year by year."""
    one = agreed("A", "vacancy_rate", "9", "8")

    found = measured("vacancy_rate", one, year=2026)

    assert (found.baseline, found.target) == (Decimal(9), None)
    assert found.attainment == Attainment("no_target")
    assert [trace.part for trace in found.traces] == ["baseline", "in_force"]


def test_every_figure_names_the_messages_behind_it() -> None:
    """The evaluator must be able to defend each figure."""
    one = Story("A")
    concluded = one.concluded(
        "2024-02-01", "2024-02-01", promise("vacancy_rate", "9", y2025="8")
    )
    effective = one.took_effect("2024-02-01")
    reported = one.reported("2025-06-30", "a1", "vacancy_rate", "8.5", "2025-06-30")
    accepted = one.accepted("2025-07-01", "a1")

    expected: list[tuple[Fact, str, str | None]] = [
        (concluded, "baseline", "9"),
        (concluded, "target", "8"),
        (effective, "in_force", None),
        (reported, "actual", "8.5"),
        (accepted, "actual", None),
    ]
    assert [
        (trace.fact, trace.part, None if trace.value is None else str(trace.value))
        for trace in measured("vacancy_rate", one).traces
    ] == expected


@pytest.mark.parametrize(
    ("baseline", "target", "actual", "direction", "verdict", "distance", "covered"),
    [
        ("0", "10", "10", "up", "reached", "0", "100"),
        ("0", "10", "12", "up", "reached", "0", "120"),
        ("0", "10", "9", "up", "on_the_way", "1", "90"),
        ("2", "10", "2", "up", "unchanged", "8", "0"),
        ("2", "10", "1", "up", "further_off", "9", "-12"),
        ("0", "0.5", "0.25", "up", "on_the_way", "0.25", "50"),
        ("9", "7", "7", "down", "reached", "0", "100"),
        ("9", "7", "6", "down", "reached", "0", "150"),
        ("9", "7", "8", "down", "on_the_way", "1", "50"),
        ("9", "7", "9", "down", "unchanged", "2", "0"),
        ("9", "7", "10", "down", "further_off", "3", "-50"),
        ("7", "7", "7", "up", "reached", "0", None),
        ("7", "7", "6", "up", "further_off", "1", None),
    ],
)
def test_attainment_respects_the_direction(  # noqa: PLR0917 - one column per figure
    baseline: str,
    target: str,
    actual: str,
    direction: str,
    verdict: str,
    distance: str,
    covered: str | None,
) -> None:
    """Fewer vacant premises are better, more upgraded area is better."""
    found = attainment(
        Decimal(baseline),
        Decimal(target),
        Decimal(actual),
        "up" if direction == "up" else "down",
    )

    assert found.verdict == verdict
    assert found.distance == Decimal(distance)
    assert found.covered == (None if covered is None else Decimal(covered))


def test_without_target_or_figure_there_is_nothing_to_attain() -> None:
    """Neither is the same as failing."""
    some = Decimal(1)

    assert attainment(some, None, some, "up") == Attainment("no_target")
    assert attainment(some, some, None, "up") == Attainment("no_figure")
    assert attainment(None, some, Decimal(0), "up") == Attainment("further_off", some)
