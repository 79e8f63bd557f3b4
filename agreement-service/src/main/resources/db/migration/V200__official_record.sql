-- Official records (Ps 3(2)f, 4(1)d, 7). The inputs never change: the unsigned file is made from them again whenever it is asked for.
create table official_record (
    id              uuid        primary key,
    agreement_id    text        not null references agreement (id),
    kind            text        not null check (kind in ('BERITA_ACARA_PEMADANAN', 'LAPORAN_PEMANFAATAN')),
    -- that drafted it
    party           text        not null,
    idempotency_key text        not null,
    request_sha256  text        not null check (request_sha256 ~ '^[0-9a-f]{64}$'),
    -- rises with each step
    version         int         not null check (version > 0),
    state           text        not null check (state in ('DRAFT', 'CHECKED', 'SIGNED', 'SENT', 'RECEIVED', 'REFUSED')),
    document_date   date        not null,
    -- of a report, both days inclusive
    period_from     date,
    period_until    date,
    -- text, not json: hashed byte by byte
    inputs          text        not null,
    inputs_sha256   text        not null check (inputs_sha256 ~ '^[0-9a-f]{64}$'),
    unsigned_sha256 text        not null check (unsigned_sha256 ~ '^[0-9a-f]{64}$'),
    drafted_by      text        not null,
    unique (agreement_id, party, idempotency_key),
    check ((kind = 'LAPORAN_PEMANFAATAN') = (period_from is not null and period_until is not null))
);
create index official_record_list on official_record (agreement_id, id desc);

-- Every step with its leaf in the log of proof.
create table official_record_step (
    record_id   uuid        not null references official_record (id),
    version     int         not null,
    -- the state after it; a signature that is not the last leaves CHECKED
    state       text        not null,
    act         text        not null check (act in ('DRAFTED', 'CHECKED', 'SIGNED', 'SENT', 'RECEIVED', 'REFUSED')),
    party       text        not null,
    actor       text        not null,
    at          timestamptz not null,
    reason      text,
    -- of the file as it stood after the step
    file_sha256 text        not null,
    leaf        uuid        not null,
    log_index   bigint      not null,
    primary key (record_id, version)
);

-- The signed file as it left each signer; the last one is the record.
create table official_record_signature (
    record_id uuid  not null references official_record (id),
    party     text  not null,
    version   int   not null,
    file      bytea not null,
    sha256    text  not null,
    primary key (record_id, party),
    unique (record_id, version)
);

-- Lists as verification.batch.v1 tells of them: counts for reports, nobody's NIK.
create table verified_list (
    batch_id      uuid        primary key,
    version       bigint      not null,
    agreement_id  text        not null,
    party         text        not null,
    programme     text,
    state         text        not null,
    active        bigint      not null,
    inactive      bigint      not null,
    retired       bigint      not null,
    not_found     bigint      not null,
    not_processed bigint      not null,
    ended_at      timestamptz
);
create index verified_list_ended on verified_list (agreement_id, party, ended_at);

-- How far the topic has been read; in the transaction of the rows.
create table verified_list_place (
    partition   int    primary key,
    next_offset bigint not null
);
