-- A pull asks SIASN for one record after the other; what has been asked is marked, so that it goes on where it was.
create table siasn_pull (
    id                uuid primary key,
    state             text not null check (state in ('RUNNING', 'COMPLETED')),
    party             text not null,
    started_by        text not null,
    officer           text,
    agreement         text not null,
    agreement_version text not null,
    started_at        timestamptz not null default clock_timestamp(),
    ended_at          timestamptz,
    changed           int not null default 0,
    -- why it stands still, null while it does not
    reason            text
);

create table siasn_pull_nip (
    pull    uuid not null references siasn_pull,
    no      int  not null,
    nip     text not null,
    outcome text check (outcome in ('FOUND', 'ABSENT', 'REFUSED')),
    primary key (pull, no)
);

create index siasn_pull_nip_open on siasn_pull_nip (pull, no) where outcome is null;
