"""The words of the domain are explained once, with their Danish."""

import re

import pytest

from tests.architecture.reading import ROOT

GLOSSARY = ROOT / "docs" / "glossary.md"
ROW = re.compile(r"\| (?P<term>[^|]+) \| (?P<meaning>[^|]+) \| (?P<danish>[^|]+) \|")

WORDS = {
    "partnership": "partnerskab",
    "kind": "partnerskabstype",
    "organisation": "organisation",
    "contact": "kontaktperson",
    "party": "part",
    "role": "rolle",
    "proposal": "forslag",
    "assessment": "vurdering",
    "ballot": "afstemning",
    "agreement": "aftale",
    "signature": "underskrift",
    "obligation": "forpligtelse",
    "outcome": "resultat",
    "evidence grade": "dokumentationsgrad",
    "review": "opfølgning",
    "statement": "udtalelse",
    "action point": "handlepunkt",
    "gathering": "arrangement",
    "invitation": "invitation",
    "annual evaluation": "årlig evaluering",
    "goal": "mål",
    "initiative": "indsats",
    "baseline": "udgangspunkt",
    "target": "måltal",
    "restatement": "korrektion",
    "case officer": "sagsbehandler",
    "working day": "arbejdsdag",
    "legal hold": "sletteforbud",
}


def entries() -> dict[str, str]:
    """Return the Danish word by the English term, as the glossary has them."""
    return {
        row["term"].strip(): row["danish"].strip()
        for row in ROW.finditer(GLOSSARY.read_text())
    }


@pytest.mark.parametrize(("term", "danish"), WORDS.items())
def test_the_glossary_has_the_word(term: str, danish: str) -> None:
    """Code, pages and letters must mean the same by the same word."""
    assert entries().get(term) == danish


def test_the_terms_stand_in_alphabetical_order() -> None:
    """A word is looked up, not searched for."""
    terms = [term for term in entries() if term not in {"term", "---"}]

    assert terms == sorted(terms)
