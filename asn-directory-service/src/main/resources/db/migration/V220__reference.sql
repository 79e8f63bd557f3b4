-- References (Lampiran 10.D). A version of a table is never altered: a code's rows follow each other by version, and none is ever deleted.
create table reference_version (
    table_key    text not null,
    version      int  not null,
    -- first day on which this state of the table holds
    valid_from   date not null,
    known_from   timestamptz not null default clock_timestamp(),
    -- day on which the source extracted it, if it was said
    data_date    date,
    hash         text not null,
    rows         int  not null,
    added        int  not null,
    changed      int  not null,
    ended        int  not null,
    -- rows kept aside in the last import that ended in this version
    refused      int  not null,
    published_by text not null,
    primary key (table_key, version)
);

comment on column reference_version.hash is 'SHA-256 of the NDJSON download of this version';

create table reference_row (
    table_key     text    not null,
    kode          text    collate "C" not null,
    version       int     not null,
    -- the version that replaced it, null while it stands
    until_version int,
    -- no longer in use: the code stays and is never given to anything else
    ended         boolean not null,
    valid_from    date,
    -- day after the last
    valid_to      date,
    successor     text,
    data          json    not null,
    primary key (table_key, kode, version)
);

create unique index reference_row_current on reference_row (table_key, kode) where until_version is null;

-- Rows that were kept aside, with what stood there; nobody but the publisher sees them.
create table reference_refusal (
    table_key text not null,
    no        int  not null,
    row       int  not null,
    kode      text,
    field     text,
    reason    text not null,
    data      text,
    primary key (table_key, no)
);

-- Kemnaker's references (D1-D6) in its own schema, owned by its own role. The service's login owns nothing there and inherits nothing:
-- it acts as that role for the statements about these tables only.
create schema kemnaker;
grant usage, create on schema kemnaker to asn_directory_kemnaker;
create table kemnaker.reference_version (like reference_version including all);
create table kemnaker.reference_row (like reference_row including all);
create table kemnaker.reference_refusal (like reference_refusal including all);
alter table kemnaker.reference_version owner to asn_directory_kemnaker;
alter table kemnaker.reference_row owner to asn_directory_kemnaker;
alter table kemnaker.reference_refusal owner to asn_directory_kemnaker;
alter schema kemnaker owner to asn_directory_kemnaker;
