-- What BKN's side knows of registrants: a pseudonym and the dimensions of annex 10.E. No NIK, name, birth date or score comes this far.

create table casn_ingest (
    id              uuid        primary key,
    kind            text        not null check (kind in ('FACTS', 'FORMATIONS', 'PLACEMENTS', 'CONTROLS', 'OCCUPATIONS')),
    idempotency_key text        not null unique,
    sha256          text        not null,
    data_date       date        not null,
    actor           text        not null,
    at              timestamptz not null default now(),
    received        bigint      not null,
    accepted        bigint      not null,
    changed         bigint      not null,
    corrected       bigint      not null,
    late            bigint      not null,
    duplicates      bigint      not null,
    rejected        jsonb       not null,
    ignored_fields  text[]      not null
);

-- Rows that could not be used, kept aside with the reason; a row that holds anything like a NIK keeps its number only.
create table casn_reject (
    ingest  uuid   not null references casn_ingest (id),
    row     bigint not null,
    field   text,
    reason  text   not null,
    content jsonb,
    primary key (ingest, row)
);

create table casn_formation (
    no              int      generated always as identity primary key,
    formasi_id      text     not null unique,
    tahun           smallint not null,
    jenis_pengadaan text     not null,
    jenis_formasi   text     not null,
    instansi        text     not null,
    tingkat         text     not null,
    jabatan         text     not null,
    provinsi        text     not null,
    kab_kota        text,
    jumlah          int      not null check (jumlah >= 0),
    -- What the public portal said; the attacker knows it too.
    jml_pendaftar   int,
    jml_submit      int,
    jml_ms          int,
    jml_tms         int,
    jml_blm_verif   int
);

create table casn_fact (
    no          bigint      generated always as identity primary key,
    pendaftar   uuid        not null unique,
    formation   int         not null references casn_formation (no),
    pendidikan  text        not null,
    rumpun      text        not null,
    domisili    text        not null,
    jk          text        not null,
    usia        text        not null,
    disabilitas text        not null,
    tahapan     smallint    not null,
    sejak       date        not null,
    unor        text,
    lokasi      text,
    tmt         date,
    data_date   date        not null,
    known_from  timestamptz not null default now()
);
create index casn_fact_formation on casn_fact (formation);

-- What a fact said before: an earlier stage, one that came late, or one that was corrected.
create table casn_fact_history (
    pendaftar   uuid        not null,
    formation   int         not null,
    pendidikan  text        not null,
    rumpun      text        not null,
    domisili    text        not null,
    jk          text        not null,
    usia        text        not null,
    disabilitas text        not null,
    tahapan     smallint    not null,
    sejak       date        not null,
    data_date   date        not null,
    known_from  timestamptz not null,
    known_to    timestamptz not null default now(),
    why         text        not null check (why in ('ADVANCED', 'CORRECTED', 'LATE'))
);
create index casn_fact_history_registrant on casn_fact_history (pendaftar);

-- Names that the sources gave to a code, and since which year: a renamed value stays one value.
create table casn_code (
    dimension text     not null,
    code      text     not null,
    name      text     not null,
    since     smallint not null,
    primary key (dimension, code, name)
);

create table casn_occupation (
    jabatan text primary key,
    kbji    text not null,
    method  text not null check (method in ('EXACT', 'MANUAL'))
);

-- Totals that somebody published elsewhere: they are compared, never corrected.
create table casn_control (
    id              bigint   generated always as identity primary key,
    tahun           smallint not null,
    jenis_pengadaan text     not null default '_T',
    instansi        text     not null default '_T',
    measure         text     not null,
    value           bigint   not null check (value >= 0),
    source          text     not null,
    published       date     not null,
    unique (tahun, jenis_pengadaan, instansi, measure, source)
);

create table casn_offset (
    partition int    primary key,
    next      bigint not null
);
