-- The register's coverage when the list was sealed: how much "tidak ditemukan" is worth (domain.md 2.3 rule 5).
alter table batch add column coverage_records bigint,
                  add column coverage_valid_nik bigint,
                  add column coverage_counted_at timestamptz;
