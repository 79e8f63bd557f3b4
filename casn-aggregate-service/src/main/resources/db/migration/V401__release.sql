-- Releases of aggregates: what a table shows never changes after it is published; a correction is a new release.
create table casn_release (
    id             uuid        primary key,
    definition     text        not null,
    version        int,
    title_id       text        not null,
    title_en       text        not null,
    years          int[]       not null,
    dimensions     text[]      not null,
    threshold      int         not null,
    state          text        not null check (state in ('DRAFT', 'PROTECTED', 'ATTACKED', 'UNSAFE', 'FAILED', 'PUBLISHED', 'REFUSED')),
    idempotency_key text       not null unique,
    drafted_by     text        not null,
    drafted_at     timestamptz not null default now(),
    data_from      date,
    data_to        date,
    hash           text,
    quality        jsonb,
    loss           jsonb,
    verdict        jsonb,
    timing         jsonb,
    attacked_after bigint,
    decided_by     text,
    decided_at     timestamptz,
    unique (definition, version),
    check ((state = 'PUBLISHED') = (version is not null))
);

-- Keys and counts as arrays of 8 bytes, big-endian: a release is read whole.
create table casn_release_table (
    release      uuid  not null references casn_release (id),
    period       text  not null,
    codes        jsonb not null,
    keys         bytea not null,
    counts       bytea not null,
    formation_keys   bytea not null,
    formation_counts bytea not null,
    -- The finest cells as counted, for BKN's officers who ask why a cell is hidden; they never leave.
    counted_keys     bytea not null,
    counted_counts   bytea not null,
    primary key (release, period)
);

create function casn_release_is_immutable() returns trigger language plpgsql as $$
begin
    if exists (select from casn_release r where r.id = old.release and r.state = 'PUBLISHED') then
        raise exception 'a published release never changes';
    end if;
    return coalesce(new, old);
end $$;
create trigger casn_release_table_immutable before update or delete on casn_release_table
    for each row execute function casn_release_is_immutable();

-- The written consent of a party that a release may be passed on to the public.
create table casn_consent (
    release         uuid        not null references casn_release (id),
    party           text        not null,
    actor           text        not null,
    at              timestamptz not null default now(),
    document_number text        not null,
    document_date   date        not null,
    document_sha256 text        not null check (document_sha256 ~ '^[0-9a-f]{64}$'),
    primary key (release, party)
);
