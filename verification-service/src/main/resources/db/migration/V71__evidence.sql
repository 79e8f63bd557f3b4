-- Evidence: which NIKs were asked about and what was said, as 8-byte tokens with codes, encrypted under a key of its own that outlives
-- the list's. Says nothing to whoever has not both the content keyset and the evidence keyset.

create table batch_evidence (
    batch_id     uuid primary key references batch,
    attempt      int         not null,
    -- the list's evidence key under the content keyset; never under a retention key
    wrapped_key  bytea       not null,
    begun_at     timestamptz not null default clock_timestamp(),
    completed_at timestamptz,
    -- chunks that could no longer be read when the list had to be destroyed
    missing      int         not null default 0
);

create table batch_evidence_chunk (
    batch_id  uuid   not null references batch_evidence,
    number    int    not null,
    first_row bigint not null,
    rows      int    not null,
    -- null if the chunk could not be read any more
    sealed    bytea,
    primary key (batch_id, number)
);
-- Ciphertext does not compress: not even tried.
alter table batch_evidence_chunk alter column sealed set storage external;

-- Single checks: one row for each group that shared a transaction, under a key for each day.
create table check_evidence_key (
    day         date primary key,
    wrapped_key bytea not null
);
create table check_evidence (
    id     bigint generated always as identity primary key,
    day    date  not null references check_evidence_key,
    sealed bytea not null
);
alter table check_evidence alter column sealed set storage external;
create index check_evidence_day on check_evidence (day);

-- Each opening: whose, for which case, why. The leaf commits to the record's SHA-256 and is durable before anything is decrypted.
create table evidence_opening (
    id         uuid primary key,
    party      text        not null,
    actor      text        not null,
    record     text        not null,
    opened_at  timestamptz not null,
    log_index  bigint      not null,
    found      int
);
