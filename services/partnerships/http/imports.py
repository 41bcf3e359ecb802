"""Lists from a spreadsheet: the rows that are right are taken, the others told."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import Depends, Response

from chassis.auth import staff
from chassis.postgres import Connection
from chassis.routing import Router
from services.partnerships import importing_organisations, importing_partnerships
from services.partnerships.domain.commands import Propose
from services.partnerships.http.importing import (
    EXTRA,
    RESPONSES,
    ImportReport,
    Sent,
    sending,
)
from services.partnerships.http.importing_proposals import propose
from services.partnerships.http.ordering import roles
from services.partnerships.http.organisations import OrganisationRequest, organisation
from services.partnerships.http.sentences import SENTENCES
from services.partnerships.importing import Outcome, Refused, Row, read

router = Router(tags=["import"])

type File = Annotated[Sent, Depends(sending)]


@router.post(
    "/organisations/import",
    response_model=ImportReport,
    responses=RESPONSES,
    dependencies=[Depends(staff("case_officer", "manager"))],
    openapi_extra=EXTRA,
)
async def import_organisations(file: File) -> Response:
    """Register the organisations of a CSV or XLSX file, at most 5 MiB and 5000 rows.

    A repeat makes nothing double. Ask for text/csv to get the refused rows as a file.
    """

    async def work(connection: Connection, rows: Sequence[Row]) -> list[Outcome]:
        wanted, outcomes = [], list[Outcome]()
        for row in rows:
            body = read(
                row,
                importing_organisations.values(row),
                OrganisationRequest,
                file.language,
            )
            if isinstance(body, Refused):
                outcomes.append(body)
            else:
                wanted.append((row.number, organisation(body, file.asked, file.desk)))
        said = SENTENCES["organisation_differs"].told(file.language, {})
        return outcomes + await importing_organisations.write(connection, wanted, said)

    most = importing_organisations.MOST
    return await file.imported(importing_organisations.LAYOUT, most, work)


@router.post(
    "/partnerships/import",
    response_model=ImportReport,
    responses=RESPONSES,
    dependencies=[Depends(staff(*roles(Propose)))],
    openapi_extra=EXTRA,
)
async def import_partnerships(file: File) -> Response:
    """Propose the partnerships of a CSV or XLSX file, at most 5 MiB and 1000 rows.

    A repeat proposes nothing twice. Ask for text/csv to get the refused rows as a file.
    """

    async def work(connection: Connection, rows: Sequence[Row]) -> list[Outcome]:
        return await propose(connection, file, rows)

    most = importing_partnerships.MOST
    return await file.imported(importing_partnerships.LAYOUT, most, work)
