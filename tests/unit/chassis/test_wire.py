"""Request bodies are taken literally."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

import pytest
from pydantic import Field, ValidationError

from chassis.wire import (
    Count,
    Cvr,
    Day,
    Distinct,
    Instant,
    PNumber,
    Quantity,
    Request,
    ShortText,
    Text,
    Year,
)


class Inner(Request):
    count: Annotated[int, Field(ge=0)]


class Everything(Request):
    id: UUID | None = None
    day: Day | None = None
    plain_day: date | None = None
    instant: Instant | None = None
    plain_instant: datetime | None = None
    quantity: Quantity | None = None
    plain_decimal: Decimal | None = None
    whole: int | None = None
    share: float | None = None
    flag: bool | None = None
    note: Text | None = None
    name: ShortText | None = None
    plain: str | None = None
    cvr: Cvr | None = None
    p_number: PNumber | None = None
    year: Year | None = None
    count: Count | None = None
    inner: tuple[Inner, ...] = ()
    targets: dict[int, Quantity] = Field(default_factory=dict)
    labels: dict[str, str] = Field(default_factory=dict)
    goals: Distinct[str] = ()
    type: str = ""  # a field by this name must not confuse the schema


def fault(field: str, value: object) -> tuple[str, tuple[int | str, ...]]:
    """Return the type and place of the one fault that a value is refused for."""
    with pytest.raises(ValidationError) as refused:
        Everything.model_validate({field: value})
    [error] = refused.value.errors()
    return error["type"], error["loc"]


def test_a_request_is_read_from_what_json_has() -> None:
    """Ids, days, instants and quantities travel as strings."""
    read = Everything.model_validate(
        {
            "id": "00000000-0000-0000-0000-000000000001",
            "day": "2024-02-29",
            "plain_day": "2024-02-29",
            "instant": "2024-01-01T00:00:00+01:00",
            "quantity": "1.50",
            "plain_decimal": "1.5",
            "whole": 3,
            "flag": True,
            "cvr": "19501817",
            "p_number": "1003456789",
            "inner": [{"count": 1}],
            "targets": {"2025": "12"},
            "goals": ["G1.1", "G1.2"],
        }
    )

    assert read.id == UUID(int=1)
    assert read.day == read.plain_day == date(2024, 2, 29)
    assert read.instant == datetime(2023, 12, 31, 23, tzinfo=UTC)
    assert read.quantity == Decimal("1.50")
    assert read.targets == {2025: Decimal(12)}
    assert read.p_number == "1003456789"
    assert read.inner == (Inner(count=1),)
    assert read.goals == ("G1.1", "G1.2")


@pytest.mark.parametrize(
    ("field", "value", "kind"),
    [
        ("day", 0, "date_type"),
        ("day", "0", "date_type"),
        ("day", "2024-01-01T00:00:00", "date_type"),
        ("day", "2023-02-29", "date_from_datetime_parsing"),
        ("day", "1899-12-31", "date_type"),
        ("day", "2200-01-01", "date_type"),
        ("plain_day", 0, "date_type"),
        ("instant", 0, "datetime_type"),
        ("instant", "0", "datetime_type"),
        ("instant", "2024-01-01T00:00:00", "timezone_aware"),
        ("instant", "9999-12-31T23:00:00-05:00", "datetime_type"),
        ("plain_instant", 5, "datetime_type"),
        ("quantity", 1.5, "decimal_type"),
        ("quantity", True, "decimal_type"),
        ("quantity", "1e5", "decimal_type"),
        ("quantity", "NaN", "decimal_type"),
        ("quantity", "1.1234567", "decimal_type"),
        ("quantity", "1234567890123", "decimal_type"),
        ("plain_decimal", 1.5, "decimal_type"),
        ("whole", True, "int_type"),
        ("whole", "3", "int_type"),
        ("whole", 3.0, "int_type"),
        ("share", float("nan"), "finite_number"),
        ("flag", 1, "bool_type"),
        ("flag", "yes", "bool_type"),
        ("note", "ring 010190-1234", "cpr_number"),
        ("note", "   ", "string_too_short"),
        ("note", "x" * 2001, "string_too_long"),
        ("note", "a\x07", "control_character"),
        ("name", "a\nb", "control_character"),
        ("name", "0101901234", "cpr_number"),
        ("plain", "a\0b", "control_character"),
        ("cvr", "19501818", "cvr_number"),
        ("cvr", "1950 1817", "string_pattern_mismatch"),
        ("p_number", "0101901234", "string_pattern_mismatch"),
        ("year", 2200, "less_than_equal"),
        ("count", 2**31, "less_than_equal"),
        ("count", -1, "greater_than_equal"),
        ("goals", ["G1.1", "G1.1"], "repeated"),
        ("nonsense", 1, "extra_forbidden"),
    ],
)
def test_nothing_is_guessed(field: str, value: object, kind: str) -> None:
    """What is only nearly right is refused, and the field is named."""
    assert fault(field, value) == (kind, (field,))


def test_parts_of_a_request_are_as_strict_as_the_whole() -> None:
    """A list hides no guess."""
    assert fault("inner", [{"count": "1"}]) == ("int_type", ("inner", 0, "count"))


def test_a_nul_character_is_refused_in_a_key_too() -> None:
    """PostgreSQL cannot store it anywhere."""
    kind, _ = fault("labels", {"a\0": "b"})

    assert kind == "control_character"


def test_text_is_stripped_and_composed() -> None:
    """The same words are the same characters, whichever keyboard wrote them."""
    read = Everything.model_validate({"note": " a\u030a\nb\t "})

    assert read.note == "å\nb"


def test_a_quantity_travels_back_as_it_came() -> None:
    """No float in between, and no negative nothing."""
    read = Everything.model_validate({"quantity": "-0.10", "targets": {"2025": "-0"}})

    assert read.model_dump(mode="json")["quantity"] == "-0.10"
    assert read.model_dump(mode="json")["targets"] == {"2025": "0"}


def test_the_schema_tells_what_a_quantity_may_be() -> None:
    """A client can check a figure before it sends it."""
    schema = Everything.model_json_schema()["properties"]["quantity"]

    assert schema["anyOf"][0]["anyOf"][0] == {
        "type": "string",
        "pattern": r"^-?[0-9]{1,12}(\.[0-9]{1,6})?$",
    }


class Innermost(Request):
    name: str


class Middle(Request):
    innermost: Innermost


class Outer(Request):
    middle: Middle


def test_a_model_inside_others_is_made_strict_once() -> None:
    """Each layer more would check again, until Python gives up at the depth of it."""
    Outer.model_rebuild()

    assert str(Outer.__pydantic_core_schema__).count("_without_nul") == 1
