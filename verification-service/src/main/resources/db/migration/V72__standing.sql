-- Standing verification: what was told after a list was answered, until its last day.

create table standing_notice (
    -- the id of its leaf
    id        uuid primary key,
    batch_id  uuid        not null references batch,
    sequence  bigint      not null generated always as identity unique,
    log_index bigint      not null,
    told_at   timestamptz not null,
    rows      int         not null,
    -- The event as it was published; null once the list is destroyed. It says rows and answers, nobody's NIK.
    event     text
);
create index standing_notice_of_batch on standing_notice (batch_id, sequence);

-- What a row was last told, where that is no longer what the list's results say: the same change is told once, a change back again.
create table standing_row (
    batch_id uuid     not null references batch,
    list_row bigint   not null,
    told     smallint not null,
    primary key (batch_id, list_row)
);
