"""Partnerships that were destroyed: what was told of them goes, and is not kept again."""

from chassis.migrating import execute

revision = "notifications_0003"
down_revision = "notifications_0002"


def upgrade() -> None:
    execute(SQL)


SQL = """
create table dropped_partnership (
    partnership_id uuid primary key,
    record_id uuid not null          -- of the destruction, in partnerships
);

-- Attempts are append-only, but for those about a partnership that was destroyed.
create function keep_attempts() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        if exists (
            select from delivery join news using (message_id)
            join dropped_partnership using (partnership_id)
            where delivery.id = old.delivery_id
        ) then
            return old;
        end if;
    end if;
    raise exception '% is append-only', tg_table_name;
end $$;
drop trigger delivery_attempt_is_append_only on delivery_attempt;
create trigger delivery_attempt_is_append_only
    before update or delete on delivery_attempt
    for each row execute function keep_attempts();
create trigger delivery_attempt_is_not_emptied before truncate on delivery_attempt
    for each statement execute function refuse_change();
"""
