-- How the list was read: separator, encoding, rows before the data. Whoever merges packed answers with the file finds its rows by it.
alter table batch add column shape jsonb;
