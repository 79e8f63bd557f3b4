-- Legal status by when it held and by when it was known. What holds now stands in the record itself, from status_since on; here is only what
-- was before, so a register in which nothing has changed has no row. Codes never leave BKN's side: events name mapping rows.

alter table asn_record add column status_since date, add column status_known timestamptz not null default now();
-- Of records from before nothing earlier is known than their data.
update asn_record set status_since = data_date, status_known = changed_at;
alter table asn_record alter column status_since set not null;
comment on column asn_record.status_since is 'first day of which the present status is known';
comment on column asn_record.status_known is 'since when that is believed';

create table status_interval (
    no          bigint      not null references asn_record,
    valid_from  date        not null,
    -- first day on which it no longer held; null in what was once believed to last
    valid_to    date,
    status_code text,
    deceased    boolean     not null,
    known_from  timestamptz not null,
    -- null: still believed
    known_to    timestamptz,
    constraint interval_is_not_empty check (valid_from < valid_to),
    constraint open_end_is_past_belief check (valid_to is not null or known_to is not null)
);

create unique index status_interval_believed on status_interval (no, valid_from) where known_to is null;
