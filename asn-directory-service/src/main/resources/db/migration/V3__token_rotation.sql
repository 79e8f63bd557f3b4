-- One row per rotation of the token key. Between PUBLISHING and PUBLISHED each change is published under both epochs.
create table token_rotation (
    to_epoch     smallint primary key,
    from_epoch   smallint not null,
    state        text not null check (state in ('PUBLISHING', 'PUBLISHED', 'RETIRING', 'ENDED')),
    -- the step within PUBLISHING or RETIRING: ANNOUNCE, BLOCKS, MARK
    step         text not null check (step in ('ANNOUNCE', 'BLOCKS', 'MARK', 'NONE')),
    after_no     bigint not null default 0,
    records      bigint not null default 0,
    started_by   text not null,
    started_at   timestamptz not null default clock_timestamp(),
    published_at timestamptz,
    retired_by   text,
    ended_at     timestamptz,
    check (to_epoch > from_epoch)
);

create unique index token_rotation_one_at_a_time on token_rotation ((true)) where state <> 'ENDED';

comment on column token_rotation.after_no is 'records up to this number have been given to the outbox in the present step';
