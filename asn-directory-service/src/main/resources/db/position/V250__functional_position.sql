-- What Kemnaker holds of functional positions under its guidance (Ps 3(2)a, annex 10.C): a database and a role of its own, which no role of
-- BKN's side can enter. BKN reads it through the gate only.

-- Groups of positions (kelompok jabatan) and who guides them: guidance is pembina_id and nothing else.
create table guided_group (
    kelompok_id text primary key,
    nama        text not null,
    pembina_id  text not null,
    changed_at  timestamptz not null default clock_timestamp()
);

-- As of the agreement's signing; data like any other, changed by PUT …/groups.
insert into guided_group (kelompok_id, nama, pembina_id) values
    ('A5EB03E23D9FF6A0E040640A040252AD', 'Pengawas Ketenagakerjaan', 'A5EB03E23AFAF6A0E040640A040252AD'),
    ('8ae482875c79d9af015c7b2b9ec800ab', 'Penguji K3', 'A5EB03E23AFAF6A0E040640A040252AD'),
    ('A5EB03E23D92F6A0E040640A040252AD', 'Instruktur', 'A5EB03E23AFAF6A0E040640A040252AD'),
    ('A5EB03E23D98F6A0E040640A040252AD', 'Mediator Hubungan Industrial', 'A5EB03E23AFAF6A0E040640A040252AD'),
    ('A5EB03E23DE3F6A0E040640A040252AD', 'Pengantar Kerja', 'A5EB03E23AFAF6A0E040640A040252AD');

create table functional_position (
    no          bigint generated always as identity primary key,
    asn_id      text not null unique,
    nip         text not null,
    jabatan_id  text not null,
    kelompok_id text not null,
    jenjang     text not null,
    instansi_id text not null,
    unor_id     text,
    -- JSON of annex members, as it is published; {} once removed
    record      text not null,
    hash        uuid not null,
    version     bigint not null default 1,
    in_scope    boolean not null,
    removed     boolean not null default false,
    changed_at  timestamptz not null default clock_timestamp()
);
-- Reads are by NIP, so two records in force may never share one.
create unique index functional_position_nip on functional_position (nip) where not removed;
create index functional_position_kelompok on functional_position (kelompok_id, no) where not removed;

comment on column functional_position.no is 'claim-check key: events name these numbers only';
comment on column functional_position.in_scope is 'whether pembina_id of its group is the holder''s agency';

-- One row for each NIP ever disclosed or to be: where it stands in the feed of changes. A NIP that no record in scope bears is a tombstone.
create sequence position_change;
create table position_feed (
    nip    text primary key,
    change bigint not null unique
);

-- What was written here and has to become a leaf in the log and an event; done in this order because the log is in another database.
create table announcement (
    leaf              uuid primary key,
    seq               bigint generated always as identity,
    kind              text not null,
    party             text not null,
    actor             text not null,
    officer           text,
    agreement         text not null,
    agreement_version text not null,
    commitment        bytea not null,
    reference         text,
    records           bigint[] not null,
    announced         boolean not null default false
);
create index announcement_waiting on announcement (seq) where not announced;

-- Whose records stand behind a leaf about a read; salt opens its commitment.
create table disclosed_position (
    leaf     uuid primary key,
    party    text not null,
    at       timestamptz not null default clock_timestamp(),
    records  bigint[] not null,
    versions bigint[] not null,
    salt     bytea not null check (length(salt) = 32)
);

-- Answers of writes that a client may repeat.
create table position_write (
    idempotency_key text primary key,
    request_sha256  bytea not null,
    status          int not null,
    version         bigint not null,
    leaf            uuid not null,
    body            text not null,
    created_at      timestamptz not null default clock_timestamp()
);

create table position_import (
    id              uuid primary key,
    idempotency_key text not null unique,
    mode            text not null check (mode in ('full', 'delta')),
    data_date       date not null,
    state           text not null check (state in ('RECEIVING', 'COMPLETED', 'FAILED')),
    attempt         int not null default 1,
    started_by      text not null,
    media_type      text not null,
    body_sha256     bytea,
    leaf            uuid,
    bytes           bigint not null default 0,
    received        bigint not null default 0,
    accepted        bigint not null default 0,
    unchanged       bigint not null default 0,
    rejected        bigint not null default 0,
    duplicates      bigint not null default 0,
    removed         bigint not null default 0,
    last_good_row   bigint not null default 0,
    reason_code     text,
    reason_en       text,
    reason_id       text,
    created_at      timestamptz not null default clock_timestamp(),
    updated_at      timestamptz not null default clock_timestamp(),
    finished_at     timestamptz
);

-- Rows refused at the door: where and why, never what stood there.
create table position_import_reject (
    import_id uuid not null references position_import,
    row       bigint not null,
    field     text,
    reason    text not null,
    primary key (import_id, row)
);
