"""How long cases are kept: the rules, what is due, and the bars on destroying."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import get_args
from uuid import UUID

from chassis.postgres import Connection
from services.partnerships.domain.retention import Kept
from services.partnerships.domain.states import Closing

OUTCOMES: tuple[str, ...] = get_args(Closing.__value__)


@dataclass(frozen=True, slots=True)
class Rule:
    """For how long cases of a kind that ended in a way are kept; None means any."""

    kind: str | None
    outcome: str | None
    years: int | None
    set_by: str
    set_at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Hold:
    """A bar on destroying a case, set and perhaps lifted."""

    id: UUID
    reason: str
    set_by: str
    set_at: datetime
    lifted_by: str | None = None
    lifted_at: datetime | None = None
    lifted_because: str | None = None


async def rules(connection: Connection) -> list[Rule]:
    """Return the rules that apply, the most general first."""
    return [Rule(**row) for row in await connection.fetch(_RULES)]


async def set_rule(connection: Connection, rule: Rule) -> None:
    """Let a rule apply from now on; what was set before stays to be read."""
    await connection.execute(
        _SET_RULE,
        rule.kind,
        rule.outcome,
        rule.years,
        rule.set_by,
        rule.set_at,
        rule.reason,
    )


async def kept(connection: Connection, partnership_id: UUID) -> Kept | None:
    """Return a case as retention sees it; nothing for one that is not there."""
    row = await connection.fetchrow(_KEPT, list(OUTCOMES), partnership_id)
    return None if row is None else Kept(**row)


async def due(
    connection: Connection, by: date, after: tuple[date, UUID] | None, limit: int
) -> list[Kept]:
    """Return the closed cases whose time is up by a day, the longest due first."""
    last = after or (None, None)
    rows = await connection.fetch(_DUE, list(OUTCOMES), by, *last, limit)
    return [Kept(**row) for row in rows]


async def holds(connection: Connection, partnership_id: UUID) -> list[Hold]:
    """Return the holds of a case, the last one first."""
    return [Hold(**row) for row in await connection.fetch(_HOLDS, partnership_id)]


async def hold(connection: Connection, partnership_id: UUID, new: Hold) -> None:
    """Bar the destruction of a case."""
    await connection.execute(
        _HOLD, new.id, partnership_id, new.reason, new.set_by, new.set_at
    )


async def lift(
    connection: Connection, partnership_id: UUID, by: str, at: datetime, why: str
) -> bool:
    """Lift the bar on a case; False if there is none."""
    return await connection.fetchval(_LIFT, partnership_id, by, at, why) is not None


_RULES = """
select kind, outcome, years, set_by, set_at, reason from (
    select distinct on (kind, outcome) * from retention_rule
    order by kind, outcome, id desc
) as rule
order by kind nulls first, outcome nulls first
"""

_SET_RULE = """
insert into retention_rule (kind, outcome, years, set_by, set_at, reason)
values ($1, $2, $3, $4, $5, $6)
"""

# The rule of each kind and outcome is looked for once, not for each case; the day is
# that of the last event: a figure that came in late lets a case rest anew.
_KEEPING = """
with ruled as materialized (
    select pair.kind, pair.outcome, (
        select years from retention_rule as rule
        where (rule.kind is null or rule.kind = pair.kind)
          and (rule.outcome is null or rule.outcome = pair.outcome)
        order by (rule.kind is not null) desc, (rule.outcome is not null) desc, id desc
        limit 1
    ) as years
    from (select distinct kind from kind_version) as known
    cross join unnest($1::text[]) as possible (outcome)
    cross join lateral (select known.kind, possible.outcome) as pair (kind, outcome)
), resting as (
    select id, reference, partnership.kind, kind_version, outcome, closed_on, years,
           (closed_on + make_interval(years => years))::date as due_on
    from partnership
    cross join lateral (
        select (updated_at at time zone 'Europe/Copenhagen')::date as closed_on
    ) as last
    left join ruled on ruled.kind = partnership.kind and outcome = status
), chosen as (
    select * from resting where {chosen}
)
select chosen.*,
       exists (select from legal_hold
               where partnership_id = chosen.id and lifted_at is null) as held,
       (select destruction.id from destruction
        where partnership_id = chosen.id and destruction.status = 'proposed')
           as destruction_id
from chosen order by due_on, id
"""

_KEPT = _KEEPING.format(chosen="id = $2")

_DUE = _KEEPING.format(
    chosen="""due_on <= $2
      and ($3::date is null or (due_on, id) > ($3, $4::uuid))
    order by due_on, id limit $5"""
)

_HOLDS = """
select id, reason, set_by, set_at, lifted_by, lifted_at, lifted_because
from legal_hold where partnership_id = $1 order by set_at desc, id desc
"""

_HOLD = """
insert into legal_hold (id, partnership_id, reason, set_by, set_at)
values ($1, $2, $3, $4, $5)
"""

_LIFT = """
update legal_hold set lifted_by = $2, lifted_at = $3, lifted_because = $4
where partnership_id = $1 and lifted_at is null
returning id
"""
