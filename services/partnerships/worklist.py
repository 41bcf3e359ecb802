"""A worklist: what waits for somebody in all partnerships, by the day it is due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.postgres import Connection
from chassis.shapes import adapter
from services.partnerships.tasks import BOTH


@dataclass(frozen=True, slots=True)
class Task:
    """A step that somebody is waited for to take; date.max: due on no day."""

    partnership_id: UUID
    command: str
    due_on: date
    organisation_id: UUID | None
    reference: str
    title: str
    kind: str
    status: str

    @property
    def place(self) -> tuple[date, UUID, str]:
        """What worklists are ordered by."""
        return self.due_on, self.partnership_id, self.command


@dataclass(frozen=True, slots=True)
class Worker:
    """Whose worklist it is, on which day."""

    actor: str
    roles: Iterable[str]
    today: date

    @property
    def desks(self) -> list[str]:
        """The desks that are theirs; none for who may only read."""
        own = [one for one in ("case_officer", "manager") if one in self.roles]
        return [*own, BOTH] if own else []


async def tasks(
    connection: Connection,
    worker: Worker,
    due_before: date | None,
    after: tuple[date, UUID, str] | None,
    limit: int,
) -> list[Task]:
    """Return what waits for a worker, the longest overdue first."""
    rows = await connection.fetch(
        TASKS,
        worker.desks,
        worker.actor,
        worker.today,
        due_before,
        *(after or _BEGINNING),
        limit,
    )
    return [adapter(Task).validate_python(dict(row)) for row in rows]


_BEGINNING = (date.min, UUID(int=0), "")

# Why desk by desk: each is read in order from its index, and only so far.
TASKS = """
select task.partnership_id, task.command, task.due_on, task.organisation_id,
       reference, title, kind, status
from unnest($1::text[]) as own (desk)
cross join lateral (
    select * from task
    where task.desk = own.desk and not $2 = any(not_by)
      and opens_on <= $3 and closes_on >= $3
      and ($4::date is null or due_on < $4)
      and (due_on, partnership_id, command) > ($5::date, $6::uuid, $7::text)
    order by due_on, partnership_id, command limit $8
) as task
join partnership on partnership.id = task.partnership_id
order by due_on, partnership_id, command limit $8
"""
