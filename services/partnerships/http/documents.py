"""An agreement to be kept on paper: a tagged PDF in Danish or in English."""

import asyncio
from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Header, Query, Response

from chassis.auth import staff
from chassis.languages import Language, preferred
from chassis.problems import Problem, problems
from chassis.routing import Router
from chassis.service import resident
from services.partnerships import queries
from services.partnerships.desk import Desk
from services.partnerships.domain.decisions import PARTNERSHIP
from services.partnerships.handling import case_of
from services.partnerships.history import HISTORY
from services.partnerships.http.differences import VersionNumber, known
from services.partnerships.printed.document import printed
from services.partnerships.printed.facts import Printable
from services.partnerships.signings import signing
from services.partnerships.store import PostgresWork
from services.partnerships.versions import versions

router = Router(
    prefix="/partnerships",
    tags=["agreements"],
    dependencies=[Depends(staff("reader"))],
)

PDF: dict[str, object] = {"application/pdf": {"schema": {"type": "string"}}}


@router.get(
    "/{partnership_id}/agreements/{version}/pdf",
    response_class=Response,
    responses={200: {"content": PDF}, **problems(401, 403, 404)},
)
async def print_agreement(
    partnership_id: UUID,
    version: VersionNumber,
    desk: Annotated[Desk, Depends(resident(Desk))],
    language: Annotated[
        Language | None, Query(description="Of the headings; else by Accept-Language.")
    ] = None,
    accept_language: Annotated[str | None, Header(include_in_schema=False)] = None,
) -> Response:
    """Return a version with its signatures so far as a tagged PDF (PDF/UA-1)."""
    spoken = language or preferred(accept_language)
    return await on_paper(desk, partnership_id, version, spoken)


async def on_paper(
    desk: Desk,
    partnership_id: UUID,
    version: int,
    language: Language,
    *,
    inside: bool = True,
) -> Response:
    """The PDF of a version; printing takes its time, and others wait for nothing.

    Outside the municipality it does not say who acted, nor what staff noted.
    """
    shown = await _printable(desk, partnership_id, version)
    shown = shown if inside else replace(shown, inside=False)
    pages = await asyncio.to_thread(printed, shown, language)
    name = f"{shown.reference}-v{version}-{language}.pdf"
    return Response(
        pages,
        media_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Language": language,
        },
    )


async def _printable(desk: Desk, partnership_id: UUID, number: int) -> Printable:
    async with desk.database.reading() as connection:
        history = await HISTORY.load(connection, partnership_id)
        if not history:
            raise Problem("not_found")
        version = known(number, versions(history))
        case = case_of(PARTNERSHIP.fold(one.event for one in history))
        kind = await PostgresWork(connection).kind(case.kind, case.kind_version)
        wordings = [version.wording, *([version.before] if version.before else [])]
        parties = {
            party.organisation_id for one in wordings for party in one.proposal.parties
        }
        organisations = await queries.organisations_of(connection, parties)
    last = history[-1]
    return Printable(
        reference=case.reference,
        kind=kind,
        version=version,
        signing=signing(history, number),
        organisations=organisations,
        row=last.version,
        at=last.occurred_at,
    )
