"""The fields that hold a figure, a choice, a contact or a plan, as they travel.

Each has the names that the domain has, so that one adapter reads them all.
"""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints, TypeAdapter

from chassis.shapes import LATE
from chassis.wire import Count, Day, Quantity, Request, ShortText, Year
from services.partnerships.domain import values as held
from services.partnerships.domain.checks.values import TYPES

LONGITUDES = 180
LATITUDES = 90

Key = Annotated[str, StringConstraints(pattern="^[a-z][a-z0-9_]{0,39}$")]
Unit = Annotated[str, StringConstraints(pattern="^[^\\x00-\\x1f\\x7f]{1,40}$")]
Longitude = Annotated[float, Field(ge=-LONGITUDES, le=LONGITUDES)]
Latitude = Annotated[float, Field(ge=-LATITUDES, le=LATITUDES)]
Tonnes = Annotated[Quantity, Field(description="tCO2e")]

_VALUE: TypeAdapter[held.FieldValue] = TypeAdapter(held.FieldValue, config=LATE)


class _Typed(Request):
    def value(self) -> held.FieldValue:
        """The field as the domain knows it."""
        return _VALUE.validate_python(self.model_dump(exclude={"type"}))


class NumberField(_Typed):
    """A field that holds a whole number."""

    type: Literal["number"]
    number: Count


class QuantityField(_Typed):
    """A field that holds a decimal figure with its unit."""

    type: Literal["quantity"]
    quantity: Quantity
    unit: Unit


class DateField(_Typed):
    """A field that holds a civil date."""

    type: Literal["date"]
    day: Day


class SchoolYearField(_Typed):
    """A field that holds a school year: August of this year to June of the next."""

    type: Literal["school_year"]
    begins_in: Year


class PlaceField(_Typed):
    """A field that holds a place: WGS 84, longitude before latitude."""

    type: Literal["place"]
    address: ShortText
    position: tuple[Longitude, Latitude] | None = None


class ChoiceField(_Typed):
    """A field that holds one of the options that the kind declares."""

    type: Literal["choice"]
    option: Key


class ChoicesField(_Typed):
    """A field that holds some of the options that the kind declares."""

    type: Literal["choices"]
    options: Annotated[tuple[Key, ...], Field(min_length=1, max_length=50)]


class PersonRequest(Request):
    """A contact who acts for an organisation; their name is known elsewhere."""

    organisation_id: UUID
    contact_id: UUID

    def person(self) -> held.Person:
        """The contact as the domain knows them."""
        return held.Person(self.organisation_id, self.contact_id)


class ContactField(_Typed):
    """A field that names one contact."""

    type: Literal["contact"]
    person: PersonRequest


class ContactsField(_Typed):
    """A field that names several contacts."""

    type: Literal["contacts"]
    persons: Annotated[tuple[PersonRequest, ...], Field(min_length=1, max_length=200)]


class VehiclesRequest(Request):
    """How many vehicles run on one drive."""

    drive: Key
    number: Count


class FleetField(_Typed):
    """A field that holds the vehicles of a fleet by drive."""

    type: Literal["fleet"]
    vehicles: Annotated[tuple[VehiclesRequest, ...], Field(min_length=1, max_length=50)]


class EmissionsField(_Typed):
    """A field that holds what was emitted in a year, and how it was found."""

    type: Literal["emissions"]
    tonnes: Tonnes
    method: Key
    year: Year


class YearlyTonnesRequest(Request):
    """What shall at most be emitted in a year."""

    year: Year
    tonnes: Tonnes


class PathwayField(_Typed):
    """A field that holds the way down from a baseline, year by year."""

    type: Literal["pathway"]
    pathway: Annotated[
        tuple[YearlyTonnesRequest, ...], Field(min_length=1, max_length=50)
    ]


class GreenMeasureRequest(Request):
    """One measure, what it shall save a year, and how that was found."""

    type: Key
    tonnes: Tonnes
    method: Key


class MeasuresField(_Typed):
    """A field that holds the measures that are planned, each type once."""

    type: Literal["measures"]
    measures: Annotated[
        tuple[GreenMeasureRequest, ...], Field(min_length=1, max_length=50)
    ]


type TypedField = (
    NumberField
    | QuantityField
    | DateField
    | SchoolYearField
    | PlaceField
    | ChoiceField
    | ChoicesField
    | ContactField
    | ContactsField
    | FleetField
    | EmissionsField
    | PathwayField
    | MeasuresField
)

_SHOWN: TypeAdapter[TypedField] = TypeAdapter(
    Annotated[TypedField, Field(discriminator="type")], config=LATE
)
_NAMES = {holds: name for name, holds in TYPES.items()}


def typed(value: held.FieldValue) -> TypedField:
    """A field of the domain in the form in which it came."""
    inside = _VALUE.dump_python(value)
    return _SHOWN.validate_python({"type": _NAMES[type(value)], **inside})
