-- What decided corrections came to here: ids and names of fields, no person and no value.
create table correction_effect (
    proposal_id uuid primary key,
    -- rises each time that the case awaits an effect anew; an older one is never taken up again
    attempt     int         not null,
    holder      text        not null,
    element     text        not null,
    -- AWAITED, APPLIED, REFUSED, or GONE: the case no longer awaits it
    state       text        not null,
    heard_at    timestamptz not null default clock_timestamp(),
    next_try_at timestamptz not null default clock_timestamp(),
    tries       int         not null default 0,
    -- the row of the record, in the register or among the functional positions
    record_no   bigint,
    members     text[],
    -- whether the value was given as such, and not as an object of members
    plain       boolean     not null,
    reason      text,
    field       text,
    version     bigint,
    -- opens the commitment of the leaf
    salt        bytea,
    done_at     timestamptz
);
create index correction_effect_awaited on correction_effect (next_try_at) where state = 'AWAITED';

create table correction_place (
    partition   int primary key,
    next_offset bigint not null
);

-- Why the record is as it is, if a correction made it so: the proposal. Any other write takes it away.
alter table asn_record add column cause uuid;
