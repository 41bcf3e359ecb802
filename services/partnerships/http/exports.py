"""Lists as files for a spreadsheet."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query
from fastapi.responses import StreamingResponse

from chassis.auth import staff
from chassis.languages import preferred
from chassis.problems import problems
from chassis.service import resident
from chassis.sheets import csv_bytes
from services.partnerships import exporting
from services.partnerships.desk import Desk
from services.partnerships.http.filters import PartnershipFilters

router = APIRouter(tags=["export"], dependencies=[Depends(staff("reader"))])

type Spoken = Annotated[str | None, Header(alias="Accept-Language")]


class CsvFile(StreamingResponse):
    """A CSV file that is written while it is sent."""

    media_type = "text/csv"


@router.get(
    "/organisations/export.csv",
    response_class=CsvFile,
    responses=problems(401, 403),
)
async def export_organisations(
    desk: Annotated[Desk, Depends(resident(Desk))], spoken: Spoken = None
) -> CsvFile:
    """Return all organisations as CSV for a spreadsheet."""
    header = exporting.ORGANISATION_COLUMNS[preferred(spoken)]
    return _file(csv_bytes(header, exporting.organisations(desk.database)))


@router.get(
    "/partnerships/export.csv",
    response_class=CsvFile,
    responses=problems(400, 401, 403),
)
async def export_partnerships(
    desk: Annotated[Desk, Depends(resident(Desk))],
    narrowed: Annotated[PartnershipFilters, Query()],
    spoken: Spoken = None,
) -> CsvFile:
    """Return the partnerships of the list, whole, as CSV for a spreadsheet."""
    filters = narrowed.filters()
    header = exporting.PARTNERSHIP_COLUMNS[preferred(spoken)]
    return _file(csv_bytes(header, exporting.partnerships(desk.database, filters)))


def _file(content: AsyncIterator[bytes]) -> CsvFile:
    return CsvFile(content, headers={"Content-Disposition": "attachment"})
