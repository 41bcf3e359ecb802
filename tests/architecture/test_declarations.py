"""Nothing can be declared of a kind that no test proves enforced."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from services.partnerships.domain.kinds import Kind
from services.partnerships.domain.words import Option, Words
from tests.architecture.reading import ROOT, tree
from tests.support.breakages import BREAKAGES
from tests.support.declarations import ENFORCED, PAGE, page
from tests.support.places import places, said
from tests.support.reddening import green
from tests.unit.partnerships.stories import KINDS


def unproved(declared: object, enforced: Mapping[str, str]) -> list[str]:
    """Return what can be declared and has no test."""
    return sorted(set(places(declared)) - enforced.keys())


def missing(tests: set[str]) -> list[str]:
    """Return the tests that are named and do not exist."""
    return sorted(test for test in tests if not _exists(test))


def _exists(test: str) -> bool:
    file, name = test.split("::")
    return any(
        isinstance(node, ast.FunctionDef) and node.name == name
        for node in tree(ROOT / file).body
    )


def test_every_declaration_has_a_test_that_proves_it_enforced() -> None:
    """A declaration that nothing enforces would be a promise to nobody."""
    assert unproved(Kind, ENFORCED) == []
    assert sorted(ENFORCED.keys() - set(places(Kind))) == []


def test_the_tests_that_are_named_exist() -> None:
    """A test that was renamed proves nothing any more."""
    assert missing(set(ENFORCED.values())) == []


@pytest.mark.parametrize("key", KINDS)
def test_what_a_shipped_kind_declares_is_known(key: str) -> None:
    """By its own definition, not by the types alone."""
    assert sorted({place for place, _ in said(KINDS[key])} - ENFORCED.keys()) == []


def test_every_declaration_is_broken_in_some_way() -> None:
    """One that is not would be green for ever."""
    assert BREAKAGES.keys() == ENFORCED.keys()


@pytest.mark.parametrize("key", KINDS)
def test_the_tests_are_red_when_the_rules_read_something_else(key: str) -> None:
    """Each declared entry is broken alone, and its test fails in a case of the kind."""
    assert green(KINDS[key]) == []


def test_a_test_that_stays_green_is_noticed() -> None:
    """Seen red: a test that is named for a declaration that it does not look at."""
    other = ENFORCED["longest_term_years"]

    assert green(KINDS["bid"], {"version": other}) == [
        f"bid: version  read as one more: {other}"
    ]


def test_the_page_says_what_is_declared() -> None:
    """`python -m tests.support.declarations` writes it anew."""
    assert PAGE.read_text() == page()


def test_a_declaration_without_a_test_is_noticed() -> None:
    """Seen red: one field, one inside a list, and a test that is not there."""

    @dataclass
    class Planted:
        name: Words
        colour: str | None
        options: tuple[Option, ...]

    enforced = {"name": "x", "options[].name": "x"}

    assert unproved(Planted, enforced) == ["colour", "options[].key"]
    assert missing({"tests/architecture/test_declarations.py::test_nothing"}) == [
        "tests/architecture/test_declarations.py::test_nothing"
    ]
