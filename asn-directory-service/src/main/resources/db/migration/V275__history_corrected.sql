-- The row of a history that a correction changed; null where it changed the record itself.
alter table correction_effect add column history_row bigint;
