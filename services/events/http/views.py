"""What is answered about gatherings."""

from uuid import UUID

from pydantic import AwareDatetime, Field

from chassis.answers import Answer
from chassis.deciding import Decided
from chassis.shapes import Late
from services.events.domain.commands import Command
from services.events.domain.gathering import AnswerValue, GatheringType
from services.events.domain.overview import Status
from services.events.handling import Occasion, Standing, carry_out


class InvitationView(Late):
    """One contact's invitation; who the contact is, notifications knows."""

    id: UUID
    contact_id: UUID
    answer: AnswerValue | None = Field(description="Null until they answered.")


class AttendanceView(Late):
    """Who came."""

    contacts: list[UUID] = Field(description="Invited contacts who came.")
    extra_heads: int = Field(description="People who came besides them.")
    attended: int = Field(description="Everybody who came.")


class GatheringSummary(Late):
    """A gathering as a list shows it."""

    id: UUID
    type: GatheringType
    partnership_id: UUID | None
    title: str
    status: Status
    version: int
    starts_at: AwareDatetime | None
    ends_at: AwareDatetime | None
    place: str | None
    invited: int
    accepted: int
    declined: int
    tentative: int
    attended: int | None
    proposed_at: AwareDatetime


class GatheringView(Late):
    """A gathering as it stands."""

    id: UUID
    type: GatheringType
    partnership_id: UUID | None
    title: str
    status: Status
    version: int
    starts_at: AwareDatetime | None
    ends_at: AwareDatetime | None
    place: str | None
    answer_by: AwareDatetime | None
    suggested_contacts: list[UUID] = Field(description="Whom to invite, perhaps.")
    invitations: list[InvitationView]
    attendance: AttendanceView | None


def view(standing: Standing) -> GatheringView:
    """A gathering as staff see it."""
    seen = standing.seen
    came = seen.attendance
    return GatheringView(
        id=standing.id,
        type=seen.subject.type,
        partnership_id=seen.subject.partnership_id,
        title=seen.subject.title,
        status=seen.status,
        version=standing.version,
        starts_at=seen.slot.starts_at if seen.slot else None,
        ends_at=seen.slot.ends_at if seen.slot else None,
        place=seen.slot.place if seen.slot else None,
        answer_by=seen.answer_by,
        suggested_contacts=list(seen.subject.suggested),
        invitations=[
            InvitationView(id=one.id, contact_id=one.contact_id, answer=one.answer)
            for one in seen.invitations
        ],
        attendance=came
        and AttendanceView(
            contacts=sorted(came.came),
            extra_heads=came.extra_heads,
            attended=came.attended,
        ),
    )


def decided(
    standing: Standing,
    command: Command,
    occasion: Occasion,
    status: int = 200,
    location: str | None = None,
) -> Decided[Standing]:
    """What a command comes to, answered with where the gathering then stands."""
    carried = carry_out(standing, command, occasion)
    shown = view(carried.after)
    answer = Answer(status, shown, carried.after.version, location)
    return Decided(carried.change, carried.after, answer)
