-- Histories of a person (SIASN rw-*): position, rank, credit points, training, performance. One row of SIASN each, with what is kept of it.
create table asn_history (
    no   bigint not null references asn_record,
    kind text not null check (kind in ('rw-jabatan', 'rw-golongan', 'rw-angkakredit', 'rw-diklat', 'rw-kursus', 'rw-skp22')),
    -- SIASN's id of the row; of one without, a hash of it
    id   text not null,
    row  text not null,
    hash uuid not null,
    primary key (no, kind, id)
);

alter table import_job add column rows text not null default 'data-utama';
