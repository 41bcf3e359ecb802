"""The kinds of partnership that can be proposed, as they are defined."""

from typing import Annotated

from fastapi import Depends, Path, Query

from chassis.auth import staff
from chassis.clock import civil_date
from chassis.problems import Problem, problems
from chassis.routing import Router
from chassis.service import resident
from services.partnerships import queries
from services.partnerships.desk import Desk
from services.partnerships.domain.kinds import Kind
from services.partnerships.http.requests_proposal import KEY_PATTERN

router = Router(
    prefix="/kinds", tags=["kinds"], dependencies=[Depends(staff("reader"))]
)

_LARGEST_VERSION = 2_147_483_647


@router.get("", responses=problems(401, 403))
async def list_kinds(desk: Annotated[Desk, Depends(resident(Desk))]) -> list[Kind]:
    """List the kinds under which a partnership can be proposed today."""
    async with desk.database.reading() as connection:
        return await queries.kinds_on(connection, civil_date(desk.clock.now()))


@router.get("/{key}", responses=problems(401, 403, 404))
async def get_kind(
    desk: Annotated[Desk, Depends(resident(Desk))],
    key: Annotated[str, Path(pattern=KEY_PATTERN)],
    version: Annotated[int | None, Query(ge=1, le=_LARGEST_VERSION)] = None,
) -> Kind:
    """Return today's version of a kind, or the one that is asked for."""
    async with desk.database.reading() as connection:
        if version is None:
            kind = await queries.kind_on(connection, key, civil_date(desk.clock.now()))
        else:
            kind = await queries.kind(connection, key, version)
    if kind is None:
        raise Problem("not_found")
    return kind
