"""Kinds as admins write them: drafted, checked, published, retired, carried over."""

from typing import Annotated

from fastapi import Depends, Path, Request, Response

from chassis.auth import staff
from chassis.clock import civil_date
from chassis.problems import Problem, problems
from chassis.routing import Router
from chassis.service import resident
from services.partnerships import definitions
from services.partnerships.desk import Desk
from services.partnerships.domain.publication import (
    Definition,
    edited,
    published,
    retired,
)
from services.partnerships.domain.refusals import refused
from services.partnerships.http.definition_views import (
    CheckView,
    DefinitionView,
    VersionView,
    checked,
    exported,
    shown,
    summary,
)
from services.partnerships.http.editing import At, Edited, Made, Which
from services.partnerships.http.inputs import SCHEMA, SchemaResponse
from services.partnerships.http.requests_kind import (
    KindDefinition,
    RetirementRequest,
    VersionDefinition,
    schema,
)
from services.partnerships.http.requests_proposal import KEY_PATTERN
from services.partnerships.policy import POLICY

router = Router(prefix="/kinds", tags=["kinds"])

_ADMIN = [Depends(staff("admin"))]
_VERSION = "/{key}/versions/{version}"


@router.get(
    "/schema",
    response_class=SchemaResponse,
    dependencies=[Depends(staff("reader"))],
    responses={200: SCHEMA, **problems(401, 403)},
)
async def get_schema() -> Response:
    """Return the JSON Schema of a definition, for editors and for people who write one."""
    return SchemaResponse(schema())


@router.get(
    "/{key}/versions",
    dependencies=[Depends(staff("reader"))],
    responses=problems(401, 403, 404),
)
async def list_versions(
    desk: Annotated[Desk, Depends(resident(Desk))],
    key: Annotated[str, Path(pattern=KEY_PATTERN)],
) -> list[VersionView]:
    """List every version of a kind, oldest first, with those that are drafts."""
    async with desk.database.reading() as connection:
        found = await definitions.versions(connection, key)
    if not found:
        raise Problem("not_found")
    return [summary(one) for one in found]


@router.get(_VERSION, dependencies=_ADMIN, responses=problems(401, 403, 404))
async def get_version(
    desk: Annotated[Desk, Depends(resident(Desk))],
    at: Which,
    request: Request,
    response: Response,
) -> DefinitionView:
    """Return one version with its mistakes, to be edited."""
    definition = await _found(desk, at)
    response.headers["ETag"] = f'"{definition.revision}"'
    return shown(definition, request)


@router.get(
    _VERSION + "/export", dependencies=_ADMIN, responses=problems(401, 403, 404)
)
async def export_version(
    desk: Annotated[Desk, Depends(resident(Desk))], at: Which
) -> Response:
    """Return one version as canonical JSON (RFC 8785), to be imported elsewhere."""
    definition = await _found(desk, at)
    name = f"{at.key}-{at.version}.json"
    return Response(
        exported(definition.kind),
        media_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@router.post("/check", dependencies=_ADMIN, responses=problems(401, 403))
async def check(body: KindDefinition, edit: Edited) -> CheckView:
    """Return every mistake in a definition, with its place; nothing is kept."""
    return checked(body.draft(1), edit.request)


@router.post(
    "",
    status_code=201,
    response_model=DefinitionView,
    dependencies=_ADMIN,
    responses=problems(401, 403, 409),
)
async def create_draft(body: KindDefinition, edit: Edited) -> Response:
    """Write a new draft, under the next version number of its kind."""

    def make(found: list[Definition]) -> Made:
        number = max((one.kind.version for one in found), default=0) + 1
        return Definition(body.draft(number), 1), "drafted"

    return await edit.keep(body.key, make, 201)


@router.post(
    "/import",
    status_code=201,
    response_model=DefinitionView,
    dependencies=_ADMIN,
    responses=problems(401, 403, 409),
)
async def import_version(body: VersionDefinition, edit: Edited) -> Response:
    """Take a definition over as a draft, under its own keys and version number.

    What is here already, and reads the same, stays as it is.
    """

    def make(found: list[Definition]) -> Made:
        draft = body.draft(body.version)
        here = next((one for one in found if one.kind.version == draft.version), None)
        if here is None:
            return Definition(draft, 1), "imported"
        if exported(here.kind) != exported(draft):
            raise refused("kind_version_exists", kind=draft.key, version=draft.version)
        return here, None

    return await edit.keep(body.key, make, 201)


@router.put(
    _VERSION,
    response_model=DefinitionView,
    dependencies=_ADMIN,
    responses=problems(401, 403, 404, 409, 412),
)
async def edit_draft(body: KindDefinition, at: Which, edit: Edited) -> Response:
    """Replace a draft by this text; its key and version number stay."""
    draft = body.draft(at.version)
    return await edit.change(at, "edited", lambda kind, _: edited(kind, draft))


@router.post(
    _VERSION + "/publish",
    response_model=DefinitionView,
    dependencies=_ADMIN,
    responses=problems(401, 403, 404, 409, 412),
)
async def publish(at: Which, edit: Edited) -> Response:
    """Let partnerships be proposed under a draft that has no mistakes."""
    return await edit.change(
        at, "published", lambda kind, others: published(kind, others, POLICY)
    )


@router.post(
    _VERSION + "/retire",
    response_model=DefinitionView,
    dependencies=_ADMIN,
    responses=problems(401, 403, 404, 409, 412),
)
async def retire(body: RetirementRequest, at: Which, edit: Edited) -> Response:
    """Set the last day on which a partnership can be proposed under a version."""
    today = civil_date(edit.desk.clock.now())
    return await edit.change(
        at, "retired", lambda kind, _: retired(kind, body.last_day, today)
    )


async def _found(desk: Desk, at: At) -> Definition:
    async with desk.database.reading() as connection:
        definition = await definitions.version(connection, at.key, at.version)
    if definition is None:
        raise Problem("not_found")
    return definition
