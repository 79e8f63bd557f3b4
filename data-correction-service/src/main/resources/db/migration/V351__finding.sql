-- What rules find wrong in the records that a party may read; a human makes proposals of them.
create table finding (
    id          uuid primary key,
    -- whose finding it is: Kemnaker's come from what it received, BKN's from the register's quality run
    party       text        not null,
    asn_id      text        not null,
    nip         text        not null,
    kind        text        not null,
    score       int         not null,
    evidence    jsonb       not null,
    -- the day (Asia/Jakarta) from which it is one; before, it only will be
    from_day    date        not null,
    -- the register's run, of BKN's
    run         bigint,
    found_at    timestamptz not null default clock_timestamp(),
    proposal_id uuid,
    unique (party, asn_id, kind)
);
create index finding_rank on finding (party, score desc, id);

create table finding_place (
    topic       text   not null,
    partition   int    not null,
    next_offset bigint not null,
    primary key (topic, partition)
);

-- The last run of the register that was heard to its end.
create table finding_run (
    one_row  boolean primary key default true check (one_row),
    run      bigint      not null,
    heard_at timestamptz not null default clock_timestamp()
);
