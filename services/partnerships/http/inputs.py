"""What is sent with each command, as JSON Schema that next steps points to."""

import json
from functools import cache
from typing import Annotated, Any

from fastapi import Depends, Path, Response

from chassis.auth import staff
from chassis.problems import Problem, problems
from chassis.routing import Router
from services.partnerships.http.ordering import INPUTS

router = Router(prefix="/commands", tags=["partnerships"])

SCHEMA: dict[str, Any] = {
    "content": {"application/schema+json": {"schema": {"type": "object"}}}
}


class SchemaResponse(Response):
    """A JSON Schema."""

    media_type = "application/schema+json"


def place(command: str) -> str | None:
    """Return where the schema of a command's input is; nothing if it takes none."""
    return f"/v1/commands/{command}/schema" if command in INPUTS else None


@router.get(
    "/{command}/schema",
    response_class=SchemaResponse,
    dependencies=[Depends(staff("reader"))],
    responses={200: SCHEMA, **problems(401, 403, 404)},
)
async def get_input_schema(
    command: Annotated[str, Path(pattern="^[a-z-]{1,40}$")],
) -> Response:
    """Return the JSON Schema of what is sent with a command on a partnership."""
    if command not in INPUTS:
        raise Problem("not_found")
    return SchemaResponse(_schema(command))


@cache
def _schema(command: str) -> str:
    dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    schema = dialect | INPUTS[command].model_json_schema()
    return json.dumps(schema, ensure_ascii=False)
