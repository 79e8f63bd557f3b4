-- Which record stands behind a leaf about a read. The register of disclosures knows only the leaf; BKN's officer opens it here.
create table disclosed_record (
    log_index bigint primary key,
    leaf      uuid   not null,
    record_id text   not null,
    version   bigint not null,
    -- opens the leaf's commitment
    salt      bytea  not null check (length(salt) = 32)
);
