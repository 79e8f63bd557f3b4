-- Limited access (Ps 3(1)a). Partners' reads look into limited_record only: what is not in there, a NIK, a code of legal status, class I, cannot
-- be shown by mistake.

-- Whose own staff a party's are.
create table party_agency (
    party       text not null,
    instansi_id text not null,
    primary key (party, instansi_id)
);

insert into party_agency values ('kemnaker', 'A5EB03E23AFAF6A0E040640A040252AD');

-- Functional positions: their group, and the agency that guides it (pembinaId). Data of the references, as of the agreement's signing.
create table position_group (
    jabatan_id  text primary key,
    kelompok_id text not null,
    pembina_id  text not null,
    jenjang     text
);

-- Rises with every change of the two tables above, whoever makes it; records are then looked at anew. Writers of records share its row until
-- they commit, so none of them works by rules that have ended.
create table access_rules (
    one      boolean primary key default true check (one),
    revision bigint not null
);

insert into access_rules (revision) values (1);

create function access_rules_changed() returns trigger language plpgsql as $$
begin
    update access_rules set revision = revision + 1;
    return null;
end $$;

create trigger party_agency_changed after insert or update or delete or truncate on party_agency
    for each statement execute function access_rules_changed();
create trigger position_group_changed after insert or update or delete or truncate on position_group
    for each statement execute function access_rules_changed();

insert into position_group (jabatan_id, kelompok_id, pembina_id, jenjang) values
    ('A5EB03E23F63F6A0E040640A040252AD', 'A5EB03E23DE3F6A0E040640A040252AD', 'A5EB03E23AFAF6A0E040640A040252AD', 'MA'),
    ('A5EB03E23F64F6A0E040640A040252AD', 'A5EB03E23DE3F6A0E040640A040252AD', 'A5EB03E23AFAF6A0E040640A040252AD', 'MU'),
    ('A5EB03E23F65F6A0E040640A040252AD', 'A5EB03E23DE3F6A0E040640A040252AD', 'A5EB03E23AFAF6A0E040640A040252AD', 'PT'),
    ('ff80808155ec20660155fc14ec771feb', 'A5EB03E23DE3F6A0E040640A040252AD', 'A5EB03E23AFAF6A0E040640A040252AD', 'UT'),
    ('A5EB03E23E9FF6A0E040640A040252AD', 'A5EB03E23D9FF6A0E040640A040252AD', 'A5EB03E23AFAF6A0E040640A040252AD', 'MA'),
    ('A5EB03E23EA0F6A0E040640A040252AD', 'A5EB03E23D9FF6A0E040640A040252AD', 'A5EB03E23AFAF6A0E040640A040252AD', 'MU'),
    ('A5EB03E23EA1F6A0E040640A040252AD', 'A5EB03E23D9FF6A0E040640A040252AD', 'A5EB03E23AFAF6A0E040640A040252AD', 'PT'),
    ('D36724944CBFC860E050640AF10879EF', 'A5EB03E23D9FF6A0E040640A040252AD', 'A5EB03E23AFAF6A0E040640A040252AD', 'UT'),
    ('A5EB03E23F9EF6A0E040640A040252AD', 'A5EB03E23D92F6A0E040640A040252AD', 'A5EB03E23AFAF6A0E040640A040252AD', 'MA'),
    ('A5EB03E23F9FF6A0E040640A040252AD', 'A5EB03E23D92F6A0E040640A040252AD', 'A5EB03E23AFAF6A0E040640A040252AD', 'MU'),
    ('A5EB03E23FA0F6A0E040640A040252AD', 'A5EB03E23D92F6A0E040640A040252AD', 'A5EB03E23AFAF6A0E040640A040252AD', 'PT'),
    ('A5EB03E23FA1F6A0E040640A040252AD', 'A5EB03E23D92F6A0E040640A040252AD', 'A5EB03E23AFAF6A0E040640A040252AD', 'PY'),
    ('A5EB03E23FA2F6A0E040640A040252AD', 'A5EB03E23D92F6A0E040640A040252AD', 'A5EB03E23AFAF6A0E040640A040252AD', 'MH'),
    ('A5EB03E23FA3F6A0E040640A040252AD', 'A5EB03E23D92F6A0E040640A040252AD', 'A5EB03E23AFAF6A0E040640A040252AD', 'TR'),
    ('F55B8D94F5E77CE5E050640AF10811D6', 'A5EB03E23D92F6A0E040640A040252AD', 'A5EB03E23AFAF6A0E040640A040252AD', 'UT'),
    ('A5EB03E24044F6A0E040640A040252AD', 'A5EB03E23D98F6A0E040640A040252AD', 'A5EB03E23AFAF6A0E040640A040252AD', 'MA'),
    ('A5EB03E24045F6A0E040640A040252AD', 'A5EB03E23D98F6A0E040640A040252AD', 'A5EB03E23AFAF6A0E040640A040252AD', 'MU'),
    ('A5EB03E24046F6A0E040640A040252AD', 'A5EB03E23D98F6A0E040640A040252AD', 'A5EB03E23AFAF6A0E040640A040252AD', 'PT'),
    ('E6F625B55142A55EE050640AF108559A', 'A5EB03E23D98F6A0E040640A040252AD', 'A5EB03E23AFAF6A0E040640A040252AD', 'UT'),
    ('8ae482875c79d9af015c7b4e55a20170', '8ae482875c79d9af015c7b2b9ec800ab', 'A5EB03E23AFAF6A0E040640A040252AD', 'PT'),
    ('8ae482875c79d9af015c7b4f21330171', '8ae482875c79d9af015c7b2b9ec800ab', 'A5EB03E23AFAF6A0E040640A040252AD', 'MU'),
    ('8ae482875c79d9af015c7b4f92bd0172', '8ae482875c79d9af015c7b2b9ec800ab', 'A5EB03E23AFAF6A0E040640A040252AD', 'MA'),
    ('F55B7DE76D62E534E050640AF1080E71', '8ae482875c79d9af015c7b2b9ec800ab', 'A5EB03E23AFAF6A0E040640A040252AD', 'UT');

-- A party's view of the persons in its scope. It changes only when something of content does.
create table limited_record (
    party         text not null,
    no            bigint not null references asn_record,
    -- place in the feed: that of the last change
    seq           bigint not null,
    id            text not null,
    nip           text not null,
    instansi_id   text,
    satker_id     text,
    unor_id       text,
    unor_induk_id text,
    jabatan_id    text,
    kelompok_id   text,
    -- rises with content
    version       bigint not null default 1,
    changed_at    timestamptz not null default clock_timestamp(),
    -- out of scope or removed; the feed says so until it is compacted
    gone          boolean not null,
    -- all that the annex could open, in its names; null when gone
    content       text,
    content_hash  uuid,
    primary key (party, no),
    check (gone = (content is null))
);

create unique index limited_record_feed on limited_record (party, seq);
create index limited_record_nip on limited_record (party, nip) where not gone;
create index limited_record_no on limited_record (no);

-- Places in the feed are given out under this row's lock, which is held until the commit: who has read up to a place has missed nothing.
create table access_feed (
    one       boolean primary key default true check (one),
    seq       bigint not null,
    -- up to here tombstones have been taken out
    compacted bigint not null
);

insert into access_feed (seq, compacted) values (0, 0);

-- How far records have been looked at after a change of the rules (revision) or of what the status codes mean outward (basis).
create table access_scan (
    one      boolean primary key default true check (one),
    revision bigint not null,
    basis    text not null,
    running  text check (running in ('ALL', 'KNOWN')),
    next_revision bigint,
    next_basis text,
    after_no bigint not null default 0
);

insert into access_scan (revision, basis) values (0, '');

-- Which records stand behind a leaf about a read by another party; the holder's officer opens it.
create table disclosed_page (
    log_index bigint primary key,
    leaf      uuid not null,
    records   bigint[] not null,
    versions  bigint[] not null,
    -- opens the leaf's commitment
    salt      bytea not null check (length(salt) = 32)
);
