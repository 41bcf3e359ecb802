"""Files that prove something: their content may be destroyed, their hash stays."""

from chassis.migrating import execute

revision = "partnerships_0005"
down_revision = "partnerships_0004"


def upgrade() -> None:
    execute(SQL)


SQL = """
create table evidence_file (
    id uuid primary key,
    partnership_id uuid not null references partnership,
    sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),  -- of the content
    media_type text not null
        check (media_type in ('application/pdf', 'image/png', 'image/jpeg')),
    size int not null check (size > 0),                      -- bytes
    name text,                                               -- as it was uploaded
    content bytea,
    uploaded_by text not null,
    uploaded_at timestamptz not null,
    destroyed_at timestamptz,
    constraint evidence_is_kept_once unique (partnership_id, sha256),
    constraint evidence_is_kept_or_destroyed check (
        (content is null) = (destroyed_at is not null)
        and (destroyed_at is null or name is null)
        and (content is null or octet_length(content) = size)
    )
);
-- Why not compressed: these contents are compressed already.
alter table evidence_file alter column content set storage external;
create index evidence_file_by_partnership on evidence_file (partnership_id, id);

-- What history names by its hash is never exchanged and never lost.
create function keep_evidence() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE'
        or (new.id, new.partnership_id, new.sha256, new.size, new.media_type)
            is distinct from
           (old.id, old.partnership_id, old.sha256, old.size, old.media_type)
        or (new.content is not null and new.content is distinct from old.content) then
        raise exception 'evidence % can only be destroyed', old.id;
    end if;
    return new;
end $$;

create trigger evidence_is_not_exchanged before update or delete on evidence_file
    for each row execute function keep_evidence();
"""
