"""The closed vocabularies and small shapes that several messages share.

Readers must accept a value they do not know: vocabularies may grow.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

Quantity = Annotated[
    Decimal,
    PlainSerializer(lambda value: format(value, "f"), return_type=str),
    Field(description="A measured figure, as a decimal string; never a float."),
]


class Part(BaseModel):
    """A piece of a message; unknown fields are ignored, like in the message."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)


class PartyFacts(Part):
    """One party of a partnership, by ids alone."""

    organisation_id: UUID
    role: str = Field(description="Role in the kind, e.g. municipality, business.")
    contact_id: UUID = Field(description="Who is told and signs for the party.")


class Addressee(Part):
    """A contact who is asked to act for an organisation."""

    organisation_id: UUID
    contact_id: UUID
    role: str | None = Field(
        default=None, description="Role in the kind; who is municipality acts as staff."
    )


class IndicatorTargets(Part):
    """What an agreement promises on one indicator."""

    goal: str = Field(description="Key of the policy's goal, e.g. G1.1.")
    indicator: str = Field(description="Key of the indicator.")
    baseline: Quantity
    targets: dict[int, Quantity] = Field(description="Target by calendar year.")


class Period(Part):
    """Civil dates in Europe/Copenhagen, both included."""

    first_day: date
    last_day: date
