-- What was heard of corrections and of the coordination of results: the parties' duties, and what a berita acara cites. No person, no value.
create table coordination_case (
    batch_id        uuid primary key,
    coordination_id uuid        not null,
    version         int         not null,
    agreement_id    text        not null,
    party           text        not null,
    programme       text,
    state           text        not null,
    opened_at       timestamptz not null,
    submitted_at    timestamptz,
    closed_at       timestamptz,
    at              timestamptz not null
);
create index coordination_case_of on coordination_case (agreement_id);

create table correction_item (
    proposal_id uuid primary key,
    -- its list, or itself if it came alone
    list_id     uuid        not null,
    version     int         not null,
    -- whether its receiver still has something to do
    is_open     boolean     not null,
    due_at      timestamptz
);
create index correction_item_due on correction_item (list_id, due_at) where is_open;

-- One duty each: a list, or a proposal that came alone.
create table correction_list (
    list_id      uuid primary key,
    agreement_id text        not null,
    receiver     text        not null,
    opened_at    timestamptz not null,
    items        int         not null,
    open_items   int         not null,
    due_at       timestamptz,
    met_at       timestamptz
);
create index correction_list_of on correction_list (agreement_id);

create table correction_place (
    topic       text   not null,
    partition   int    not null,
    next_offset bigint not null,
    primary key (topic, partition)
);
