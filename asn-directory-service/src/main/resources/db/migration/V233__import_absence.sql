-- What a full import no longer has is a report first; a second person at BKN approves the removal.
alter table import_job
    add column absent              bigint not null default 0,
    add column removal_approved_by text,
    add column removal_approved_at timestamptz;

create table import_absence (
    import_id uuid not null references import_job,
    no        bigint not null references asn_record,
    primary key (import_id, no)
);
