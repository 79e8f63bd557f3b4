-- What the leaf of a whole list commits to: its counts, file hash and the leaves of its parts; no row. It stays when the list is destroyed.
create table batch_receipt (
    batch_id uuid   not null references batch,
    attempt  int    not null,
    leaf     uuid   not null,
    facts    text   not null,
    primary key (batch_id, attempt)
);
