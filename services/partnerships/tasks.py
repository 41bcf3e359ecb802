"""What partnerships wait for, as rows that are written with each command that changes it.

A worklist is then read by its index, whatever the number of partnerships.
"""

from services.partnerships.domain.awaiting import Awaited

type Row = dict[str, object]

RULES = 2
"""Raise it when the rules for what is waited for change: all rows are derived anew."""
BOTH = "staff"
"""The desk of what a case officer or a manager may do, whoever is first."""
PARTNER = "partner"
"""The desk of what only partners can do; it is on nobody's worklist."""


def row(one: Awaited) -> Row:
    """Return one step as a row; a day that is not set lies beyond all days."""
    return {
        "command": one.command,
        "desk": desk(one),
        "due_on": one.by or "infinity",
        "opens_on": one.opens_on or "-infinity",
        "closes_on": one.closes_on or "infinity",
        "not_by": sorted(one.not_by),
        "organisation_id": one.organisation_id,
    }


def desk(one: Awaited) -> str:
    """Return whose worklist a step is on: a role, either of two, or a partner's."""
    staff = sorted(one.askers & {"case_officer", "manager"})
    match staff:
        case []:
            return PARTNER
        case [role]:
            return role
        case _:
            return BOTH


TASKS = """
tasks as materialized (
    select stream_id as partnership_id, task.*
    from won, jsonb_to_recordset(row -> 'tasks') as task (
        command text, desk text, due_on date, opens_on date, closes_on date,
        not_by text[], organisation_id uuid
    )
), done as (
    delete from task using won
    where task.partnership_id = won.stream_id and row ? 'tasks'
      and not exists (
          select from tasks where tasks.partnership_id = task.partnership_id
              and tasks.command = task.command
      )
), noted as (
    insert into task (partnership_id, command, desk, due_on, opens_on, closes_on,
                      not_by, organisation_id)
    select * from tasks
    on conflict (partnership_id, command) do update set
        desk = excluded.desk, due_on = excluded.due_on, opens_on = excluded.opens_on,
        closes_on = excluded.closes_on, not_by = excluded.not_by,
        organisation_id = excluded.organisation_id
    where task is distinct from excluded
)
"""
"""A part of the statement that writes commands."""
