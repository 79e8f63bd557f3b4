-- A full import of a history reports rows that it no longer has; a second person approves their removal, as for records.
alter table asn_history add column row_no bigint generated always as identity unique;

create table import_history_absence (
    import_id uuid   not null references import_job,
    row_no    bigint not null,
    primary key (import_id, row_no)
);
