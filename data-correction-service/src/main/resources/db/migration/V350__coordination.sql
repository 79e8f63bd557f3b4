-- Coordination of a list's result (Ps 3(2)d): one case for each completed list. Counts only, nobody of the list.
create table coordination (
    id                uuid primary key,
    batch_id          uuid        not null unique,
    -- the party whose list it was; the other one is the register's holder
    party             text        not null,
    agreement_id      text        not null,
    agreement_version text        not null,
    purpose           text        not null,
    programme         text,
    batch_state       text        not null,
    counts            jsonb       not null,
    state             text        not null,
    version           int         not null,
    opened_at         timestamptz not null,
    submitted_at      timestamptz,
    acknowledged_at   timestamptz,
    -- parties that have closed it from their side
    closed_by         text[]      not null default '{}',
    closed_at         timestamptz,
    check ((state = 'CLOSED') = (closed_at is not null))
);
create index coordination_newest on coordination (opened_at desc, id desc);

create table coordination_step (
    coordination_id uuid        not null references coordination,
    version         int         not null,
    move            text        not null,
    party           text        not null,
    actor           text        not null,
    officer         text,
    at              timestamptz not null,
    note            text        not null,
    leaf            uuid        not null,
    salt            bytea       not null,
    primary key (coordination_id, version)
);
