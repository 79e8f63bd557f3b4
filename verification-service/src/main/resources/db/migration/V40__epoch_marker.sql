-- What the partitions of asn.status.v1 have said of an epoch, written with the offsets behind it.
create table epoch_marker (
    epoch           smallint not null,
    phase           text     not null check (phase in ('COMPLETE', 'RETIRING', 'RETIRED')),
    topic_partition integer  not null,
    partitions      integer  not null,
    primary key (epoch, phase, topic_partition)
);
