"""Why a case is not there: destroyed under a record, or never known."""

from uuid import UUID

from chassis.postgres import Connection
from chassis.problems import Problem
from services.partnerships.destructions import record_of


async def gone(connection: Connection, partnership_id: UUID) -> Problem:
    """Return the problem that tells why a case is not there."""
    record = await record_of(connection, partnership_id)
    if record is None:
        return Problem("not_found")
    return Problem(
        "case_destroyed", reference=record.reference, destruction_id=str(record.id)
    )
