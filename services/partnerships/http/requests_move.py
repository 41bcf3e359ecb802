"""What is sent to move running partnerships to a newer version, and back."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from chassis.wire import DISTINCT, Request
from services.partnerships.domain.moving import Data
from services.partnerships.http.fields import ProposalField, values
from services.partnerships.http.requests_proposal import Key


class MovedRequest(Request):
    """A partnership that is to be moved, with the fields that the version asks for."""

    partnership_id: UUID
    fields: Annotated[dict[Key, ProposalField], Field(max_length=50)] = Field(
        default_factory=dict
    )

    def data(self) -> Data:
        """What comes with the move, as the domain knows it."""
        return Data(values(self.fields))


class MoveRequest(Request):
    """The partnerships that were chosen from the plan."""

    partnerships: Annotated[
        tuple[MovedRequest, ...], Field(min_length=1, max_length=100)
    ]


class UndoRequest(Request):
    """Which of them are moved back; null: all that are still moved."""

    partnerships: (
        Annotated[tuple[UUID, ...], Field(min_length=1, max_length=100), DISTINCT]
        | None
    ) = None
