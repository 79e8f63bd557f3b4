-- Lists that ask of an earlier day, and how many of their rows nothing is known of on that day (they are among the unmapped ones, so that
-- the counts balance as before).
alter table batch
    add column looks_back    boolean not null default false,
    add column as_of_unknown bigint  not null default 0,
    add constraint as_of_unknown_is_unmapped check (as_of_unknown between 0 and unmapped);
