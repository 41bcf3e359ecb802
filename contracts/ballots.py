"""What is told of the ballot on a proposal."""

from datetime import date
from typing import ClassVar

from pydantic import Field

from contracts.partnerships import PartnershipMessage
from contracts.vocabulary import Addressee, PartyFacts


class BallotOpenedV1(PartnershipMessage):
    """The electoral roll may vote until the closing day."""

    event: ClassVar[str] = "ballot-opened"

    title: str
    closes_on: date
    voters: tuple[Addressee, ...]
    round: int | None = Field(default=None, description="1, 2, 3... of this proposal.")


class BallotClosedV1(PartnershipMessage):
    """The count, in whole heads and in basis points of the contributions."""

    event: ClassVar[str] = "ballot-closed"

    title: str
    passed: bool
    roll_heads: int
    cast_heads: int
    cast_share: int = Field(description="Basis points of all contributions.")
    yes_heads: int
    yes_share: int = Field(description="Basis points of all contributions.")
    parties: tuple[PartyFacts, ...]
