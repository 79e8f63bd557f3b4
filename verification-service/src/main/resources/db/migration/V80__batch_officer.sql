-- Who acted through the machine that sent the list, or answers for it: stands in the list's leaves, and his suspension stops it.
alter table batch add column officer text, add column officer_acts boolean not null default false;
