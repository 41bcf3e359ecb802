"""The facts in PostgreSQL: derived once per message, read as the domain knows them."""

from datetime import datetime

from chassis.postgres import Connection
from chassis.shapes import adapter
from contracts import (
    AgreementConcludedV1,
    AgreementTookEffectV1,
    AttendanceRecordedV1,
    BallotClosedV1,
    Message,
    OrganisationRegisteredV1,
    OutcomeAcceptedV1,
    OutcomeReportedV1,
    OutcomeReturnedV1,
    PartnershipDecidedV1,
    PartnershipEndedV1,
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

_TOLD = {message.type_name(): happening for message, happening in HAPPENINGS.items()}


async def facts(connection: Connection, as_of: datetime) -> list[Fact]:
    """Every fact that had happened at *as_of*."""
    return [
        Fact(
            row["message_id"],
            row["type"],
            row["occurred_at"],
            row["partnership_id"],
            row["sequence"],
            adapter(_TOLD[row["type"]]).validate_python(row["data"]),
        )
        for row in await connection.fetch(_FACTS, as_of)
    ]


# As messages come and in a rebuild; no message is two facts.
FACTS = {
    "fact": """
insert into {table} (message_id, type, occurred_at, partnership_id, sequence, data)
select message_id, type, occurred_at, (data ->> 'partnership_id')::uuid, sequence, data
from told on conflict do nothing
"""
}

_FACTS = """
select message_id, type, occurred_at, partnership_id, sequence, data
from fact where occurred_at <= $1
order by occurred_at, sequence, message_id
"""
