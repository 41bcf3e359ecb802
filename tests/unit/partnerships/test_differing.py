"""Where two versions differ: every field once, small texts, and names that people know."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from services.partnerships.domain.agreement import (
    Contribution,
    Obligation,
    YearlyTarget,
)
from services.partnerships.domain.differing import (
    Path,
    Wording,
    differences,
)
from services.partnerships.domain.proposal import Proposal
from services.partnerships.domain.rewording import Piece, reworded
from services.partnerships.labels import Labels
from tests.unit.partnerships.given import (
    ANCHOR,
    AT_NEIGHBOUR,
    BAKER,
    BID,
    CLAUSES,
    ENDS,
    FIELDS,
    GOALS,
    LIGHTING,
    NEIGHBOUR,
    PARTIES,
    STARTS,
    SWEEPING,
    TERMS,
    TITLE,
    TOWN,
    UPGRADED,
)

PLANTING = UUID(int=103)
PROPOSAL = Proposal(TITLE, PARTIES, GOALS, FIELDS)
BEFORE = Wording(TERMS, PROPOSAL)
AFTER = Wording(
    replace(
        TERMS,
        starts_on=date(2024, 10, 1),
        ends_on=date(2028, 3, 31),
        clauses=(replace(CLAUSES[0], text="to sweep"), *CLAUSES[2:], CLAUSES[1]),
        obligations=(
            Obligation(PLANTING, BAKER, None, "plant", date(2026, 4, 1)),
            replace(TERMS.obligations[1], beneficiary=None, owner=BAKER),
        ),
        measures=(
            replace(
                UPGRADED,
                goal="G1.2",
                baseline=Decimal(7),
                targets=(
                    YearlyTarget(2024, Decimal("1000.0")),
                    YearlyTarget(2026, Decimal(1)),
                ),
            ),
        ),
        contributions=(Contribution(BAKER, 30_000_00), Contribution(ANCHOR, 1)),
    ),
    replace(
        PROPOSAL,
        parties=(PARTIES[0], replace(PARTIES[1], flags=("anchor",)), *PARTIES[2:4]),
        fields={key: value for key, value in FIELDS.items() if key != "area"},
    ),
)


def test_every_field_that_differs_is_told_once() -> None:
    """What is the same is left out, and 1000.0 is 1000."""
    told = differences(BEFORE, AFTER)
    found = {".".join(one.path): (one.before, one.after) for one in told}

    assert len(found) == len(told)

    assert found == {
        "starts_on": (STARTS, date(2024, 10, 1)),
        "ends_on": (ENDS, date(2028, 3, 31)),
        f"parties.{ANCHOR}.flags": (None, ("anchor",)),
        f"parties.{NEIGHBOUR}.role": ("stakeholder", None),
        f"parties.{NEIGHBOUR}.contact_id": (AT_NEIGHBOUR, None),
        "fields.area": (FIELDS["area"], None),
        "clauses.purpose.text": ("as agreed", "to sweep"),
        f"obligations.{SWEEPING}.owner": (TOWN, None),
        f"obligations.{SWEEPING}.text": ("sweep daily", None),
        f"obligations.{SWEEPING}.due_on": (date(2024, 12, 31), None),
        f"obligations.{LIGHTING}.owner": (ANCHOR, BAKER),
        f"obligations.{LIGHTING}.beneficiary": (TOWN, None),
        f"obligations.{PLANTING}.owner": (None, BAKER),
        f"obligations.{PLANTING}.text": (None, "plant"),
        f"obligations.{PLANTING}.due_on": (None, date(2026, 4, 1)),
        "measures.business_area_upgraded.goal": ("G1.1", "G1.2"),
        "measures.business_area_upgraded.baseline": (Decimal(0), Decimal(7)),
        "measures.business_area_upgraded.targets.2025": (Decimal(2500), None),
        "measures.business_area_upgraded.targets.2026": (None, Decimal(1)),
        f"contributions.{ANCHOR}.yearly_ore": (50_000_00, 1),
        "clauses.order": (
            tuple(one.key for one in CLAUSES),
            ("purpose", *(one.key for one in CLAUSES[2:]), "baseline_services"),
        ),
        "contributions.order": ((str(ANCHOR), str(BAKER)), (str(BAKER), str(ANCHOR))),
    }


def test_a_version_does_not_differ_from_itself() -> None:
    """No difference is no line."""
    assert differences(AFTER, AFTER) == ()


LONG = "one two three four five six seven eight nine ten eleven twelve"


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("old", "new", (Piece("removed", "old"), Piece("added", "new"))),
        ("", "new", (Piece("added", "new"),)),
        ("so much", "so ", (Piece("kept", "so "), Piece("removed", "much"))),
        (
            "sweep the square daily",
            "sweep the whole square",
            (
                Piece("kept", "sweep the "),
                Piece("removed", "square daily"),
                Piece("added", "whole square"),
            ),
        ),
        (
            f"{LONG} end",
            f"{LONG} stop",
            (
                Piece("kept", " … eight nine ten eleven twelve "),
                Piece("removed", "end"),
                Piece("added", "stop"),
            ),
        ),
        (
            f"a {LONG} z",
            f"b {LONG} y",
            (
                Piece("removed", "a "),
                Piece("added", "b "),
                Piece(
                    "kept", "one two three four five … eight nine ten eleven twelve "
                ),
                Piece("removed", "z"),
                Piece("added", "y"),
            ),
        ),
        (
            f"old {LONG}",
            f"new {LONG}",
            (
                Piece("removed", "old "),
                Piece("added", "new "),
                Piece("kept", "one two three four five … "),
            ),
        ),
    ],
)
def test_a_text_shows_the_words_that_changed(
    before: str, after: str, pieces: tuple[Piece, ...]
) -> None:
    """Nobody compares two long clauses by eye."""
    assert reworded(before, after) == pieces


LABELS = Labels(BID, {ANCHOR: "Ankeret A/S"}, BEFORE, AFTER)


@pytest.mark.parametrize(
    ("path", "da", "en"),
    [
        (("ends_on",), "Sidste dag", "Last day"),
        (("parties", str(ANCHOR), "contact_id"), "Ankeret A/S: kontaktperson", None),
        (("parties", str(BAKER), "flags"), f"{BAKER}: særlige kendetegn", None),
        (("fields", "area"), "Områdets afgrænsning", None),
        (("fields", "gone"), "Gone", "Gone"),
        (("clauses", "purpose", "text"), "Formål: tekst", "Purpose: text"),
        (("clauses", "parking", "text"), "Parking: tekst", "Parking: text"),
        (("clauses", "order"), "Vilkårenes rækkefølge", "Order of the clauses"),
        (
            ("obligations", str(PLANTING), "due_on"),
            "Forpligtelse 1: frist",
            "Obligation 1: due day",
        ),
        (
            ("obligations", str(SWEEPING), "text"),
            "Hidtidig forpligtelse 1: tekst",
            "Former obligation 1: text",
        ),
        (("measures", "gone", "goal"), "Gone: mål i erhvervspolitikken", None),
        (
            ("measures", "vacancy_rate", "targets", "2026"),
            "Tomme erhvervslokaler (%): måltal 2026",
            "Vacant business premises (%): target 2026",
        ),
        (("a", "b", "c", "d"), "A.b.c.d", "A.b.c.d"),
    ],
)
def test_a_field_has_a_name_in_both_languages(
    path: Path, da: str, en: str | None
) -> None:
    """A path is for programs."""
    label = LABELS.of(path)

    assert label.da == da
    assert en in {None, label.en}


def test_every_field_that_can_differ_has_a_name() -> None:
    """No label is missing for what was found."""
    told = differences(BEFORE, AFTER)
    named = {LABELS.of(one.path).da for one in told}

    assert len(named) == len(told)
