"""A twin of each derived table, in which a rebuild derives while the other is read."""

from chassis.migrating import execute

revision = "reporting_0002"
down_revision = "reporting_0001"


def upgrade() -> None:
    execute(SQL)


SQL = """
-- Empty but within a rebuild, which fills it and lets it trade places with the table
-- that is read. Whatever changes the one must change the other as well.
create table fact_anew (like fact including all);
create table inbox_anew (like inbox including all);

create trigger fact_is_append_only before update or delete on fact_anew
    for each statement execute function refuse_change();

-- Only the owner of tables may rename them; the service may do this and no more.
create function trade_places() returns void
language plpgsql security definer set search_path from current as $$
begin
    alter table fact rename to fact_before;
    alter table fact_anew rename to fact;
    alter table fact_before rename to fact_anew;
    alter table inbox rename to inbox_before;
    alter table inbox_anew rename to inbox;
    alter table inbox_before rename to inbox_anew;
end
$$;
revoke execute on function trade_places() from public;
grant execute on function trade_places() to medspil_reporting;
"""
