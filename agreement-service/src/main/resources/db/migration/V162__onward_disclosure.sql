-- Ps 9(3): nothing goes to a third party but through one of these.
create table onward_disclosure (
    id              uuid        primary key,
    agreement_id    text        not null,
    party           text        not null,
    recipient       text        not null,
    basis           text        not null check (basis in ('CONSENT', 'ORDER', 'LAW')),
    evidence_number text        not null,
    evidence_issuer text        not null,
    evidence_date   date        not null,
    evidence_sha256 text        not null check (evidence_sha256 ~ '^[0-9a-f]{64}$'),
    elements        text[]      not null,
    scope           text        not null,
    expires_at      timestamptz not null,
    proposed_by     text        not null,
    proposed_at     timestamptz not null,
    withdrawn_at    timestamptz,
    withdrawn_by    text,
    -- HMAC key of this recipient's fingerprints
    fingerprint_key bytea       not null check (length(fingerprint_key) = 32)
);

create table onward_approval (
    onward uuid        not null references onward_disclosure (id),
    party  text        not null,
    actor  text        not null,
    at     timestamptz not null,
    leaf   uuid        not null,
    primary key (onward, party)
);

create table onward_file (
    id            uuid        primary key,
    onward        uuid        not null references onward_disclosure (id),
    party         text        not null,
    actor         text        not null,
    at            timestamptz not null,
    rows          int         not null,
    source_sha256 text        not null,
    file_sha256   text        not null,
    leaf          uuid        not null
);
create index onward_file_sha256 on onward_file (file_sha256);
