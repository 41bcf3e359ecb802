"""What staff send about gatherings."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from chassis.wire import DISTINCT, Count, Instant, Request, ShortText
from services.events.domain.gathering import GatheringType, Slot

_MOST_CONTACTS = 500


class ProposeRequest(Request):
    """What people shall meet about."""

    type: GatheringType
    partnership_id: UUID | None = Field(
        default=None, description="Required for a review meeting."
    )
    title: ShortText


class ScheduleRequest(Request):
    """When and where."""

    starts_at: Instant
    ends_at: Instant
    place: ShortText

    def slot(self) -> Slot:
        """When and where, as the domain knows it."""
        return Slot(self.starts_at, self.ends_at, self.place)


class RescheduleRequest(ScheduleRequest):
    """When and where instead, and until when everybody may answer anew."""

    answer_by: Instant


class InviteRequest(Request):
    """Whom to invite, besides those who are invited already."""

    contacts: Annotated[
        tuple[UUID, ...], Field(min_length=1, max_length=_MOST_CONTACTS), DISTINCT
    ]
    answer_by: Instant


class AttendanceRequest(Request):
    """Who came; replaces what was recorded before."""

    contacts: Annotated[
        tuple[UUID, ...],
        Field(max_length=_MOST_CONTACTS, description="Invited contacts who came."),
        DISTINCT,
    ] = ()
    extra_heads: Count = Field(default=0, description="People besides them.")
