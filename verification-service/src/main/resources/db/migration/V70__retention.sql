-- How long lists are kept, as their programme said when they were accepted, and the record of their destruction.

alter table batch
    add column retention_days int not null default 30 check (retention_days >= 0),
    add column standing_days  int check (standing_days > 0),
    -- The week under whose retention key the data key is wrapped, read from the wrapping itself so that the two cannot differ.
    add column retention_week int generated always as (
        case when length(wrapped_key) > 5 and get_byte(wrapped_key, 0) = 2
             then (get_byte(wrapped_key, 1) << 24) | (get_byte(wrapped_key, 2) << 16)
                  | (get_byte(wrapped_key, 3) << 8) | get_byte(wrapped_key, 4) end) stored;

create index batch_retention_week on batch (retention_week) where retention_week is not null;

-- What was destroyed, why, when, by whom and when the last copy of the key is gone. The records are the very texts that their leaves
-- commit to (SHA-256).
create table destruction (
    batch_id          uuid primary key references batch,
    party             text        not null,
    agreement_id      text        not null,
    reason            text        not null check (reason in ('RETENTION_ENDED', 'ENDED_EARLY')),
    destroyed_at      timestamptz not null,
    -- null if there was no wrapped key any more
    retention_week    int,
    record            text        not null,
    leaf              uuid        not null,
    log_index         bigint      not null,
    completed_at      timestamptz,
    completion_record text,
    completion_leaf   uuid,
    completion_log_index bigint,
    constraint completed_is_recorded check (completion_record is null or (completed_at is not null and completion_leaf is not null))
);
create index destruction_incomplete on destruction (retention_week) where completed_at is null;

-- Written before a week's key is deleted: what is found missing without such a row was lost, not destroyed.
create table retention_key_end (
    week       int primary key,
    key_id     text        not null,
    ended_at   timestamptz not null default clock_timestamp(),
    deleted_at timestamptz
);
