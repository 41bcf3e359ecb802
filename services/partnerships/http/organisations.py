"""Organisations: registered once each, then named by id everywhere."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request, Response
from pydantic import AwareDatetime, Field, StringConstraints

from chassis.answers import Answer
from chassis.asking import Asked, asking, once
from chassis.auth import staff
from chassis.correlation import correlation_id
from chassis.outbox import post
from chassis.pages import Page, Paging, link_next, paged, paging
from chassis.postgres import Connection
from chassis.problems import Problem, problems
from chassis.routing import Router
from chassis.service import resident
from chassis.shapes import Late
from chassis.wire import Cvr, Distinct, PNumber, ShortText
from chassis.wire import Request as Body
from services.partnerships import queries, store
from services.partnerships.desk import Desk
from services.partnerships.organisations import (
    Focus,
    Organisation,
    SizeClass,
    registered,
)

router = Router(prefix="/organisations", tags=["organisations"])

type IndustryCode = Annotated[str, StringConstraints(pattern="^[0-9]{6}$")]


class OrganisationRequest(Body):
    """An organisation to register."""

    name: ShortText
    cvr: Cvr
    p_number: PNumber | None = None
    industry_code: IndustryCode | None = Field(default=None, description="DB07.")
    size_class: SizeClass | None = None
    focus: Distinct[Focus] = ()


class OrganisationView(Late):
    """An organisation as it is registered."""

    id: UUID
    name: str
    cvr: str
    p_number: str | None
    industry_code: str | None
    size_class: SizeClass | None
    focus: tuple[Focus, ...]
    registered_at: AwareDatetime


@router.post(
    "",
    status_code=201,
    response_model=OrganisationView,
    responses=problems(401, 403, 409),
    dependencies=[Depends(staff("case_officer", "manager"))],
)
async def register(
    body: OrganisationRequest,
    asked: Annotated[Asked, Depends(asking)],
    desk: Annotated[Desk, Depends(resident(Desk))],
) -> Response:
    """Register an organisation under its CVR number and, if it has one, P-number."""

    async def work(connection: Connection) -> Answer:
        new = organisation(body, asked, desk)
        known = await store.register(connection, new)
        if known is not None:
            raise Problem("organisation_known", organisation_id=str(known))
        await post(connection, [registered(new, correlation_id())])
        return Answer(
            201,
            shown(new).model_dump(mode="json"),
            location=f"/v1/organisations/{new.id}",
        )

    return await once(desk.database, asked, work)


@router.get(
    "",
    responses=problems(400, 401, 403),
    dependencies=[Depends(staff("reader"))],
)
async def list_organisations(
    request: Request,
    response: Response,
    desk: Annotated[Desk, Depends(resident(Desk))],
    asked: Annotated[Paging, Depends(paging)],
    cvr: Cvr | None = None,
) -> Page[OrganisationView]:
    """List the organisations by name; of one CVR number when it is given."""
    async with desk.database.reading() as connection:
        rows = await queries.organisations(
            connection, cvr, asked.after(tuple[str, UUID]), asked.fetch
        )
    page = paged(rows, asked, key=lambda row: (row.name, row.id), show=shown)
    link_next(request, response, page)
    return page


@router.get(
    "/{organisation_id}",
    responses=problems(401, 403, 404),
    dependencies=[Depends(staff("reader"))],
)
async def get_organisation(
    organisation_id: UUID, desk: Annotated[Desk, Depends(resident(Desk))]
) -> OrganisationView:
    """Return one organisation."""
    async with desk.database.reading() as connection:
        found = await queries.organisation(connection, organisation_id)
    if found is None:
        raise Problem("not_found")
    return shown(found)


def shown(known: Organisation) -> OrganisationView:
    """An organisation as it is answered."""
    return OrganisationView(
        id=known.id,
        name=known.name,
        cvr=known.cvr,
        p_number=known.p_number,
        industry_code=known.industry_code,
        size_class=known.size_class,
        focus=known.focus,
        registered_at=known.registered_at,
    )


def organisation(body: OrganisationRequest, asked: Asked, desk: Desk) -> Organisation:
    """The organisation that somebody asks to register."""
    return Organisation(
        id=desk.new_id(),
        name=body.name,
        cvr=body.cvr,
        p_number=body.p_number,
        industry_code=body.industry_code,
        size_class=body.size_class,
        focus=body.focus,
        registered_by=asked.actor,
        registered_at=desk.clock.now(),
    )
