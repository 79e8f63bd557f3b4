-- What a full import no longer has: a report first, removed when a second person at Kemnaker approves.
alter table position_import
    add column absent bigint not null default 0,
    add column removal_approved_by text,
    add column removal_approved_at timestamptz;
update position_import set absent = removed;

create table position_absence (
    import_id uuid   not null references position_import,
    no        bigint not null references functional_position,
    primary key (import_id, no)
);
