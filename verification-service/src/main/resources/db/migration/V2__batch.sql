-- Candidate lists. A list's NIKs live only in encrypted chunks on verification.chunk.v1; here are the jobs, where their chunks are,
-- and packed answers that say nothing without the chunk beside them.

create table batch (
    id                 uuid primary key,
    party              text        not null,
    client             text        not null,
    actor              text        not null,
    idempotency_key    text        not null,
    purpose            text        not null,
    programme          text,
    as_of              date        not null,
    agreement_id       text        not null,
    agreement_version  text        not null,
    clause             text        not null,
    file_name          text,
    attempt            int         not null default 1,
    state              text        not null check (state in ('RECEIVING', 'PROCESSING', 'COMPLETED', 'COMPLETED_PARTLY', 'FAILED', 'DESTROYED')),
    version            bigint      not null default 1,
    problem_code       text,
    problem_en         text,
    problem_id         text,
    last_good_row      bigint,
    -- The attempt's data key under the content keyset; null once destroyed, and then the list is unreadable wherever copies are.
    wrapped_key        bytea,
    -- Chunk numbers below this may be on the topic: reserved before sending, so that all of them can be erased.
    reserved_chunks    int         not null default 0,
    chunks             int,
    done_chunks        int         not null default 0,
    received           bigint      not null default 0,
    rejected_damage    bigint      not null default 0,
    rejected_format    bigint      not null default 0,
    rejected_impossible bigint     not null default 0,
    rejected_date      bigint      not null default 0,
    duplicates         bigint      not null default 0,
    active             bigint      not null default 0,
    inactive           bigint      not null default 0,
    retired            bigint      not null default 0,
    not_found          bigint      not null default 0,
    unmapped           bigint      not null default 0,
    unprocessed        bigint      not null default 0,
    file_sha256        bytea,
    file_bytes         bigint,
    same_file_as       uuid,
    created_at         timestamptz not null default clock_timestamp(),
    heard_at           timestamptz not null default clock_timestamp(),
    sealed_at          timestamptz,
    progressed_at      timestamptz,
    retried_at         timestamptz,
    ended_at           timestamptz,
    destroyed_at       timestamptz,
    unique (party, idempotency_key),
    constraint sealed_is_whole check (state not in ('PROCESSING', 'COMPLETED', 'COMPLETED_PARTLY')
        or (chunks is not null and file_sha256 is not null and sealed_at is not null)),
    -- domain.md 8: nothing is lost between what came in and what was said about it.
    constraint counts_balance check (state not in ('COMPLETED', 'COMPLETED_PARTLY')
        or (done_chunks = chunks
            and received = rejected_damage + rejected_format + rejected_impossible + rejected_date + duplicates
                           + active + inactive + retired + not_found + unmapped + unprocessed)),
    constraint destroyed_has_no_key check (state not in ('DESTROYED', 'FAILED') or wrapped_key is null)
);

create index batch_of_party on batch (party, created_at desc, id desc);
create index batch_same_file on batch (party, file_sha256) where file_sha256 is not null;
create index batch_open on batch (state) where state in ('RECEIVING', 'PROCESSING');

-- Where each chunk lies (written after the broker's acknowledgement) and what was answered.
create table batch_chunk (
    batch_id        uuid   not null references batch,
    attempt         int    not null,
    number          int    not null,
    first_row       bigint not null,
    rows            int    not null check (rows between 1 and 65536),
    sha256          bytea  not null,
    kafka_partition int    not null,
    kafka_offset    bigint not null,
    state           text   not null default 'SENT' check (state in ('SENT', 'ANSWERED', 'NOT_PROCESSED', 'DESTROYED')),
    tries           int    not null default 0,
    error           text,
    answers         bytea,
    leaf            uuid,
    log_index       bigint,
    agreement_version text,
    mapping_version text,
    data_time       date,
    answered_at     timestamptz,
    primary key (batch_id, attempt, number),
    constraint answered_has_proof check (state <> 'ANSWERED' or (answers is not null and leaf is not null and log_index is not null))
);

-- Chunks to be tombstoned on the topic, until the broker has acknowledged it.
create table batch_erasure (
    batch_id uuid        not null,
    attempt  int         not null,
    chunks   int         not null,
    due_at   timestamptz not null,
    primary key (batch_id, attempt)
);
