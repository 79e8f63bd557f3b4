-- One row per ASN record as SIASN has it. What rules, tokens and searches need stands in columns; the rest of the annex's elements are
-- kept as the JSON text that is published. Class X elements never come here.
create table asn_record (
    no              bigint generated always as identity primary key,
    id              text not null,
    nip             text not null,
    nik             bigint,
    nik_valid       boolean,
    name            text not null,
    birth_date      date,
    status_code     text,
    deceased        boolean not null,
    retirement_date date,
    elements        text not null,
    internal        text not null,
    has_email       boolean not null,
    has_phone       boolean not null,
    hash            uuid not null,
    version         bigint not null default 1,
    removed         boolean not null default false,
    data_date       date not null,
    changed_at      timestamptz not null default now(),
    constraint asn_record_id unique (id)
) with (fillfactor = 90);

create index asn_record_nip on asn_record (nip);
create index asn_record_nik on asn_record (nik) where nik is not null;

comment on column asn_record.no is 'claim-check key: events of a block name these numbers only';
comment on column asn_record.internal is 'class I: kept for answers and quality, never disclosed';
comment on column asn_record.hash is 'of all content: an unchanged record makes no event';

-- NIKs that a record had before: their tokens must be emptied, whenever the relay comes to it.
create table former_nik (
    no  bigint not null references asn_record,
    nik bigint not null,
    primary key (no, nik)
);

-- Rises with each expansion, so that a later full state of a token wins.
create sequence status_emission;

create table import_job (
    id              uuid primary key,
    idempotency_key text not null unique,
    mode            text not null check (mode in ('full', 'delta')),
    data_date       date not null,
    state           text not null check (state in ('RECEIVING', 'COMPLETED', 'FAILED')),
    attempt         int not null default 1,
    started_by      text not null,
    media_type      text not null,
    body_sha256     bytea,
    bytes           bigint not null default 0,
    received        bigint not null default 0,
    accepted        bigint not null default 0,
    unchanged       bigint not null default 0,
    rejected        bigint not null default 0,
    duplicates      bigint not null default 0,
    removed         bigint not null default 0,
    last_good_row   bigint not null default 0,
    dropped_fields  jsonb not null default '{}',
    ignored_fields  jsonb not null default '[]',
    reason_code     text,
    reason_en       text,
    reason_id       text,
    created_at      timestamptz not null default clock_timestamp(),
    updated_at      timestamptz not null default clock_timestamp(),
    finished_at     timestamptz
);

create index import_job_recent on import_job (created_at desc, id desc);

-- Rows refused at the door: where and why, never what stood there.
create table import_reject (
    import_id uuid not null references import_job,
    row       bigint not null,
    field     text,
    reason    text not null,
    position  int,
    primary key (import_id, row)
);

-- Which records the running attempt has met; unlogged because an attempt that dies is repeated from its first byte.
create unlogged table import_seen (
    import_id uuid not null,
    no        bigint not null,
    primary key (import_id, no)
);

create table status_mapping (
    version      text primary key,
    synthetic    boolean not null,
    installed_at timestamptz not null default clock_timestamp(),
    installed_by text not null,
    current      boolean not null
);

create unique index status_mapping_current on status_mapping (current) where current;

-- kode -> answer, domain.md 2.2. id is opaque: it is what leaves this service, the code never does.
create table status_mapping_row (
    version                    text not null references status_mapping,
    id                         text not null,
    kode                       text not null,
    meninggal                  boolean not null,
    nama                       text not null,
    jawaban                    text not null check (jawaban in ('ACTIVE', 'INACTIVE', 'RETIRED', 'NOT_FOUND')),
    berlaku_dari               date,
    berlaku_sampai             date,
    dasar                      text not null,
    disetujui_oleh_bkn_pada    date,
    tinjau                     boolean not null,
    primary key (version, id)
);

create table worklist (
    no          bigint generated always as identity primary key,
    kind        text not null,
    subject     text not null,
    raised_at   timestamptz not null default clock_timestamp(),
    resolved_at timestamptz,
    constraint worklist_entry unique (kind, subject)
);

-- Answers of writes that a client may repeat.
create table idempotent_write (
    idempotency_key text primary key,
    request_sha256  bytea not null,
    status          int not null,
    version         bigint not null,
    body            text not null,
    created_at      timestamptz not null default clock_timestamp()
);
