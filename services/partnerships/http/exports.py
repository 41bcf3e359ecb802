"""Lists as files for a spreadsheet."""

from collections.abc import AsyncIterator, Sequence
from typing import Annotated

from fastapi import Depends, Header, Query
from fastapi.responses import StreamingResponse

from chassis.auth import staff
from chassis.languages import Language, Sentence, preferred
from chassis.problems import problems
from chassis.routing import Router
from chassis.service import resident
from chassis.sheets import Rows, csv_bytes
from chassis.workbooks import MEDIA_TYPE, xlsx_bytes
from services.partnerships import exporting
from services.partnerships.desk import Desk
from services.partnerships.http.filters import PartnershipFilters
from services.partnerships.http.proposal_cells import cells

router = Router(tags=["export"], dependencies=[Depends(staff("reader"))])

_TOO_LONG = Sentence(
    "(for langt til en celle; hent listen som CSV)",
    "(too long for a cell; fetch the list as CSV)",
)

type Spoken = Annotated[str | None, Header(alias="Accept-Language")]


class CsvFile(StreamingResponse):
    """A CSV file that is written while it is sent."""

    media_type = "text/csv"


class XlsxFile(StreamingResponse):
    """A workbook that is sent from disk when it is whole."""

    media_type = MEDIA_TYPE


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
    return _file(
        csv_bytes(header, exporting.partnerships(desk.database, filters, cells))
    )


@router.get(
    "/organisations/export.xlsx",
    response_class=XlsxFile,
    responses=problems(401, 403),
)
async def export_organisations_workbook(
    desk: Annotated[Desk, Depends(resident(Desk))], spoken: Spoken = None
) -> XlsxFile:
    """Return all organisations as a workbook."""
    language = preferred(spoken)
    header = exporting.ORGANISATION_COLUMNS[language]
    return _workbook(header, exporting.organisations(desk.database), language)


@router.get(
    "/partnerships/export.xlsx",
    response_class=XlsxFile,
    responses=problems(400, 401, 403),
)
async def export_partnerships_workbook(
    desk: Annotated[Desk, Depends(resident(Desk))],
    narrowed: Annotated[PartnershipFilters, Query()],
    spoken: Spoken = None,
) -> XlsxFile:
    """Return the partnerships of the list, whole, as a workbook."""
    language = preferred(spoken)
    header = exporting.PARTNERSHIP_COLUMNS[language]
    filters = narrowed.filters()
    found = exporting.partnerships(desk.database, filters, cells)
    return _workbook(header, found, language)


def _workbook(
    header: Sequence[str], pages: AsyncIterator[Rows], language: Language
) -> XlsxFile:
    content = xlsx_bytes(header, pages, _TOO_LONG.told(language, {}))
    return XlsxFile(content, headers={"Content-Disposition": "attachment"})


def _file(content: AsyncIterator[bytes]) -> CsvFile:
    return CsvFile(content, headers={"Content-Disposition": "attachment"})
