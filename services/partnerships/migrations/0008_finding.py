"""What a partnership is found by: the words in it, and where it is."""

from chassis.migrating import execute

revision = "partnerships_0008"
down_revision = "partnerships_0007"


def upgrade() -> None:
    execute(SQL)


SQL = """
-- Derived; what is missing here is derived again within the hour.
create table finding (
    partnership_id uuid primary key references partnership,
    words tsvector not null,  -- title, reference, organisations and texts, as stems
    area polygon              -- longitude before latitude; a place is one point
);
create index finding_by_words on finding using gin (words);
create index finding_by_area on finding using gist (area);
create index if not exists partnership_by_kind on partnership (kind, id);

-- A reference is found whole and from any of its parts on: bid-2026-0007, 0007.
-- Why the texts are cut: a tsvector holds a megabyte, and no command may fail on it.
create function words_of(title text, reference text, organisations uuid[], texts text)
    returns tsvector language sql stable as $$
    select setweight(to_tsvector('danish', title), 'A')
        || setweight(to_tsvector('danish', left(coalesce((
               select string_agg(name, ' . ') from organisation
               where id = any(organisations)), ''), 50000)), 'B')
        || to_tsvector('danish', left(texts, 50000))
        || array_to_tsvector(array(
               select distinct array_to_string(parts[first:], '-')
               from string_to_array(lower(reference), '-') as parts,
                    generate_subscripts(parts, 1) as first))
$$;
"""
