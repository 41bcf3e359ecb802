"""Why not yet: answered by the very rules that decide the commands."""

from datetime import date
from typing import Annotated
from uuid import UUID

from babel.dates import format_date
from fastapi import Depends, Request, Response
from pydantic import Field

from chassis.auth import Principal, staff
from chassis.languages import LOCALES, Language, preferred
from chassis.problems import Problem, Problems, problems
from chassis.routing import Router
from chassis.service import resident
from chassis.shapes import Late
from services.partnerships.desk import Desk
from services.partnerships.domain.next_steps import (
    NextSteps,
    Step,
    Upcoming,
    next_steps,
)
from services.partnerships.domain.rules import Obstacle
from services.partnerships.handling import Occasion, circumstances
from services.partnerships.http import inputs
from services.partnerships.http.sentences import UPCOMING
from services.partnerships.store import PostgresWork

router = Router(prefix="/partnerships", tags=["partnerships"])


class ObstacleView(Late):
    """Something that is missing."""

    code: str = Field(description="Stable; the code that the command is refused with.")
    detail: str = Field(description="For people, in their language.")
    facts: dict[str, str | int | list[str]]


class StepView(Late):
    """Something that may be done at this stage."""

    command: str = Field(description="POST /v1/partnerships/{id}/<command>.")
    possible: bool = Field(description="Whether the caller may do it now.")
    actors: list[str] = Field(description="Who may: staff roles, or contact.")
    needed: bool = Field(
        description="Whether the partnership waits for the caller to do it; "
        "GET /v1/worklist has these of every partnership."
    )
    by: date | None = Field(description="The last day for it, if there is one.")
    input: str | None = Field(
        description="Where the JSON Schema of what is sent with it is; null: nothing is.",
        examples=["/v1/commands/withdraw/schema"],
    )
    obstacles: list[ObstacleView]


class UpcomingView(Late):
    """Something that happens by itself."""

    timer: str
    on: date
    detail: str


class NextStepsView(Late):
    """What may happen next, what is missing, who must act, and what comes by itself."""

    status: str
    version: int
    steps: list[StepView]
    upcoming: list[UpcomingView]


@router.get("/{partnership_id}/next-steps", responses=problems(401, 403, 404))
async def get_next_steps(
    partnership_id: UUID,
    request: Request,
    response: Response,
    desk: Annotated[Desk, Depends(resident(Desk))],
    principal: Annotated[Principal, Depends(staff("reader"))],
) -> NextStepsView:
    """Tell what may happen next, and why not yet, as seen by the caller."""
    async with desk.database.reading() as connection:
        work = PostgresWork(connection)
        standing = await work.load(partnership_id)
        if standing.version == 0:
            raise Problem("not_found")
        case = standing.case
        kind = await work.kind(case.kind, case.kind_version)
    occasion = Occasion(principal.actor, principal.roles, desk.clock.now())
    found = next_steps(
        standing.state, circumstances(occasion, kind, standing.ballot_box)
    )
    language = preferred(request.headers.get("accept-language"))
    response.headers["Content-Language"] = language
    response.headers["ETag"] = f'"{standing.version}"'
    return _shown(found, standing.version, request.app.state.problems, language)


def _shown(
    found: NextSteps, version: int, answers: Problems, language: Language
) -> NextStepsView:
    return NextStepsView(
        status=found.status,
        version=version,
        steps=[_step(step, answers, language) for step in found.steps],
        upcoming=[_upcoming(one, language) for one in found.upcoming],
    )


def _step(step: Step, answers: Problems, language: Language) -> StepView:
    return StepView(
        command=step.command,
        possible=not step.obstacles,
        actors=sorted(step.roles),
        needed=step.needed,
        input=inputs.place(step.command),
        by=step.by,
        obstacles=[_obstacle(one, answers, language) for one in step.obstacles],
    )


def _obstacle(one: Obstacle, answers: Problems, language: Language) -> ObstacleView:
    detail = answers.told(one.refusal(), language)
    return ObstacleView(code=one.code, detail=detail, facts=dict(one.facts))


def _upcoming(one: Upcoming, language: Language) -> UpcomingView:
    on = format_date(one.on, "long", locale=LOCALES[language])
    detail = UPCOMING[one.timer].told(language, {"on": on})
    return UpcomingView(timer=one.timer, on=one.on, detail=detail)
