"""Nothing can be declared of a kind that no test proves enforced."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from services.partnerships.domain.kinds import Kind
from services.partnerships.domain.words import Option, Words
from tests.architecture.reading import ROOT, tree
from tests.support.declarations import ENFORCED, PAGE, page, places, said
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
