"""Routes for the catalogue and the annual evaluation: as figures, as a document."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Header, Path, Query, Response

from chassis.auth import Principal, staff
from chassis.languages import preferred
from chassis.problems import problems
from chassis.routing import Router
from chassis.service import resident
from chassis.wire import Instant, Year
from services.reporting.annual.document import document
from services.reporting.annual.printing import printed
from services.reporting.desk import Desk
from services.reporting.domain.catalogue import Catalogue, Language
from services.reporting.domain.disclosure import disclosed
from services.reporting.domain.evaluation import Evaluation, evaluate, explain
from services.reporting.domain.facts import Fact, instant
from services.reporting.store import facts
from services.reporting.viewing import evaluation_view, trace_view
from services.reporting.views import EvaluationView, TracesView

ROUTER = Router(tags=["reporting"])
AtDesk = Annotated[Desk, Depends(resident(Desk))]
Reader = Annotated[Principal, Depends(staff("reader"))]
_READERS = Depends(staff("reader"))
_PDF = {"content": {"application/pdf": {"schema": {"type": "string"}}}}


@dataclass(frozen=True, slots=True)
class Asked:
    """The year, the instant and the language that a caller asks for."""

    year: int
    as_of: datetime
    language: Language


async def asking(
    desk: AtDesk,
    year: Year,
    as_of: Annotated[
        Instant | None, Query(description="What was known then; now if left out.")
    ] = None,
    language: Annotated[
        Language | None, Query(description="Of names; else by Accept-Language.")
    ] = None,
    accept_language: Annotated[str | None, Header(include_in_schema=False)] = None,
) -> Asked:
    """Read which evaluation a caller asks for (FastAPI dependency)."""
    known_at = instant(as_of, desk.clock.now())
    return Asked(year, known_at, language or preferred(accept_language))


@ROUTER.get("/catalogue", dependencies=[_READERS], responses=problems(401, 403))
async def read_catalogue(desk: AtDesk) -> Catalogue:
    """Return the policy: themes, goals, initiatives, indicators, context figures."""
    return desk.catalogue


@ROUTER.get(
    "/evaluations/{year}",
    dependencies=[_READERS],
    responses=problems(401, 403, 404),
)
async def read_evaluation(
    desk: AtDesk, asked: Annotated[Asked, Depends(asking)]
) -> EvaluationView:
    """Return the annual evaluation as figures."""
    known = await _known(desk, asked)
    return await asyncio.to_thread(_view, known, desk.catalogue, asked)


@ROUTER.get(
    "/evaluations/{year}/pdf",
    dependencies=[_READERS],
    response_class=Response,
    responses={200: _PDF, **problems(401, 403, 404)},
)
async def print_evaluation(
    desk: AtDesk, asked: Annotated[Asked, Depends(asking)]
) -> Response:
    """Return the annual evaluation as a tagged PDF (PDF/UA-1)."""
    known = await _known(desk, asked)
    pages = await asyncio.to_thread(_print, known, desk.catalogue, asked)
    name = f"evaluation-{asked.year}-{asked.language}.pdf"
    return Response(
        pages,
        media_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Language": asked.language,
        },
    )


@ROUTER.get(
    "/evaluations/{year}/figures/{indicator}/messages",
    responses=problems(401, 403, 404),
)
async def trace_figure(
    desk: AtDesk,
    asked: Annotated[Asked, Depends(asking)],
    principal: Reader,
    indicator: Annotated[str, Path(pattern="^[a-z0-9_]{1,60}$")],
) -> TracesView:
    """Return every message behind a figure.

    Evaluators and managers see every value; others see what may be published.
    """
    known = await _known(desk, asked)
    found = explain(known, desk.catalogue, asked.year, asked.as_of, indicator)
    if principal.roles.isdisjoint({"evaluator", "manager"}):
        found = disclosed(found)
    return TracesView(
        indicator=indicator,
        year=asked.year,
        as_of=asked.as_of,
        unit=found.indicator.unit.key,
        messages=[trace_view(trace) for trace in found.traces],
    )


async def _known(desk: Desk, asked: Asked) -> list[Fact]:
    async with desk.database.reading() as connection:
        return await facts(connection, asked.as_of)


def _evaluated(known: list[Fact], catalogue: Catalogue, asked: Asked) -> Evaluation:
    return evaluate(known, catalogue, asked.year, asked.as_of)


def _view(known: list[Fact], catalogue: Catalogue, asked: Asked) -> EvaluationView:
    return evaluation_view(_evaluated(known, catalogue, asked), asked.language)


def _print(known: list[Fact], catalogue: Catalogue, asked: Asked) -> bytes:
    shown = document(_evaluated(known, catalogue, asked), asked.language)
    return printed(shown, asked.as_of)
