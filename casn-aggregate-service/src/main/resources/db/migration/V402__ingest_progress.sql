-- How far ingests are that have not ended: written beside their own transaction, which shows nothing before its end.
create table casn_ingest_running (
    id            uuid        primary key,
    kind          text        not null,
    data_date     date        not null,
    actor         text        not null,
    at            timestamptz not null default now(),
    state         text        not null check (state in ('WAITING', 'READING', 'MERGING')),
    received      bigint      not null,
    -- The connection that does the work: when it is gone, so is the ingest.
    backend       int         not null,
    backend_start timestamptz not null
);

-- A first load is five million rows. Each comes out of a join with its formation, and formations are never deleted: looking each up once more would
-- cost as much as all the rest. The number was never used.
alter table casn_fact drop constraint casn_fact_formation_fkey;
alter table casn_fact drop constraint casn_fact_pendaftar_key, drop column no, add primary key (pendaftar);
