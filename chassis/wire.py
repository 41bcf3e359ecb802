"""Building blocks for request bodies that guess nothing where pydantic would."""

import re
import unicodedata
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, override

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    PlainSerializer,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, PydanticCustomError
from stdnum.dk import cvr

from chassis.cpr import is_cpr_shaped
from chassis.shapes import Late
from chassis.strictness import strict

_QUANTITY = "-?[0-9]{1,12}(\\.[0-9]{1,6})?"
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")  # Unicode's Cc and Cs
_FIRST, _LAST = date(1900, 1, 1), date(2199, 12, 31)


class Request(Late):
    """A request body: unknown fields, guesses and NUL characters are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    @classmethod
    @override
    def __get_pydantic_core_schema__(
        cls, source: type[BaseModel], handler: GetCoreSchemaHandler, /
    ) -> CoreSchema:
        """Make every leaf of the schema strict."""
        return strict(handler(source))


def _without_cpr(text: str) -> str:
    if is_cpr_shaped(text):
        raise PydanticCustomError("cpr_number", "Looks like a CPR number")
    return text


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _without_control(text: str, allowed: str) -> str:
    for found in _CONTROL.finditer(text):
        if found.group() not in allowed:
            raise PydanticCustomError("control_character", "Not a text character")
    return text


def _lines(text: str) -> str:
    return _without_control(text, "\n\r\t")


def _one_line(text: str) -> str:
    return _without_control(text, "")


def _day(value: object) -> object:
    if type(value) is date:
        return value
    if isinstance(value, str) and re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return value
    raise PydanticCustomError("date_type", "Must be YYYY-MM-DD")


def _near(value: date) -> date:
    if not _FIRST <= value <= _LAST:
        raise PydanticCustomError("date_type", "Must lie between 1900 and 2199")
    return value


def _instant(value: object) -> object:
    if isinstance(value, datetime) or (
        isinstance(value, str) and re.match("[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ]", value)
    ):
        return value
    raise PydanticCustomError("datetime_type", "Must be an ISO 8601 instant")


def _utc(value: datetime) -> datetime:
    if not _FIRST < value.date() < _LAST:
        raise PydanticCustomError("datetime_type", "Must lie between 1900 and 2199")
    return value.astimezone(UTC)


def _quantity(value: object) -> object:
    if isinstance(value, Decimal) or type(value) is int:
        value = format(value, "f")
    if isinstance(value, str) and re.fullmatch(_QUANTITY, value):
        return Decimal(value) + 0  # turns -0 into 0
    raise PydanticCustomError("decimal_type", "Must be a decimal string or an integer")


def _valid_cvr(number: str) -> str:
    if not cvr.is_valid(number):
        raise PydanticCustomError("cvr_number", "Not a CVR number")
    return number


def _distinct[Item](items: tuple[Item, ...]) -> tuple[Item, ...]:
    if any(item in items[:place] for place, item in enumerate(items)):
        raise PydanticCustomError("repeated", "The same value stands twice")
    return items


Day = Annotated[date, AfterValidator(_near), BeforeValidator(_day)]
Instant = Annotated[AwareDatetime, AfterValidator(_utc), BeforeValidator(_instant)]
Year = Annotated[int, Field(ge=1900, le=2199)]
Count = Annotated[int, Field(ge=0, le=2_147_483_647)]
DISTINCT = AfterValidator(_distinct)  # beside limits, which an alias would hide
type Distinct[Item] = Annotated[tuple[Item, ...], DISTINCT]

Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=2000),
    AfterValidator(_lines),
    AfterValidator(_composed),
    AfterValidator(_without_cpr),
]
ShortText = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200),
    AfterValidator(_one_line),
    AfterValidator(_composed),
    AfterValidator(_without_cpr),
]
Cvr = Annotated[
    str, StringConstraints(pattern="^[0-9]{8}$"), AfterValidator(_valid_cvr)
]
PNumber = Annotated[str, StringConstraints(pattern="^1[0-9]{9}$")]
Quantity = Annotated[
    Decimal,
    BeforeValidator(_quantity),
    PlainSerializer(lambda value: format(value, "f"), return_type=str),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "pattern": f"^{_QUANTITY}$"},
                {"type": "integer", "minimum": -(10**12) + 1, "maximum": 10**12 - 1},
            ],
            "description": "A measured figure; never a float.",
        },
        mode="validation",
    ),
]
