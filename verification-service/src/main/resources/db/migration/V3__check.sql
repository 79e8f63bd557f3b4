-- Answers of single checks that came with an Idempotency-Key, for 24 hours. Everything that could tell the NIK is sealed under a key
-- made from the caller's Idempotency-Key and body, neither of which is stored.
create table check_replay (
    lookup    bytea primary key,
    salt      bytea       not null,
    body_hash bytea       not null,
    sealed    bytea       not null,
    check_id  uuid        not null,
    stored_at timestamptz not null default clock_timestamp()
);
create index check_replay_stored_at on check_replay (stored_at);
