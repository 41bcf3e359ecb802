"""Disclosure (aktindsigt): a ZIP of one partnership, with what was left out and why."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Header, Query, Response
from pydantic import AwareDatetime, Field, StringConstraints
from starlette.responses import HTMLResponse

from chassis.answers import Answer
from chassis.asking import Asked, asking, once
from chassis.auth import staff
from chassis.languages import Language, preferred
from chassis.postgres import Connection
from chassis.problems import Problem, problems
from chassis.routing import Router
from chassis.service import resident
from chassis.shapes import Late
from chassis.wire import Request, ShortText
from services.partnerships import disclosures, files
from services.partnerships.desk import Desk
from services.partnerships.disclosing import (
    Bundle,
    NothingThereError,
    Redaction,
    bundle,
)
from services.partnerships.disclosures import Disclosure, Maker
from services.partnerships.readable import history_page

router = Router(
    prefix="/partnerships",
    tags=["disclosure"],
    dependencies=[Depends(staff("manager"))],
)
_ZIP = {"content": {"application/zip": {"schema": {"type": "string"}}}}


class RedactionRequest(Request):
    """What shall be left out."""

    part: ShortText = Field(examples=["history.json", "agreements/1.json"])
    pointer: Annotated[str, StringConstraints(pattern="^/", max_length=200)] | None = (
        Field(
            default=None,
            description="RFC 6901, a place in a JSON part; otherwise the whole part.",
            examples=["/4/data/feedback"],
        )
    )
    reason: ShortText
    legal_basis: ShortText = Field(description="The rule, as the officer names it.")


class DisclosureRequest(Request):
    """A disclosure, and what is left out of it."""

    redactions: Annotated[tuple[RedactionRequest, ...], Field(max_length=200)] = ()


class DisclosureView(Late):
    """A disclosure that was made; the ZIP is at its Location."""

    id: UUID
    made_by: str
    made_at: AwareDatetime
    sha256: str = Field(description="Hex SHA-256 of the ZIP.")
    manifest: dict[str, object]


@router.post(
    "/{partnership_id}/disclosures",
    status_code=201,
    response_model=DisclosureView,
    responses=problems(400, 401, 403, 404, 409),
)
async def disclose(
    partnership_id: UUID,
    body: DisclosureRequest,
    asked: Annotated[Asked, Depends(asking)],
    desk: Annotated[Desk, Depends(resident(Desk))],
) -> Response:
    """Make a disclosure of a partnership as it is now."""
    redactions = tuple(Redaction(**one.model_dump()) for one in body.redactions)

    async def work(connection: Connection) -> Answer:
        if not await files.known(connection, partnership_id):
            raise Problem("not_found")
        by = Maker(asked.actor, desk.clock.now())
        try:
            made, _ = await disclosures.make(
                connection, partnership_id, redactions, desk.new_id(), by
            )
        except NothingThereError as error:
            raise Problem("redaction_of_nothing", place=str(error)) from error
        place = f"/v1/partnerships/{partnership_id}/disclosures/{made.id}"
        shown = DisclosureView.model_validate(made, from_attributes=True)
        return Answer(HTTPStatus.CREATED, shown, location=place)

    return await once(desk.database, asked, work)


@router.get(
    "/{partnership_id}/disclosures/{disclosure_id}",
    response_class=Response,
    responses={200: _ZIP, **problems(401, 403, 404, 410)},
)
async def get_disclosure(
    partnership_id: UUID,
    disclosure_id: UUID,
    desk: Annotated[Desk, Depends(resident(Desk))],
) -> Response:
    """Return the ZIP, the same each time, as long as what it holds is kept."""
    async with desk.database.reading() as connection:
        made, again = await _again(connection, partnership_id, disclosure_id)
    return Response(
        again.content,
        media_type="application/zip",
        headers={
            "Content-Disposition": f'attachment; filename="{disclosure_id}.zip"',
            "Cache-Control": "private, no-store",
            "ETag": f'"{made.sha256}"',
        },
    )


@router.get(
    "/{partnership_id}/disclosures/{disclosure_id}/history",
    response_class=HTMLResponse,
    responses=problems(401, 403, 404, 410),
)
async def read_disclosed_history(
    partnership_id: UUID,
    disclosure_id: UUID,
    desk: Annotated[Desk, Depends(resident(Desk))],
    language: Annotated[
        Language | None, Query(description="Else by Accept-Language.")
    ] = None,
    accept_language: Annotated[str | None, Header(include_in_schema=False)] = None,
) -> HTMLResponse:
    """Return the disclosed history as a page to read, as black as the bundle is."""
    spoken = language or preferred(accept_language)
    async with desk.database.reading() as connection:
        made, again = await _again(connection, partnership_id, disclosure_id)
        return await history_page(connection, again, made.redactions, spoken)


async def _again(
    connection: Connection, partnership_id: UUID, disclosure_id: UUID
) -> tuple[Disclosure, Bundle]:
    made = await disclosures.read(connection, partnership_id, disclosure_id)
    if made is None:
        raise Problem("not_found")
    again = await bundle(connection, partnership_id, made.reach, made.redactions)
    if not disclosures.same(made, again):
        raise Problem("disclosure_not_kept", disclosure_id=str(disclosure_id))
    return made, again
