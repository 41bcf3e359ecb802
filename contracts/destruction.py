"""What is told when a case was destroyed."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from pydantic import Field

from contracts.partnerships import PartnershipMessage


class PartnershipDestroyedV1(PartnershipMessage):
    """The case was destroyed when its time was up; copies of its content have to go."""

    event: ClassVar[str] = "destroyed"

    record_id: UUID = Field(description="The record that is left of it.")
    destroyed_on: date
