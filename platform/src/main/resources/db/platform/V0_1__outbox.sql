-- Events of committed transactions, on their way to Kafka. The relay sees the inserts in the write-ahead log; the rows stay 14 days so
-- that a lost replication slot can be made good. payload is text: it is published byte for byte as it was written.
create table outbox (
    id           uuid primary key,
    seq          bigint generated always as identity,
    topic        text not null,
    key          text not null,
    type         text not null,
    payload      text,
    records      bigint[],
    created_at   timestamptz not null default clock_timestamp(),
    published_at timestamptz,
    refused      text,
    constraint payload_or_claim_check check (payload is null or records is null)
) with (fillfactor = 80);

comment on column outbox.records is 'claim check: primary keys whose state the relay reads and publishes';
comment on column outbox.refused is 'why Kafka will never take this event; it is kept, and counted in a metric';

-- Only what is still to be published is in here, so it stays empty while all is well.
create index outbox_unpublished on outbox (seq) where published_at is null;
