-- A list as it came (Ps 3(1)e, 4(1)c). Its rows are in proposal and list_reject.
create table correction_list (
    id              uuid primary key,
    no              bigint generated always as identity unique,
    party           text not null,
    idempotency_key text not null,
    body_sha256     bytea not null,
    format          text not null,
    purpose         text not null,
    received        int not null,
    accepted        int not null,
    duplicates      int not null,
    rejected        jsonb not null,
    leaf            uuid not null,
    submitted_by    text not null,
    submitted_at    timestamptz not null,
    unique (party, idempotency_key)
);

create table list_reject (
    list_id  uuid not null references correction_list,
    row      int not null,
    field    text,
    code     text not null,
    proposal uuid,
    primary key (list_id, row)
);
comment on column list_reject.proposal is 'the proposal that a duplicate row is, of the same party';

create table proposal (
    no               bigint generated always as identity unique,
    id               uuid primary key,
    list_id          uuid,
    list_row         int,
    version          int not null default 1,
    proposer         text not null,
    receiver         text not null,
    holder           text not null,
    decider          text,
    nip              text not null,
    element          text not null,
    field            text not null,
    history_type     text,
    history_row      text,
    sealed           bytea not null,
    salt             bytea not null,
    present_hash     bytea,
    proposed_hash    bytea not null,
    present_checked  boolean not null,
    indicator        text,
    aid_impact       boolean not null,
    subject_request  boolean not null,
    agency           text,
    purpose          text not null,
    agreement_id     text not null,
    agreement_version text not null,
    state            text not null,
    usul_number      text,
    usul_status      int,
    reason           text,
    reason_text      text,
    resolver         text,
    effect           text not null,
    attempt          int not null default 0,
    effect_reason    text,
    reread           boolean,
    submitted_by     text not null,
    answered_by      text,
    decided_by       text,
    submitted_at     timestamptz not null,
    opened_at        timestamptz not null,
    changed_at       timestamptz not null,
    due_at           timestamptz,
    paused_at        timestamptz,
    closed_at        timestamptz,
    tombstoned_at    timestamptz
);
comment on column proposal.decider is 'party that decides by the table of competence; null where the record is a third agency''s';
comment on column proposal.sealed is 'present and proposed value, and what the record showed on re-reading: AEAD, bound to the id';
comment on column proposal.opened_at is 'when the clock began: sent, or sent again';

-- One open proposal for one element of one record: a second one would make the first decision meaningless.
create unique index proposal_open on proposal (nip, element, field, coalesce(history_row, '')) where closed_at is null;
create index proposal_list on proposal (list_id, no) where list_id is not null;
create index proposal_due on proposal (due_at) where closed_at is null;
create index proposal_closed on proposal (closed_at) where closed_at is not null and tombstoned_at is null;

-- Each step with who and when; never changed.
create table proposal_step (
    proposal   uuid not null references proposal,
    version    int not null,
    at         timestamptz not null,
    party      text not null,
    actor      text not null,
    officer    text,
    move       text not null,
    from_state text,
    to_state   text not null,
    reason     text,
    remark     text,
    leaf       uuid not null,
    primary key (proposal, version)
);

create table proposal_comment (
    no       bigint generated always as identity primary key,
    proposal uuid not null references proposal,
    at       timestamptz not null,
    party    text not null,
    actor    text not null,
    text     text not null
);
create index proposal_comment_of on proposal_comment (proposal, no);

-- Evidence (F-09) apart from what it proves: the content sealed, its hash open.
create table evidence (
    id         uuid primary key,
    proposal   uuid not null references proposal,
    party      text not null,
    kind       text not null,
    number     text,
    dated      date,
    file_name  text,
    media_type text not null,
    bytes      int not null,
    sha256     bytea not null,
    added_by   text not null,
    added_at   timestamptz not null,
    leaf       uuid not null,
    unique (proposal, party, sha256)
);
create table evidence_content (
    evidence uuid primary key references evidence,
    sealed   bytea not null
);

-- What each party was shown of the other's records, as its topic told it.
create table known_record (
    dataset text not null,
    asn_id  text not null,
    nip     text,
    version bigint not null,
    record  jsonb not null,
    primary key (dataset, asn_id)
);
create index known_record_nip on known_record (dataset, nip);

-- How far each topic is read.
create table topic_place (
    topic     text not null,
    partition int not null,
    next      bigint not null,
    primary key (topic, partition)
);

-- Force majeure that agreement-service has accepted (Ps 10).
create table clock_pause (
    id           text primary key,
    agreement_id text not null,
    party        text not null,
    duties       text[] not null,
    from_at      timestamptz not null,
    until_at     timestamptz
);

-- Answers of writes, so that each is done once (ADR 0043).
create table acting_once (
    party           text not null,
    idempotency_key text not null,
    request_sha256  bytea not null,
    answer          text not null,
    status          int not null,
    location        text,
    etag            text,
    primary key (party, idempotency_key)
);

-- What each READ leaf was about, for whoever has to say later who saw what.
create table disclosed_proposals (
    log_index bigint primary key,
    leaf      uuid not null,
    proposals uuid[] not null,
    versions  int[] not null,
    salt      bytea not null
);
