-- One row once the replica's table was copied whole after its slot was made.
create table siasn_replica_copy (
    copied_at timestamptz not null default clock_timestamp()
);

-- Rows of the replica that are no record, to be tried again: where and why, never what stood there.
create table siasn_replica_aside (
    id     text primary key,
    field  text,
    reason text        not null,
    since  timestamptz not null default clock_timestamp()
);
