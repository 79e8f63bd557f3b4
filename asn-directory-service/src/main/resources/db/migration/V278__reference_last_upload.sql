-- SHA-256 of the last upload that ended in this version, its name and mode: the same again need not be read.
alter table reference_version add column last_upload bytea;

set local role asn_directory_kemnaker;
alter table kemnaker.reference_version add column last_upload bytea;
reset role;
