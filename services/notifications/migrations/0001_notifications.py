"""Contacts, what they are told, and the ledger of every attempt to tell them."""

from chassis.migrating import execute

revision = "notifications_0001"
down_revision = None
branch_labels = ("notifications",)
depends_on = ("chassis_0001",)  # refuse_change()


def upgrade() -> None:
    execute(SQL)


SQL = """
-- People. Their names and addresses stand here and nowhere else.
create table contact (
    id uuid primary key,
    organisation_id uuid not null,
    name text not null,
    email text not null,
    language text not null check (language in ('da', 'en')),
    channel text not null check (channel in ('email')),
    consent boolean not null,        -- to be written to on the channel
    version int not null check (version > 0),
    registered_at timestamptz not null
);
create index contact_by_organisation on contact (organisation_id, registered_at, id);
create index contact_by_age on contact (registered_at, id);

-- Our own copy of what partnerships told, for the words of a letter.
create table partnership_reference (
    partnership_id uuid primary key,
    reference text not null
);
create table organisation_cvr (
    organisation_id uuid primary key,
    cvr text not null
);

-- A message that somebody is told, once however many are told it.
create table news (
    message_id uuid primary key,
    event text not null,
    fact jsonb not null,
    actor text not null,
    correlation_id text not null,
    partnership_id uuid
);

-- One person is told one message once: the unique key says so.
create table delivery (
    id uuid primary key,
    message_id uuid not null references news,
    contact_id uuid not null,
    state text not null
        check (state in ('waiting_for_contact', 'due', 'sending', 'sent', 'failed')),
    reason text,                     -- why it failed
    attempts int not null default 0, -- ever
    course int not null default 0,   -- attempts since it became due or was retried
    deferred_since timestamptz,      -- the server's first 4xx of this course
    repeat boolean not null default false, -- an earlier attempt may have arrived
    next_attempt_at timestamptz not null,
    told int not null default 0,     -- messages that we posted about it
    created_at timestamptz not null,
    unique (contact_id, message_id),
    check ((state = 'failed') = (reason is not null))
);
create index delivery_due on delivery (next_attempt_at, id) where state = 'due';
create index delivery_unsettled on delivery (id)
    where state in ('sending', 'waiting_for_contact');
create index delivery_by_age on delivery (created_at, id);
create index delivery_by_message on delivery (message_id);
create index news_by_partnership on news (partnership_id);

create table delivery_attempt (
    delivery_id uuid not null references delivery,
    number int not null check (number > 0),
    at timestamptz not null,
    outcome text not null,
    code int,                        -- what the server answered, if it did
    repeat boolean not null,         -- the letter said that it was one
    primary key (delivery_id, number)
);
create trigger delivery_attempt_is_append_only
    before update or delete or truncate on delivery_attempt
    for each statement execute function refuse_change();
"""
