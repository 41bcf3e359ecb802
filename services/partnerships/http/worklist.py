"""What needs me: the steps of all partnerships that wait for the caller."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request, Response
from pydantic import Field

from chassis.auth import Principal, staff
from chassis.clock import civil_date
from chassis.pages import Page, Paging, link_next, paged, paging
from chassis.problems import problems
from chassis.routing import Router
from chassis.service import resident
from chassis.shapes import Late
from chassis.wire import Day
from services.partnerships.desk import Desk
from services.partnerships.worklist import Task, Worker, tasks

router = Router(tags=["partnerships"])


class TaskView(Late):
    """A step that waits for the caller."""

    partnership_id: UUID
    reference: str
    title: str
    kind: str
    status: str
    command: str = Field(description="POST /v1/partnerships/{id}/<command>.")
    organisation_id: UUID | None = Field(
        description="The party that the caller acts for, where it is one."
    )
    due_on: date | None = Field(description="The last day for it, if there is one.")
    overdue: bool


@router.get("/worklist", responses=problems(400, 401, 403))
async def get_worklist(
    request: Request,
    response: Response,
    desk: Annotated[Desk, Depends(resident(Desk))],
    asked: Annotated[Paging, Depends(paging)],
    principal: Annotated[Principal, Depends(staff("reader"))],
    due_before: Day | None = None,
) -> Page[TaskView]:
    """List what partnerships wait for from the caller, the longest overdue first.

    It is what `next-steps` calls needed, in every partnership.
    """
    today = civil_date(desk.clock.now())
    worker = Worker(principal.actor, principal.roles, today)
    last = asked.after(tuple[date, UUID, str])
    async with desk.database.reading() as connection:
        rows = await tasks(connection, worker, due_before, last, asked.fetch)
    page = paged(
        rows, asked, key=lambda row: row.place, show=lambda row: _shown(row, today)
    )
    link_next(request, response, page)
    return page


def _shown(task: Task, today: date) -> TaskView:
    return TaskView(
        partnership_id=task.partnership_id,
        reference=task.reference,
        title=task.title,
        kind=task.kind,
        status=task.status,
        command=task.command,
        organisation_id=task.organisation_id,
        due_on=None if task.due_on == date.max else task.due_on,
        overdue=task.due_on < today,
    )
