-- What was disclosed and not told to the register yet: written with the leaf, told once a second, so that a crowd of single answers is not
-- an event each.
create table disclosure_untold (
    seq         bigint generated always as identity primary key,
    party       text not null,
    at          timestamptz not null,
    disclosures text not null
);
