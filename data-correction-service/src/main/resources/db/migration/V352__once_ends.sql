-- Kept answers end after 90 days (ADR 0043).
alter table acting_once add column at timestamptz not null default clock_timestamp();
create index acting_once_at on acting_once (at);
