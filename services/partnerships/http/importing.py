"""How a file is imported: read, its rows written together, reported row by row."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated, Literal, NamedTuple
from uuid import UUID

from fastapi import Depends, Header, Request, Response
from pydantic import Field

from chassis.answers import Answer
from chassis.asking import Asked, asking, once
from chassis.edge import body_limit
from chassis.invalid import FieldError
from chassis.languages import Language, preferred
from chassis.postgres import Connection
from chassis.problems import Problems, problems
from chassis.service import resident
from chassis.shapes import Late
from chassis.sheet_files import LARGEST, Line, lines
from chassis.sheets import csv_page
from services.partnerships.desk import Desk
from services.partnerships.importing import (
    Layout,
    Made,
    Outcome,
    Refused,
    Row,
    refused_rows,
    rows,
)

_BINARY = {"schema": {"type": "string", "format": "binary"}}
EXTRA = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": _BINARY},
    },
    **body_limit(LARGEST),
}


class RowReport(Late):
    """What became of one row; a refused one wrote nothing at all."""

    row: int = Field(description="As the spreadsheet counts, the header being 1.")
    outcome: Literal["created", "known", "refused"]
    id: UUID | None = None
    reference: str | None = Field(default=None, description="Of a partnership.")
    errors: list[FieldError] = Field(default=[], description="By column.")


class ImportReport(Late):
    """What became of a file, row by row."""

    created: int
    known: int = Field(description="Rows that were registered already, and alike.")
    refused: int
    rows: list[RowReport]


RESPONSES = {
    200: {
        "model": ImportReport,
        "description": "The report; as text/csv, the refused rows to correct.",
        "content": {"text/csv": {"schema": {"type": "string"}}},
    },
    **problems(400, 401, 403, 409, 415),
}


async def sent(request: Request) -> bytes:
    """Read the file before anything takes the body for a form (FastAPI dependency)."""
    return await request.body()


class Sent(NamedTuple):
    """A file that a member of staff sends, and what they want to hear of it."""

    desk: Desk
    asked: Asked
    content: bytes
    language: Language
    wants_csv: bool
    problems: Problems

    async def imported(self, layout: Layout, most: int, work: "Work") -> Response:
        """Write the rows that can be, all in one transaction, and report on each."""
        found = await asyncio.to_thread(lines, self.content, most)
        asked = rows(found, layout)

        async def write(connection: Connection) -> Answer:
            outcomes = await work(connection, asked)
            return Answer(200, _report(outcomes, layout, self.language))

        response = await once(self.desk.database, self.asked, write)
        return self._file(found, response) if self.wants_csv else response

    def _file(self, found: Sequence[Line], response: Response) -> Response:
        report = ImportReport.model_validate_json(bytes(response.body))
        why = {
            one.row: "; ".join(
                f"{error.field}: {error.message}" for error in one.errors
            )
            for one in report.rows
            if one.outcome == "refused"
        }
        page = csv_page(list(refused_rows(found, why, self.language)), first=True)
        headers = {"Content-Disposition": "attachment"}
        return Response(page, 200, headers, "text/csv")


type Work = Callable[[Connection, Sequence[Row]], Awaitable[Sequence[Outcome]]]


async def sending(
    request: Request,
    content: Annotated[bytes, Depends(sent)],
    asked: Annotated[Asked, Depends(asking)],
    desk: Annotated[Desk, Depends(resident(Desk))],
    accept: Annotated[str, Header()] = "application/json",
    accept_language: Annotated[str | None, Header()] = None,
) -> Sent:
    """Read what is sent to be imported (FastAPI dependency)."""
    return Sent(
        desk,
        asked,
        content,
        preferred(accept_language),
        accept.startswith("text/csv"),
        request.app.state.problems,
    )


def _report(
    outcomes: Sequence[Outcome], layout: Layout, language: Language
) -> ImportReport:
    told = [
        _told(one, layout, language)
        for one in sorted(outcomes, key=lambda one: one.row)
    ]
    became = [one.outcome for one in told]
    return ImportReport(
        created=became.count("created"),
        known=became.count("known"),
        refused=became.count("refused"),
        rows=told,
    )


def _told(outcome: Outcome, layout: Layout, language: Language) -> RowReport:
    match outcome:
        case Made(row, id_, new, reference):
            became: Literal["created", "known"] = "created" if new else "known"
            return RowReport(row=row, outcome=became, id=id_, reference=reference)
        case Refused(row, errors):
            return RowReport(
                row=row,
                outcome="refused",
                errors=[_column(one, layout, language) for one in errors],
            )


def _column(error: FieldError, layout: Layout, language: Language) -> FieldError:
    field, dot, rest = error.field.partition(".")
    named = f"{layout.name(field, language)}{dot}{rest}"
    return error.model_copy(update={"field": named})
