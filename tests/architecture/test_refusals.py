"""Every reason to refuse is tested, and told in both languages."""

from collections import Counter
from functools import cache
from importlib import import_module
from string import Formatter
from typing import get_args

import pytest

from chassis.languages import Sentence
from chassis.sentences import FIELDS, GENERIC
from chassis.service import Service
from tests.architecture.reading import ROOT, SERVICES, sources, strings

REFUSING = [
    name
    for name in SERVICES
    if (ROOT / "services" / name / "domain" / "refusals.py").exists()
]


def reasons(service: str) -> frozenset[str]:
    """Return the codes that a service's rules may refuse with."""
    refusals = import_module(f"services.{service}.domain.refusals")
    return frozenset(get_args(refusals.Reason.__value__))


@cache
def written_in_tests() -> frozenset[str]:
    """Return every string that a test outside this folder writes out."""
    paths = sources("tests/unit", "tests/adapters", "tests/journeys", "tests/contracts")
    return frozenset().union(*map(strings, paths))


def names(sentence: str) -> set[str]:
    """Return the facts that a sentence names."""
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def untold(sentence: Sentence) -> bool:
    """Tell whether one language lacks the sentence, or a fact of the other."""
    return (
        not sentence.da.strip()
        or not sentence.en.strip()
        or sentence.da == sentence.en
        or names(sentence.da) != names(sentence.en)
    )


@pytest.mark.parametrize("service", REFUSING)
def test_every_reason_to_refuse_is_tested(service: str) -> None:
    """A refusal that no test provokes may never come, or come wrongly."""
    assert sorted(reasons(service) - written_in_tests()) == []


@pytest.mark.parametrize("service", REFUSING)
def test_every_reason_to_refuse_has_its_sentence(
    services: dict[str, Service], service: str
) -> None:
    """Whoever is refused is told why, and not by a code alone."""
    assert sorted(reasons(service) - services[service].sentences.keys()) == []


def test_sentences_say_the_same_in_both_languages(
    services: dict[str, Service],
) -> None:
    """A fact that only one language tells is missing in the other."""
    told = [service.sentences for service in services.values()]

    assert [
        code
        for sentences in (GENERIC, FIELDS, *told)
        for code, sentence in sentences.items()
        if untold(sentence)
    ] == []


def test_a_code_means_one_thing(services: dict[str, Service]) -> None:
    """In one process the services share one list of sentences; the last would win."""
    registries = [GENERIC, *(service.sentences for service in services.values())]
    codes = Counter(code for registry in registries for code in registry)

    assert [code for code, count in codes.items() if count > 1] == []


@pytest.mark.parametrize(
    ("danish", "english"),
    [
        ("", "No."),
        ("Nej.", " "),
        ("Nej: {limit}.", "No."),
        ("Nej: {limit}.", "No: {most}."),
        ("No.", "No."),
    ],
)
def test_a_missing_translation_is_noticed(danish: str, english: str) -> None:
    """Seen red: an empty sentence, a lost fact, a copy of the other language."""
    assert untold(Sentence(danish, english))
