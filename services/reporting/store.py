"""The facts in PostgreSQL: written once per message, read as the domain knows them."""

from datetime import datetime

from pydantic import TypeAdapter

from chassis.postgres import Connection
from contracts import (
    AgreementConcludedV1,
    AgreementTookEffectV1,
    AttendanceRecordedV1,
    BallotClosedV1,
    Envelope,
    GatheringMessage,
    Message,
    OrganisationRegisteredV1,
    OutcomeAcceptedV1,
    OutcomeReportedV1,
    OutcomeReturnedV1,
    PartnershipDecidedV1,
    PartnershipEndedV1,
    PartnershipMessage,
    PartnershipProposedV1,
    PartnershipResumedV1,
    PartnershipRevisedV1,
    PartnershipSuspendedV1,
    ReviewConcludedV1,
    ReviewOpenedV1,
    StatementGivenV1,
)
from services.reporting.domain import happenings
from services.reporting.domain.facts import Fact
from services.reporting.domain.happenings import Happening

HAPPENINGS: dict[type[Message], type[Happening]] = {
    OrganisationRegisteredV1: happenings.OrganisationRegistered,
    PartnershipProposedV1: happenings.Proposed,
    PartnershipRevisedV1: happenings.Revised,
    BallotClosedV1: happenings.BallotClosed,
    PartnershipDecidedV1: happenings.Decided,
    AgreementConcludedV1: happenings.AgreementConcluded,
    AgreementTookEffectV1: happenings.AgreementTookEffect,
    PartnershipSuspendedV1: happenings.Suspended,
    PartnershipResumedV1: happenings.Resumed,
    PartnershipEndedV1: happenings.Ended,
    OutcomeReportedV1: happenings.OutcomeReported,
    OutcomeAcceptedV1: happenings.OutcomeAccepted,
    OutcomeReturnedV1: happenings.OutcomeReturned,
    ReviewOpenedV1: happenings.ReviewOpened,
    StatementGivenV1: happenings.StatementGiven,
    ReviewConcludedV1: happenings.ReviewConcluded,
    AttendanceRecordedV1: happenings.AttendanceRecorded,
}

_READERS: dict[str, TypeAdapter[Happening]] = {
    message.type_name(): TypeAdapter(happening)
    for message, happening in HAPPENINGS.items()
}


async def record(connection: Connection, heard: Envelope[Message]) -> None:
    """Keep a message as a fact; the same message twice is one fact."""
    message = heard.message
    match message:
        case PartnershipMessage() | GatheringMessage():
            partnership_id = message.partnership_id
        case _:
            partnership_id = None
    await connection.execute(
        _RECORD,
        heard.id,
        message.type_name(),
        heard.occurred_at,
        partnership_id,
        heard.sequence,
        message.model_dump(mode="json"),
    )


async def facts(connection: Connection, as_of: datetime) -> list[Fact]:
    """Every fact that had happened at *as_of*."""
    return [
        Fact(
            row["message_id"],
            row["type"],
            row["occurred_at"],
            row["partnership_id"],
            row["sequence"],
            _READERS[row["type"]].validate_python(row["data"]),
        )
        for row in await connection.fetch(_FACTS, as_of)
    ]


_RECORD = """
insert into fact (message_id, type, occurred_at, partnership_id, sequence, data)
values ($1, $2, $3, $4, $5, $6)
on conflict (message_id) do nothing
"""

_FACTS = """
select message_id, type, occurred_at, partnership_id, sequence, data
from fact where occurred_at <= $1
order by occurred_at, sequence, message_id
"""
