-- Legal status, bitemporal: since when a code holds, and since when that is known. It stays on BKN's side; what leaves are row ids of the
-- mapping (asn.status.v1) and the answers of today.
create table status_interval (
    no          bigint not null references asn_record,
    valid_from  date not null,
    -- exclusive; null: until further notice
    valid_to    date,
    status_code text,
    known_from  timestamptz not null default now(),
    -- null: still believed
    known_to    timestamptz,
    check (valid_to is null or valid_from < valid_to),
    check (known_to is null or known_from <= known_to)
);

create index status_interval_record on status_interval (no, valid_from) where known_to is null;
