"""Files that prove something about a partnership: uploaded, listed, fetched."""

from http import HTTPStatus
from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from fastapi import Depends, Query, Request, Response
from pydantic import AwareDatetime, Field

from chassis.answers import Answer
from chassis.asking import Asked, asking, once
from chassis.auth import staff
from chassis.edge import body_limit
from chassis.pages import Page, Paging, link_next, paged, paging
from chassis.postgres import Connection
from chassis.problems import Problem, problems
from chassis.routing import Router
from chassis.service import resident
from chassis.shapes import Late
from chassis.wire import ShortText
from services.partnerships import files
from services.partnerships.desk import Desk
from services.partnerships.domain.evidence import EvidenceFile
from services.partnerships.files import File, MediaType

router = Router(prefix="/partnerships", tags=["files"])

LARGEST = 10 * 1024 * 1024  # bytes
_TAKEN = "PDF, PNG, JPEG"
_RAW = {
    "required": True,
    "content": {
        "application/octet-stream": {"schema": {"type": "string", "format": "binary"}}
    },
}
_CONTENTS = {
    "description": "The content, as it was uploaded.",
    "content": {known: {"schema": {"type": "string"}} for known in files.EXTENSIONS},
}


class FileView(Late):
    """A file without its content; the hash stays when the content is destroyed."""

    id: UUID
    sha256: str = Field(description="Hex SHA-256 of the content.")
    media_type: MediaType = Field(description="Told by the content, not by the name.")
    size: int = Field(description="Bytes.")
    name: str | None
    uploaded_by: str
    uploaded_at: AwareDatetime
    destroyed_at: AwareDatetime | None


@router.post(
    "/{partnership_id}/files",
    status_code=201,
    response_model=FileView,
    responses={
        200: {"model": FileView, "description": "The very content is kept already."},
        **problems(401, 403, 404, 409, 410, 415),
    },
    dependencies=[Depends(staff("case_officer", "manager"))],
    openapi_extra={"requestBody": _RAW, **body_limit(LARGEST)},
)
async def upload(
    partnership_id: UUID,
    request: Request,
    asked: Annotated[Asked, Depends(asking)],
    desk: Annotated[Desk, Depends(resident(Desk))],
    name: Annotated[ShortText, Query(description="What people know the file by.")],
) -> Response:
    """Keep a file of at most 10 MiB: PDF, PNG or JPEG, sent as it is.

    The same content is kept once, and a repeat is answered with the file that is kept.
    """
    content = await request.body()

    async def work(connection: Connection) -> Answer:
        if not await files.known(connection, partnership_id):
            raise Problem("not_found")
        found = files.media_type(content)
        if found is None:
            raise Problem("file_type_not_taken", taken=_TAKEN)
        new = File(
            id=desk.new_id(),
            partnership_id=partnership_id,
            sha256=files.digest(content),
            media_type=found,
            size=len(content),
            name=name,
            uploaded_by=asked.actor,
            uploaded_at=desk.clock.now(),
        )
        if await files.keep(connection, new, content):
            place = f"/v1/partnerships/{partnership_id}/files/{new.id}"
            return Answer(HTTPStatus.CREATED, _shown(new), location=place)
        kept = await files.by_hash(connection, partnership_id, new.sha256)
        return Answer(HTTPStatus.OK, _shown(_whole(kept)))

    return await once(desk.database, asked, work)


@router.get(
    "/{partnership_id}/files",
    responses=problems(400, 401, 403, 404),
    dependencies=[Depends(staff("reader"))],
)
async def list_files(
    partnership_id: UUID,
    request: Request,
    response: Response,
    desk: Annotated[Desk, Depends(resident(Desk))],
    asked: Annotated[Paging, Depends(paging)],
) -> Page[FileView]:
    """List the files of a partnership, oldest first, without their contents."""
    last = asked.after(tuple[UUID])
    async with desk.database.reading() as connection:
        if not await files.known(connection, partnership_id):
            raise Problem("not_found")
        rows = await files.files(
            connection, partnership_id, last[0] if last else None, asked.fetch
        )
    page = paged(rows, asked, key=lambda row: (row.id,), show=_shown)
    link_next(request, response, page)
    return page


@router.get(
    "/{partnership_id}/files/{file_id}",
    response_class=Response,
    responses={200: _CONTENTS, **problems(401, 403, 404, 410)},
    dependencies=[Depends(staff("case_officer", "manager", "evaluator"))],
)
async def get_file(
    partnership_id: UUID,
    file_id: UUID,
    desk: Annotated[Desk, Depends(resident(Desk))],
) -> Response:
    """Return the content of a file, to be saved and not to be run."""
    async with desk.database.reading() as connection:
        found = await files.file(connection, partnership_id, file_id)
        if found is None:
            raise Problem("not_found")
        content = await files.content(connection, file_id)
    if content is None:
        raise _destroyed(found)
    name = quote(files.file_name(found), safe="")
    return Response(
        content,
        media_type=found.media_type,
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{name}",
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
            "ETag": f'"{found.sha256}"',
        },
    )


async def evidence(desk: Desk, partnership_id: UUID, file_id: UUID) -> EvidenceFile:
    """Return a file as a command names it; Problem `file_unknown` if there is none."""
    async with desk.database.reading() as connection:
        found = await files.file(connection, partnership_id, file_id)
    if found is None:
        raise Problem("file_unknown", file_id=str(file_id))
    return _whole(found).evidence


def _whole(file: File) -> File:
    if file.destroyed_at is not None:
        raise _destroyed(file)
    return file


def _destroyed(file: File) -> Problem:
    return Problem("file_destroyed", file_id=str(file.id), sha256=file.sha256)


def _shown(file: File) -> FileView:
    return FileView.model_validate(file, from_attributes=True)
