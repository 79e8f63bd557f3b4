-- Kept answers end after 90 days (ADR 0043).
create index acting_once_at on acting_once (at);
