"""Which figures count."""

from services.reporting.domain.facts import known
from services.reporting.domain.outcomes import outcomes
from tests.unit.reporting.given import Story, at, named


def standings(story: Story, as_of: str = "2027-12-31") -> dict[str, str]:
    """Where each figure of the story stands, by the name it was given."""
    names = {named(name): name for name in ("a", "b", "c", "d")}
    return {
        names[outcome.figure.outcome_id]: outcome.standing
        for outcome in outcomes(known(story.facts, at(as_of)))
    }


def reported(*figures: tuple[str, str | None]) -> Story:
    """A story in which these figures were reported, each perhaps a restatement."""
    story = Story()
    for name, restates in figures:
        story.reported(
            "2025-02-01", name, "co2e_reduced", "10", "2025-01-31", restates=restates
        )
    return story


def test_a_figure_is_a_claim_until_somebody_accepts_it() -> None:
    """The one who accepts is not the one who reported."""
    story = reported(("a", None), ("b", None), ("c", None))
    story.accepted("2025-02-02", "b")
    story.returned("2025-02-02", "c")

    assert standings(story) == {"a": "claimed", "b": "accepted", "c": "returned"}


def test_acceptance_gives_the_grade_of_evidence() -> None:
    """Staff may have checked what was only claimed."""
    story = reported(("a", None))
    story.accepted("2025-02-02", "a", "register_verified")

    assert [outcome.grade for outcome in outcomes(story.facts)] == ["register_verified"]


def test_an_accepted_restatement_replaces_what_it_restates() -> None:
    """Both would count the same thing twice."""
    story = reported(("a", None), ("b", "a"))
    story.accepted("2025-02-02", "a")
    story.accepted("2025-02-03", "b")

    assert standings(story) == {"a": "replaced", "b": "accepted"}
    assert standings(story, "2025-02-02") == {"a": "accepted", "b": "claimed"}


def test_a_claimed_restatement_leaves_the_accepted_figure_in_place() -> None:
    """Nobody has agreed to the correction yet."""
    story = reported(("a", None), ("b", "a"))
    story.accepted("2025-02-02", "a")

    assert standings(story) == {"a": "accepted", "b": "claimed"}


def test_a_claimed_restatement_replaces_the_claim_before_it() -> None:
    """Only the last claim awaits acceptance."""
    assert standings(reported(("a", None), ("b", "a"))) == {
        "a": "replaced",
        "b": "claimed",
    }


def test_a_returned_restatement_replaces_nothing() -> None:
    """What was handed back corrects nothing."""
    story = reported(("a", None), ("b", "a"))
    story.accepted("2025-02-02", "a")
    story.returned("2025-02-03", "b")

    assert standings(story) == {"a": "accepted", "b": "returned"}


def test_a_returned_restatement_leaves_the_claim_before_it_open() -> None:
    """The first claim still awaits acceptance; later messages still count."""
    story = reported(("a", None), ("b", "a"), ("c", None), ("d", "c"))
    story.returned("2025-02-02", "b")

    assert standings(story) == {
        "a": "claimed",
        "b": "returned",
        "c": "replaced",
        "d": "claimed",
    }


def test_a_claim_carries_the_grade_that_its_reporter_gave() -> None:
    """Until somebody who accepts it says otherwise."""
    story = Story()
    story.reported(
        "2025-02-01", "a", "mentors", "9", "2025-01-31", grade="partner_attested"
    )

    assert [outcome.grade for outcome in outcomes(story.facts)] == ["partner_attested"]


def test_a_returned_figure_stays_returned_when_its_correction_is_accepted() -> None:
    """The trace tells both what was handed back and what came instead."""
    story = reported(("a", None), ("b", "a"))
    story.returned("2025-02-02", "a")
    story.accepted("2025-02-03", "b")

    assert standings(story) == {"a": "returned", "b": "accepted"}


def test_restatements_replace_the_whole_chain_before_them() -> None:
    """The first figure must go even when the one between was itself overtaken."""
    story = reported(("a", None), ("b", "a"), ("c", "b"), ("d", "b"))
    story.accepted("2025-02-02", "a")
    story.accepted("2025-02-03", "d")

    assert standings(story) == {
        "a": "replaced",
        "b": "replaced",
        "c": "claimed",
        "d": "accepted",
    }


def test_figures_that_restate_each_other_do_not_go_round_for_ever() -> None:
    """A wrong message must not stop the evaluation."""
    story = reported(("a", "b"), ("b", "a"))

    assert standings(story) == {"a": "replaced", "b": "replaced"}


def test_a_figure_that_restates_itself_or_an_unknown_one_is_just_a_figure() -> None:
    """Nothing is replaced by it."""
    story = reported(("a", "a"), ("b", "never told"))
    story.accepted("2025-02-02", "b")

    assert standings(story) == {"a": "claimed", "b": "accepted"}


def test_a_settlement_without_its_report_is_passed_over() -> None:
    """The report may be parked; the rest still counts."""
    story = Story()
    story.accepted("2025-02-02", "a")
    story.returned("2025-02-02", "b")

    assert outcomes(story.facts) == ()


def test_a_figure_belongs_to_the_year_in_which_its_period_ends() -> None:
    """A school year spans two years and is counted once."""
    story = Story()
    story.reported("2025-02-01", "a", "co2e_reduced", "10", "2024-12-31")

    assert [outcome.year for outcome in outcomes(story.facts)] == [2024]
