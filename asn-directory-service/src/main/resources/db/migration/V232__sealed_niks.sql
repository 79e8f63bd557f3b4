-- NIKs at rest: a keyed value to find them by, and the sealed NIK. The program seals what stands in the old columns when it starts, before it
-- answers; they are dropped in a later release.
alter table asn_record
    add column nik_lookup uuid,
    add column nik_sealed bytea,
    add constraint asn_record_nik_whole check ((nik_lookup is null) = (nik_sealed is null));

create index asn_record_nik_lookup on asn_record (nik_lookup) where nik_lookup is not null;

comment on column asn_record.nik is 'empty: NIKs are in nik_sealed';

alter table former_nik rename to former_nik_plain;

create table former_nik (
    no         bigint not null references asn_record,
    nik_lookup uuid not null,
    nik_sealed bytea not null,
    primary key (no, nik_lookup)
);
