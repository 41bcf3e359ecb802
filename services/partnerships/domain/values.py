"""What the typed fields of a proposal hold; each type is told by its own first field."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

type Position = tuple[float, float]
type Ring = tuple[Position, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """What one organisation pays of the whole, in basis points."""

    organisation_id: UUID
    basis_points: int


@dataclass(frozen=True, slots=True)
class Text:
    """A field that holds one text."""

    text: str


@dataclass(frozen=True, slots=True)
class Texts:
    """A field that holds a list of texts."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Area:
    """A field that holds the rings of a GeoJSON polygon, longitude before latitude."""

    rings: tuple[Ring, ...]


@dataclass(frozen=True, slots=True)
class Shares:
    """A field that holds the contribution key."""

    shares: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class Number:
    """A field that holds a whole number."""

    number: int


@dataclass(frozen=True, slots=True)
class Quantity:
    """A field that holds a decimal figure with its unit."""

    quantity: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Day:
    """A field that holds a civil date."""

    day: date


@dataclass(frozen=True, slots=True)
class SchoolYear:
    """A field that holds a school year: August of this year to June of the next."""

    begins_in: int


@dataclass(frozen=True, slots=True)
class Place:
    """A field that holds a place by its address, and by a position if it has one."""

    address: str
    position: Position | None


@dataclass(frozen=True, slots=True)
class Chosen:
    """A field that holds one of the declared options."""

    option: str


@dataclass(frozen=True, slots=True)
class ChosenOnes:
    """A field that holds some of the declared options."""

    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """A contact who acts for an organisation."""

    organisation_id: UUID
    contact_id: UUID


@dataclass(frozen=True, slots=True)
class Contact:
    """A field that names one contact."""

    person: Person


@dataclass(frozen=True, slots=True)
class Contacts:
    """A field that names several contacts."""

    persons: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Vehicles:
    """How many vehicles run on one drive."""

    drive: str
    number: int


@dataclass(frozen=True, slots=True)
class Fleet:
    """A field that holds a fleet: its vehicles by drive."""

    vehicles: tuple[Vehicles, ...]


@dataclass(frozen=True, slots=True)
class Emissions:
    """A field that holds what was emitted in a year, in tCO2e, and how it was found."""

    tonnes: Decimal
    method: str
    year: int


@dataclass(frozen=True, slots=True)
class YearlyTonnes:
    """What shall at most be emitted in a year, in tCO2e."""

    year: int
    tonnes: Decimal


@dataclass(frozen=True, slots=True)
class Pathway:
    """A field that holds the way down from a baseline, year by year."""

    pathway: tuple[YearlyTonnes, ...]


@dataclass(frozen=True, slots=True)
class GreenMeasure:
    """One measure, the tCO2e that it shall save a year, and how that was found."""

    type: str
    tonnes: Decimal
    method: str


@dataclass(frozen=True, slots=True)
class Measures:
    """A field that holds the measures that are planned."""

    measures: tuple[GreenMeasure, ...]


type FieldValue = (
    Text
    | Texts
    | Area
    | Shares
    | Number
    | Quantity
    | Day
    | SchoolYear
    | Place
    | Chosen
    | ChosenOnes
    | Contact
    | Contacts
    | Fleet
    | Emissions
    | Pathway
    | Measures
)
