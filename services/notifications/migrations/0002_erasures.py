"""Who was erased, by whom, when and why; never who it was."""

from chassis.migrating import execute

revision = "notifications_0002"
down_revision = "notifications_0001"
branch_labels = None


def upgrade() -> None:
    execute(SQL)


SQL = """
create table contact_erasure (
    contact_id uuid primary key,
    erased_at timestamptz not null,
    erased_by text not null,         -- staff:<subject>
    reason text not null             -- a code: words of one's own may name somebody
);
create index contact_erasure_by_age on contact_erasure (erased_at, contact_id);
create trigger contact_erasure_is_append_only
    before update or delete or truncate on contact_erasure
    for each statement execute function refuse_change();

-- For whom an agreement is in force is read from what was told of it.
create index if not exists news_of_effect on news
    using gin ((fact -> 'parties') jsonb_path_ops)
    where event = 'agreement-took-effect';
"""
