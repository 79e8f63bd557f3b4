-- Rows asked for, by party, programme and day of Asia/Jakarta: one row for all instances, counted in the transaction that answers.
create table row_quota (
    party     text   not null,
    -- empty where the purpose needs no programme
    programme text   not null,
    day       date   not null,
    rows      bigint not null check (rows >= 0),
    primary key (party, programme, day)
) with (fillfactor = 50);

-- Who asked for which neighbours lately: keyed hashes only. Unlogged: it is worth ten minutes, and belongs in no backup.
create unlogged table check_neighbour (
    neighbourhood bigint      not null,
    neighbour     bigint      not null,
    asked_at      timestamptz not null,
    primary key (neighbourhood, neighbour)
) with (fillfactor = 80);

-- Completed lists whose share of ASN was above the limit: their results wait for an approver of the register's holder.
create table results_hold (
    batch_id    uuid        primary key references batch,
    share       numeric     not null,
    share_limit numeric     not null,
    held_at     timestamptz not null default clock_timestamp(),
    released_at timestamptz,
    released_by text,
    reason      text,
    leaf        uuid,
    constraint release_is_whole check ((released_at is null) = (released_by is null) and (released_at is null) = (reason is null)
        and (released_at is null) = (leaf is null))
);
