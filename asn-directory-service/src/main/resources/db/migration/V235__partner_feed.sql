-- How far a party's topic has been told of its feed.
create table partner_feed (
    party text primary key,
    seq   bigint not null
);

insert into partner_feed values ('kemnaker', 0);
