-- Case files: meetings, contacts, differences, documents, notices of force majeure, evidence of duties, requests of persons, guidance.
-- One row is the present state of one; its steps are in case_step. ADR 0034.
create table case_file (
    id           uuid primary key,
    agreement_id text        not null references agreement (id),
    kind         text        not null,
    -- whose it is: the party of the token that opened it
    party        text        not null,
    -- the other party may not know of it
    confidential boolean     not null,
    -- natural key within its kind, where there is one
    subject      text,
    state        text        not null,
    version      int         not null,
    opened_at    timestamptz not null,
    changed_at   timestamptz not null,
    due_at       timestamptz,
    -- json, not jsonb: the bytes that the step's record commits to
    content      json        not null
);
create unique index case_file_subject on case_file (agreement_id, kind, subject) where subject is not null;
create index case_file_list on case_file (agreement_id, kind, id);

-- Every decision on a case file, with the content as it then was. The leaf commits to the SHA-256 of record, which has a salt of its own.
create table case_step (
    case_id   uuid        not null references case_file (id),
    version   int         not null,
    act       text        not null,
    state     text        not null,
    party     text        not null,
    actor     text        not null,
    at        timestamptz not null,
    content   json        not null,
    record    text        not null,
    leaf      uuid        not null,
    log_index bigint      not null,
    primary key (case_id, version)
);

-- What an Idempotency-Key opened.
create table case_key (
    agreement_id text  not null,
    kind         text  not null,
    party        text  not null,
    key          text  not null,
    body_sha256  bytea not null,
    case_id      uuid  not null,
    primary key (agreement_id, kind, party, key)
);

-- The content of a document, sealed under the document keyset; what it is stands in its case file.
create table document_content (
    case_id uuid primary key references case_file (id),
    sealed  bytea not null
);
-- Ciphertext does not compress: not even tried.
alter table document_content alter column sealed set storage external;

-- What was announced of a duty, so that it is announced once.
create table duty_announcement (
    agreement_id text        not null references agreement (id),
    duty         text        not null,
    said         text        not null,
    due_at       timestamptz not null,
    at           timestamptz not null,
    primary key (agreement_id, duty, said, due_at)
);

-- Letters to the contacts of Ps 8. The address is taken when the letter is sent: a contact may have changed.
create table letter (
    id           uuid primary key,
    agreement_id text        not null references agreement (id),
    party        text        not null,
    about        text        not null,
    subject      text        not null,
    body         text        not null,
    queued_at    timestamptz not null,
    attempts     int         not null default 0,
    sent_at      timestamptz,
    -- where it went: the contact in force at that moment
    address      text
);
create index letter_waiting on letter (queued_at) where sent_at is null;

-- Searches of evidence that other services report for a case of a data protection officer.
create table evidence_search (
    search_id  uuid primary key,
    case_id    uuid        not null references case_file (id),
    service    text        not null,
    party      text        not null,
    actor      text        not null,
    opened_at  timestamptz not null,
    found      int,
    log_index  bigint      not null
);
create index evidence_search_case on evidence_search (case_id);
