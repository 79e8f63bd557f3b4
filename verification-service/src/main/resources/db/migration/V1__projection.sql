-- What asn.status.v1 said last of each token. A removed token keeps its row and version, so that a late event cannot bring it back.
create table asn_status (
    token   uuid     primary key,
    epoch   smallint not null,
    version bigint   not null,
    -- canonical text of the state, see StatusState; empty for a removed token
    state   text     not null
) with (fillfactor = 90);

-- How far each partition is written, in the same transaction as what it said: a restart neither loses nor repeats.
create table projection_offset (
    topic           text    not null,
    topic_partition integer not null,
    next_offset     bigint  not null,
    high_version    bigint  not null,
    primary key (topic, topic_partition)
);

-- The latest extraction date that an import has declared.
create table projection_data_time (
    one_row   smallint primary key default 1 check (one_row = 1),
    data_time date not null
);
