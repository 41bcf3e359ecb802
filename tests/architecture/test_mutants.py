"""A mutant that lives is named with the reason, and only as long as it lives."""

from tests.support.mutants import living, statuses, verdict

RESULTS = """
    services.a.domain.b.x_won__mutmut_1: killed
    services.a.domain.b.x_won__mutmut_2: survived
    services.a.domain.b.x_won__mutmut_3: no tests
    services.a.domain.b.x_won__mutmut_4: timeout
    services.a.domain.b.x_won__mutmut_5: not checked
"""
LEDGER = """
| mutant | what it changes | why it may live |
|---|---|---|
| `services.a.domain.b.x_won__mutmut_2` | x | y |
| `services.a.domain.b.x_won__mutmut_1` | x | y |
| `services.a.domain.b.x_won__mutmut_5` | x | y |
"""


def test_a_survivor_and_an_untested_mutant_live() -> None:
    """A mutant that no test reaches is as unnoticed as one that all pass."""
    assert living(statuses(RESULTS)) == {
        "services.a.domain.b.x_won__mutmut_2",
        "services.a.domain.b.x_won__mutmut_3",
    }


def test_the_ledger_names_the_living_and_no_others() -> None:
    """A reason that outlives its mutant would excuse the next one of that name."""
    assert verdict(statuses(RESULTS), LEDGER) == [
        "lives, and is not named: services.a.domain.b.x_won__mutmut_3",
        "named, and does not live: services.a.domain.b.x_won__mutmut_1",
    ]
