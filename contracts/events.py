"""What the service events tells: gatherings, invitations, answers, attendance."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from pydantic import Field

from contracts.envelope import Message
from contracts.vocabulary import Part


class Invitee(Part):
    """One invitation to one contact."""

    invitation_id: UUID
    contact_id: UUID


class GatheringMessage(Message):
    """What every message about one gathering carries."""

    service: ClassVar[str] = "events"

    gathering_id: UUID
    gathering_type: str = Field(description="review_meeting or network_meeting.")
    partnership_id: UUID | None


class GatheringProposedV1(GatheringMessage):
    """Somebody, or an opened review, asks for people to meet."""

    event: ClassVar[str] = "gathering-proposed"
    public_only: ClassVar[bool] = True

    title: str


class GatheringInvitedV1(GatheringMessage):
    """These contacts are invited; the calendar entry is ready to attach."""

    event: ClassVar[str] = "gathering-invited"

    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    answer_by: datetime
    calendar: str = Field(description="iCalendar text, METHOD:REQUEST.")
    invitees: tuple[Invitee, ...]


class GatheringRescheduledV1(GatheringMessage):
    """The gathering moved; the calendar entry replaces the earlier one."""

    event: ClassVar[str] = "gathering-rescheduled"

    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    answer_by: datetime
    calendar: str
    invitees: tuple[Invitee, ...]


class GatheringCancelledV1(GatheringMessage):
    """The gathering will not take place."""

    event: ClassVar[str] = "gathering-cancelled"

    title: str
    starts_at: datetime
    calendar: str = Field(description="iCalendar text, METHOD:CANCEL.")
    invitees: tuple[Invitee, ...]


class InvitationAnsweredV1(GatheringMessage):
    """A contact said whether they will come."""

    event: ClassVar[str] = "invitation-answered"
    public_only: ClassVar[bool] = True

    invitation_id: UUID
    answer: str = Field(description="accepted, declined or tentative.")


class AttendanceRecordedV1(GatheringMessage):
    """How many came; replaces an earlier count of the same gathering."""

    event: ClassVar[str] = "attendance-recorded"

    held_at: datetime
    invited: int
    attended: int
