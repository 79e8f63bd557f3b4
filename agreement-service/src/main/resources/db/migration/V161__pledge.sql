-- Pledges of confidentiality (Ps 9(5)). The last row of a person is the one that counts: a renewal is a new row.
create sequence pledge_version;

create table pledge_organisation (
    id              uuid        primary key,
    agreement_id    text        not null,
    party           text        not null,
    name            text        not null,
    document_sha256 text        not null check (document_sha256 ~ '^[0-9a-f]{64}$'),
    contract_number text        not null,
    -- last day of the contract, Asia/Jakarta
    contract_ends   date        not null,
    signed_on       date        not null,
    valid_until     timestamptz not null,
    recorded_by     text        not null,
    recorded_at     timestamptz not null,
    revoked_at      timestamptz
);

create table pledge (
    id              uuid        primary key,
    agreement_id    text        not null,
    party           text        not null,
    person          text        not null,
    organisation    uuid        references pledge_organisation (id),
    document_sha256 text        not null check (document_sha256 ~ '^[0-9a-f]{64}$'),
    signed_on       date        not null,
    -- the earliest of a year, the affiliate's pledge and its contract
    valid_until     timestamptz not null,
    version         bigint      not null default nextval('pledge_version'),
    recorded_by     text        not null,
    recorded_at     timestamptz not null,
    revoked_at      timestamptz,
    revoked_by      text,
    reason          text
);
create index pledge_person on pledge (agreement_id, party, person, version desc);

-- Decisions of the review of access, twice a year.
create table access_review_decision (
    agreement_id text        not null,
    party        text        not null,
    -- 2026-H2
    period       text        not null,
    who          text        not null,
    decision     text        not null check (decision in ('KEEP', 'REMOVE')),
    reason       text        not null,
    decided_by   text        not null,
    decided_at   timestamptz not null,
    leaf         uuid        not null,
    primary key (agreement_id, party, period, who)
);
