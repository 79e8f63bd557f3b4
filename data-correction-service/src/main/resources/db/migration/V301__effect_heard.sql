-- What the records' holders said of decided proposals, until the record was read again.
create table effect_heard (
    proposal   uuid not null,
    attempt    int not null,
    outcome    text not null,
    reason     text,
    heard_at   timestamptz not null default clock_timestamp(),
    tries      int not null default 0,
    next_try   timestamptz not null default clock_timestamp(),
    settled_at timestamptz,
    primary key (proposal, attempt)
);
create index effect_heard_open on effect_heard (next_try) where settled_at is null;
