"""The pages that a person finds first: what this is, and every route of it.

They need no scripts and nothing from elsewhere, so that they work where nothing is.
"""

from dataclasses import dataclass
from itertools import groupby
from typing import Annotated, Any

from fastapi import FastAPI, Header, Response
from starlette.responses import JSONResponse

from chassis.languages import Language, preferred
from chassis.webpage import page, rendered, templates

PLACES = {
    "docs": "/docs",
    "openapi": "/openapi.json",
    "health": "/healthz",
    "metrics": "/metrics",
}
"""Where a person or a program goes on from the first page."""
_TITLES: dict[Language, str] = {"da": "Ruter", "en": "Routes"}
_PAGES = templates("chassis", ".")


@dataclass(frozen=True, slots=True)
class Route:
    """One route, as the list of them tells it."""

    tag: str
    method: str
    path: str
    told: str


def routes(document: dict[str, Any]) -> list[Route]:
    """Return the routes of an OpenAPI document, those of one tag together."""
    found = (
        Route(_tag(operation), method.upper(), path, _told(operation))
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
    )
    return sorted(found, key=lambda one: (one.tag, one.path, one.method))


def open_door(app: FastAPI) -> None:
    """Answer at the front door, and list the routes."""

    @app.get("/", include_in_schema=False)
    async def front(
        accept: Annotated[str, Header()] = "",
        accept_language: Annotated[str, Header()] = "",
    ) -> Response:
        if "text/html" not in accept:
            return JSONResponse({"name": app.title, **PLACES})
        language = preferred(accept_language)
        body = rendered(_PAGES, "front.html.j2", language=language, places=PLACES)
        return page(app.title, body, language)

    @app.get("/docs", include_in_schema=False)
    async def docs(accept_language: Annotated[str, Header()] = "") -> Response:
        language = preferred(accept_language)
        grouped = [
            (tag, list(some))
            for tag, some in groupby(routes(app.openapi()), key=lambda one: one.tag)
        ]
        body = rendered(_PAGES, "docs.html.j2", language=language, groups=grouped)
        return page(_TITLES[language], body, language)


def _tag(operation: dict[str, object]) -> str:
    tags = operation.get("tags")
    return str(tags[0]) if isinstance(tags, list) else ""


def _told(operation: dict[str, object]) -> str:
    return str(operation.get("description", "")).partition("\n")[0]
