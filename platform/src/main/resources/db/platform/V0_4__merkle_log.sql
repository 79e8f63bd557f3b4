-- The Merkle log (RFC 9162) in place of the hash chain. Leaves keep their bytes and their index; those of the chain are taken over by the
-- service at its next start, which checks the chain while it does (heads have to be signed, which SQL cannot).
alter table proof_leaf rename to proof_leaf_first_form;
alter index proof_leaf_pkey rename to proof_leaf_first_form_pkey;
alter table proof_head rename to proof_head_first_form;
alter table proof_head_first_form rename constraint proof_head_pkey to proof_head_first_form_pkey;

-- The sequencer: whoever holds this row appends. Room on its page, so that each group's update stays on it.
create table proof_head (
    log      smallint primary key default 1 check (log = 1),
    size     bigint      not null check (size >= 0),
    -- roots of the full subtrees that make up the size, largest first, 32 bytes each
    peaks    bytea       not null,
    at       timestamptz not null,
    -- agreement id -> version under which the last leaf was written
    policies jsonb       not null,
    -- the last head as a signed note; empty before the first
    head     text        not null
) with (fillfactor = 20);
insert into proof_head (size, peaks, at, policies, head)
select 0, ''::bytea, at, policies, '' from proof_head_first_form;

-- One row for all leaves of one commit, with the head that covers them.
create table proof_group (
    first_index bigint primary key check (first_index >= 0),
    leaves      int         not null check (leaves > 0),
    -- from the lowest to the highest leaf id, by the first half of each UUIDv7: leaves are found by id without a row for each
    ids         int8range   not null,
    at          timestamptz not null,
    -- a leaf a line, canonical JSON, hashed byte for byte
    content     text        not null,
    head        text        not null
);
-- Not compressed: PostgreSQL's own compression costs more than all the rest of an append.
alter table proof_group alter column content set storage external;
create index proof_group_ids on proof_group using gist (ids);
create unique index proof_group_size on proof_group ((first_index + leaves));

-- Full tiles of 256 hashes: level 0 holds leaf hashes, level n the roots of tiles of level n - 1.
create table proof_tile (
    level  smallint not null,
    tile   bigint   not null,
    hashes bytea    not null check (length(hashes) = 8192),
    root   bytea    not null check (length(root) = 32),
    primary key (level, tile)
);
-- Hashes do not compress.
alter table proof_tile alter column hashes set storage external;

-- Signatures of other parties under a head of this log.
create table proof_counter_signature (
    size      bigint      not null,
    party     text        not null,
    actor     text        not null,
    line      text        not null,
    stored_at timestamptz not null default clock_timestamp(),
    primary key (size, party)
);

-- Against mistakes of our own; against an intruder stand tree and signatures.
create trigger append_only before update or delete or truncate on proof_group
    for each statement execute function proof_leaf_is_append_only();
create trigger append_only before update or delete or truncate on proof_tile
    for each statement execute function proof_leaf_is_append_only();
create trigger append_only before update or delete or truncate on proof_counter_signature
    for each statement execute function proof_leaf_is_append_only();
