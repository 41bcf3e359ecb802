"""What is signed has one form, and one hash, wherever it is computed."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from services.partnerships.canonical import canonical_json, fingerprint
from services.partnerships.domain.agreement import (
    Clause,
    Measure,
    Terms,
    YearlyTarget,
)

TERMS = Terms(
    starts_on=date(2025, 1, 1),
    ends_on=date(2029, 12, 31),
    clauses=(Clause("purpose", "Æ"),),
    obligations=(),
    measures=(
        Measure(
            "G1.1",
            "vacancy_rate",
            Decimal("8.50"),
            (YearlyTarget(2025, Decimal(8)),),
        ),
    ),
    contributions=(),
)


def test_the_text_is_canonical_json_with_sorted_names_and_exact_figures() -> None:
    """RFC 8785: names in order, no spaces, letters as they are, figures as text."""
    assert canonical_json(TERMS).decode() == (
        '{"clauses":[{"key":"purpose","text":"Æ"}],"contributions":[],'
        '"ends_on":"2029-12-31","measures":[{"baseline":"8.50","goal":"G1.1",'
        '"indicator":"vacancy_rate","targets":[{"value":"8","year":2025}]}],'
        '"obligations":[],"starts_on":"2025-01-01"}'
    )


def test_the_fingerprint_is_the_sha_256_of_that_text() -> None:
    """sha256sum over the same text gives the same digits."""
    assert fingerprint(Clause("purpose", "Æ")) == (
        "04e7b4783b55448ed64c3a6e9a3a3447c67f8afba757d4710244a264ccf3e3ce"
    )


def test_an_id_is_part_of_the_text() -> None:
    """Two parties with the same name are not the same party."""
    assert canonical_json(UUID(int=7)) == b'"00000000-0000-0000-0000-000000000007"'
