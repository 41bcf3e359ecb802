"""What the fields of a proposal may hold, as a kind declares them."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from services.partnerships.domain.words import Option, Words

type FieldType = Literal[
    "text",
    "texts",
    "area",
    "shares",
    "number",
    "quantity",
    "date",
    "school_year",
    "place",
    "choice",
    "choices",
    "contact",
    "contacts",
    "fleet",
    "emissions",
    "pathway",
    "measures",
]


@dataclass(frozen=True, slots=True)
class FieldRule:
    """One field of the proposal, and what its type further asks for.

    Shares are held by the parties in *sharers*, contacts act for parties in *roles*.
    A choice, a fleet (its drives) and measures (their types) choose from *options*;
    figures of CO2e say one of the *methods*. A figure lies from *least* to *most*, in
    *unit*. A pathway begins at the *baseline* that another field holds.
    """

    key: str
    name: Words
    type: FieldType
    required: bool
    sharers: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    methods: tuple[Option, ...] = ()
    unit: str | None = None
    least: Decimal | None = None
    most: Decimal | None = None
    baseline: str | None = None
