-- The log of proof: every answer, disclosure and decision is a leaf. Append-only; the head row is its sequencer.
create table proof_head (
    log      smallint primary key default 1 check (log = 1),
    size     bigint      not null check (size >= 0),
    -- SHA-256(previous chain || leaf hash), from 32 zero bytes: one altered leaf changes every later value.
    chain    bytea       not null check (length(chain) = 32),
    at       timestamptz not null,
    -- agreement id -> version under which the last leaf was written
    policies jsonb       not null
);
insert into proof_head (size, chain, at, policies) values (0, decode(repeat('00', 32), 'hex'), 'epoch', '{}');

create table proof_leaf (
    log_index bigint primary key check (log_index >= 0),
    id        uuid  not null unique,
    -- canonical JSON, hashed byte for byte: jsonb would not keep the bytes
    content   text  not null,
    leaf_hash bytea not null check (length(leaf_hash) = 32)
);

-- Against mistakes of our own; against an intruder stands the chain.
create function proof_leaf_is_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'a leaf of the proof log is never changed or removed';
end $$;
create trigger append_only before update or delete or truncate on proof_leaf
    for each statement execute function proof_leaf_is_append_only();
