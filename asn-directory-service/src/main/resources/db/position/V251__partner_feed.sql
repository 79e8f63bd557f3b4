-- partner.<party>.functional-position.v1: how far a party's topic has been told of the feed, and what stands behind the claim checks of it.
alter table position_feed add column id uuid not null default gen_random_uuid();
comment on column position_feed.id is 'key of the partner''s events: it knows a record by nothing but its NIP, which may be no key';

create table partner_feed (
    party  text primary key,
    change bigint not null
);
insert into partner_feed values ('bkn', 0);

-- One row a block: places in the feed, and what was open when its leaf was made. The register's outbox has its number only.
create table position_told (
    no                bigint generated always as identity primary key,
    at                timestamptz not null default clock_timestamp(),
    changes           bigint[] not null,
    open              text[] not null,
    agreement         text not null,
    agreement_version text not null,
    clause            text not null,
    purpose           text not null
);
