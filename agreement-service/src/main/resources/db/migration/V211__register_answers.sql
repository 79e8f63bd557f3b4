-- How often each answer was given, for the half-yearly report; all null where the service does not tell.
alter table disclosure
    add column active    bigint,
    add column inactive  bigint,
    add column retired   bigint,
    add column not_found bigint,
    add column unmapped  bigint;
