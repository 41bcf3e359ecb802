"""What partners are asked to confirm beside the agreement itself."""

from datetime import date
from typing import ClassVar

from pydantic import Field

from contracts.partnerships import PartnershipMessage
from contracts.vocabulary import Addressee


class ConfirmationAskedV1(PartnershipMessage):
    """These are asked to confirm what they stand by, each over a link of their own."""

    event: ClassVar[str] = "confirmation-asked"

    title: str
    what: str = Field(description="expectations or declaration.")
    item: str = Field(
        description="SHA-256 of the expectations, or the key of the declaration."
    )
    answer_by: date
    asked: tuple[Addressee, ...]
