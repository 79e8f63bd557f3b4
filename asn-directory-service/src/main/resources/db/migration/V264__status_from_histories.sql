-- rw-pemberhentian and rw-cltn tell which legal status held when; what they put into a person's past is marked, so that a row that is
-- corrected takes it back.
alter table asn_history drop constraint asn_history_kind_check;
alter table asn_history add constraint asn_history_kind_check check (kind in ('rw-jabatan', 'rw-golongan', 'rw-angkakredit', 'rw-diklat',
    'rw-kursus', 'rw-skp22', 'rw-pemberhentian', 'rw-cltn'));
alter table status_interval add column told boolean not null default false;

-- Which histories a pull asks for beside the record, and what became of their rows.
alter table siasn_pull
    add column histories text[] not null default '{}',
    add column history_rows int not null default 0,
    add column history_refused int not null default 0;
