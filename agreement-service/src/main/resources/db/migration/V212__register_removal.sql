-- What left the register because its time was over: a count and a leaf stay (Ps 9(1), UU 27/2022 Art. 43).
create table disclosure_removal (
    agreement_id text        not null references agreement (id),
    leaf         uuid        primary key,
    -- every one of them was disclosed before this moment
    before       timestamptz not null,
    disclosures  bigint      not null,
    removed_at   timestamptz not null
);
