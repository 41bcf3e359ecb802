"""Filters that members of staff keep under a name; private, and told when out of use."""

from collections.abc import Mapping
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Depends, Request, Response
from pydantic import AwareDatetime, ConfigDict, Field, ValidationError

from chassis.answers import Answer
from chassis.asking import Asked, asking, once
from chassis.auth import Principal, Role, staff
from chassis.invalid import FieldError, field_errors
from chassis.languages import Language, preferred
from chassis.postgres import Connection
from chassis.problems import Problem, problems
from chassis.routing import Router
from chassis.service import resident
from chassis.shapes import Late
from chassis.wire import Request as Body
from chassis.wire import ShortText
from services.partnerships.desk import Desk
from services.partnerships.http.filters import PartnershipFilters
from services.partnerships.saved import (
    MOST,
    NameTaken,
    SavedFilter,
    filters,
    find,
    keep,
    remove,
)

router = Router(prefix="/filters", tags=["partnerships"])

_KEEPERS: tuple[Role, ...] = ("case_officer", "manager", "evaluator", "admin")
_GUARD = [Depends(staff(*_KEEPERS))]
_RESPONSES = problems(401, 403, 404, 409)


class Parameters(PartnershipFilters):
    """The parameters of a list of partnerships, and no others."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class FilterRequest(Body):
    """A filter, whole: what it is called, and what it asks for."""

    name: ShortText
    parameters: Parameters


class FilterView(Late):
    """A filter of the caller's."""

    id: UUID
    name: str
    parameters: dict[str, str] = Field(description="Of GET /v1/partnerships.")
    valid: bool = Field(description="Whether the list still knows these parameters.")
    errors: list[FieldError] = Field(description="What it does not know any more.")
    url: str | None = Field(description="The list that it stands for, if it is valid.")
    changed_at: AwareDatetime


@router.get("", dependencies=[Depends(staff("reader"))], responses=problems(401, 403))
async def list_filters(
    request: Request,
    desk: Annotated[Desk, Depends(resident(Desk))],
    principal: Annotated[Principal, Depends(staff("reader"))],
) -> list[FilterView]:
    """List the caller's filters by name; those that do not work any more say so."""
    async with desk.database.reading() as connection:
        own = await filters(connection, principal.actor)
    return [_shown(one, _language(request)) for one in own]


@router.post(
    "",
    status_code=201,
    response_model=FilterView,
    dependencies=_GUARD,
    responses=problems(401, 403, 409),
)
async def keep_filter(
    body: FilterRequest,
    request: Request,
    asked: Annotated[Asked, Depends(asking)],
    desk: Annotated[Desk, Depends(resident(Desk))],
) -> Response:
    """Keep a filter under a name of its own."""

    async def work(connection: Connection) -> Answer:
        if len(await filters(connection, asked.actor)) >= MOST:
            raise Problem("too_many_filters", most=MOST)
        made = _filter(desk.new_id(), body, asked, desk)
        return await _kept(connection, made, 201, _language(request))

    return await once(desk.database, asked, work)


@router.put(
    "/{filter_id}",
    response_model=FilterView,
    dependencies=_GUARD,
    responses=_RESPONSES,
)
async def change_filter(
    filter_id: UUID,
    body: FilterRequest,
    request: Request,
    asked: Annotated[Asked, Depends(asking)],
    desk: Annotated[Desk, Depends(resident(Desk))],
) -> Response:
    """Rename a filter of the caller's, or let it ask for something else."""

    async def work(connection: Connection) -> Answer:
        await _own(connection, asked, filter_id)
        made = _filter(filter_id, body, asked, desk)
        return await _kept(connection, made, 200, _language(request))

    return await once(desk.database, asked, work)


@router.delete(
    "/{filter_id}",
    response_model=FilterView,
    dependencies=_GUARD,
    responses=_RESPONSES,
)
async def remove_filter(
    filter_id: UUID,
    request: Request,
    asked: Annotated[Asked, Depends(asking)],
    desk: Annotated[Desk, Depends(resident(Desk))],
) -> Response:
    """Remove a filter of the caller's; the answer is what it was."""

    async def work(connection: Connection) -> Answer:
        one = await _own(connection, asked, filter_id)
        await remove(connection, one)
        return Answer(200, _shown(one, _language(request)).model_dump(mode="json"))

    return await once(desk.database, asked, work)


async def _own(connection: Connection, asked: Asked, filter_id: UUID) -> SavedFilter:
    """Return the caller's filter; another's is not found, as one that is not there."""
    one = await find(connection, asked.actor, filter_id)
    if one is None:
        raise Problem("not_found")
    return one


def _filter(id_: UUID, body: FilterRequest, asked: Asked, desk: Desk) -> SavedFilter:
    parameters = body.parameters.model_dump(mode="json", exclude_none=True)
    return SavedFilter(id_, asked.actor, body.name, parameters, desk.clock.now())


async def _kept(
    connection: Connection, one: SavedFilter, status: int, language: Language
) -> Answer:
    try:
        await keep(connection, one)
    except NameTaken as error:
        raise Problem("filter_name_taken", name=one.name) from error
    shown = _shown(one, language).model_dump(mode="json")
    return Answer(status, shown, location=f"/v1/filters/{one.id}")


def _shown(one: SavedFilter, language: Language) -> FilterView:
    errors = _errors(one.parameters, language)
    url = f"/v1/partnerships?{urlencode(one.parameters)}".rstrip("?")
    return FilterView(
        id=one.id,
        name=one.name,
        parameters=dict(one.parameters),
        valid=not errors,
        errors=errors,
        url=None if errors else url,
        changed_at=one.changed_at,
    )


def _errors(parameters: Mapping[str, str], language: Language) -> list[FieldError]:
    try:
        Parameters.model_validate(parameters)
    except ValidationError as error:
        return field_errors(error.errors(), language)
    return []


def _language(request: Request) -> Language:
    return preferred(request.headers.get("accept-language"))
