"""A page's form says the same as JSON, and the texts exist in both languages."""

import json
from pathlib import Path
from uuid import UUID

import pytest
from pydantic import TypeAdapter, ValidationError

from services.partnerships.domain.kinds import Kind
from services.partnerships.domain.values import Area, Text
from services.partnerships.http.fields import AreaField, ProposalField, TextField, shown
from services.partnerships.http.partner_pages import TEXTS
from services.partnerships.http.requests_agreement import TermsRequest
from services.partnerships.http.requests_partner import from_form
from tests.unit.partnerships.stories import KINDS as KINDS_TOLD
from tests.unit.partnerships.stories import story_of

FIRST, SECOND = (f"00000000-0000-0000-0000-00000000000{number}" for number in (1, 2))
KINDS = Path(__file__).parents[3] / "services" / "partnerships" / "kinds"


def test_a_statement_form_lists_each_obligation() -> None:
    """The fields of one obligation share its id; an empty comment is none."""
    form = {
        "rating": "4",
        f"verdict-{FIRST}": "met",
        f"comment-{FIRST}": "Fint",
        f"verdict-{SECOND}": "not_met",
        f"comment-{SECOND}": " ",
    }

    assert from_form("statement", form) == {
        "rating": 4,
        "obligations": [
            {"obligation_id": FIRST, "verdict": "met", "comment": "Fint"},
            {"obligation_id": SECOND, "verdict": "not_met", "comment": None},
        ],
    }


def test_a_rating_that_is_no_number_stays_what_it_was() -> None:
    """The validation says so, instead of a fault."""
    assert from_form("statement", {"rating": "²"}) == {
        "rating": "²",
        "obligations": [],
    }


def test_an_empty_field_of_a_form_was_not_filled_in() -> None:
    """Browsers send every field of a form, also those left empty."""
    form = {"action": "sign", "reason": ""}

    assert from_form("sign", form) == {"action": "sign"}


def test_every_text_exists_in_both_languages() -> None:
    """A page never falls back to the other language."""
    assert sorted(TEXTS["da"]) == sorted(TEXTS["en"])
    assert all(text.strip() for texts in TEXTS.values() for text in texts.values())


@pytest.mark.parametrize("file", sorted(KINDS.glob("*.json")), ids=lambda one: one.stem)
def test_a_shipped_kind_is_whole(file: Path) -> None:
    """A definition that cannot be read would stop the first proposal."""
    kind = TypeAdapter(Kind).validate_json(file.read_bytes())

    assert kind.key == file.stem
    assert json.loads(file.read_bytes())["key"] == kind.key


@pytest.mark.parametrize(
    "ring",
    [
        [[181.0, 55.0], [12.3, 55.6], [12.3, 55.7], [181.0, 55.0]],
        [[12.2, -91.0], [12.3, 55.6], [12.3, 55.7], [12.2, -91.0]],
        [[float("nan"), 55.0], [12.3, 55.6], [12.3, 55.7], [float("nan"), 55.0]],
        [[12.2, 55.6], [12.3, 55.6], [12.3, 55.7], [12.2, 55.7]],
        [[12.2, 55.6], [12.3, 55.6], [12.2, 55.6]],
    ],
    ids=["east of the globe", "south of it", "nowhere", "open", "a line"],
)
def test_an_area_lies_on_the_globe_and_closes(ring: list[list[float]]) -> None:
    """What is drawn on a map must be a place."""
    body = {"type": "area", "area": {"type": "Polygon", "coordinates": [ring]}}

    with pytest.raises(ValidationError):
        AreaField.model_validate(body)


def test_a_field_comes_back_in_the_form_in_which_it_came() -> None:
    """What was read can be sent again."""
    ring = ((12.2, 55.6), (12.3, 55.6), (12.3, 55.7), (12.2, 55.6))

    assert shown(Area((ring,))).value() == Area((ring,))
    assert shown(Text("Ja")) == TextField(type="text", text="Ja")


@pytest.mark.parametrize("key", KINDS_TOLD)
def test_every_type_of_field_comes_back_in_the_form_in_which_it_came(key: str) -> None:
    """As JSON as well: what a kind asks for can be read and sent again."""
    for value in story_of(KINDS_TOLD[key]).fields.values():
        body = shown(value).model_dump_json()
        read = TypeAdapter[ProposalField](ProposalField).validate_json(body)
        assert read.value() == value


def test_an_obligation_keeps_its_id_through_an_amendment() -> None:
    """What was promised before stays the same promise."""
    body = {
        "starts_on": "2025-01-01",
        "ends_on": "2025-12-31",
        "obligations": [
            {"id": FIRST, "owner": SECOND, "text": "Lys", "due_on": "2025-06-01"},
            {"owner": SECOND, "text": "Luft", "due_on": "2025-06-01"},
        ],
    }

    terms = TermsRequest.model_validate(body).terms(lambda: UUID(int=9))

    assert [one.id for one in terms.obligations] == [UUID(FIRST), UUID(int=9)]
