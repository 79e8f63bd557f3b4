-- The signature under each version, by the log's key over a statement with the file's hash.
create table version_signature (
    agreement_id text not null,
    version      text not null,
    statement    text not null,
    signature    text not null,
    key          text not null,
    primary key (agreement_id, version),
    foreign key (agreement_id, version) references agreement_version (agreement_id, version)
);

-- Ps 9(2). Exactly one target of one kind; closed from effective_from until ends_at.
create table suspension (
    id             uuid primary key,
    agreement_id   text        not null references agreement (id),
    kind           text        not null check (kind in ('CLIENT', 'PERSON', 'PROGRAMME', 'DATASET', 'PARTY')),
    target         text        not null,
    reason         text        not null,
    -- the party that suspended, and who did it
    party          text        not null,
    suspended_by   text        not null,
    suspended_at   timestamptz not null,
    effective_from timestamptz not null,
    resumed_by     text,
    resumed_at     timestamptz,
    resume_reason  text,
    ends_at        timestamptz,
    leaf           uuid        not null,
    resume_leaf    uuid,
    check ((resumed_by is null) = (resumed_at is null) and (resumed_by is null) = (ends_at is null))
);
create index suspension_of_agreement on suspension (agreement_id, suspended_at);

-- Programmes that the running party registers beside those that the agreement itself names.
create table programme (
    agreement_id  text        not null references agreement (id),
    code          text        not null,
    state         text        not null check (state in ('DRAFT', 'APPROVED', 'REJECTED', 'ENDED')),
    -- as registered: the members of Policy.Programme
    content       jsonb       not null,
    party         text        not null,
    registered_by text        not null,
    registered_at timestamptz not null,
    decided_by    text,
    decided_at    timestamptz,
    -- open from here once approved, closed from here once ended
    open_from     timestamptz,
    ends_at       timestamptz,
    primary key (agreement_id, code)
);

-- What an answer means for aid, by programme; a change is a new row.
create table aid_rules (
    agreement_id text        not null references agreement (id),
    programme    text        not null,
    version      int         not null,
    party        text        not null,
    rules        jsonb       not null,
    set_by       text        not null,
    set_at       timestamptz not null,
    primary key (agreement_id, programme, version)
);

-- A named human's decision about one answer (UU 27/2022 Ps 10, 34); the person is known by the row or receipt only.
create table aid_decision (
    id           uuid primary key,
    agreement_id text        not null references agreement (id),
    programme    text        not null,
    party        text        not null,
    reference    text        not null,
    answer       text        not null,
    rule_version int         not null,
    outcome      text        not null,
    decision     text        not null check (decision in ('REFUSE', 'GRANT')),
    reason       text        not null,
    decided_by   text        not null,
    decided_at   timestamptz not null,
    leaf         uuid        not null
);
create index aid_decision_of_programme on aid_decision (agreement_id, programme, party, id);

-- Ps 12. The document is kept as sent; its hash is what the parties approve.
create table addendum (
    id             uuid primary key,
    agreement_id   text        not null references agreement (id),
    state          text        not null check (state in ('DRAFT', 'IN_REVIEW', 'AGREED', 'WITHDRAWN')),
    title          text        not null,
    document       json        not null,
    sha256         text        not null,
    version        text        not null,
    base_version   text        not null,
    effective_from timestamptz not null,
    party          text        not null,
    drafted_by     text        not null,
    drafted_at     timestamptz not null,
    submitted_at   timestamptz,
    ended_at       timestamptz
);
create index addendum_of_agreement on addendum (agreement_id, drafted_at);

-- Ps 6(2). A notice alone changes nothing.
create table term_notice (
    id              uuid primary key,
    agreement_id    text        not null references agreement (id),
    kind            text        not null check (kind in ('EXTENSION', 'EARLY_END')),
    state           text        not null check (state in ('GIVEN', 'AGREED', 'WITHDRAWN')),
    -- last day of the term as it would be
    last_day        date        not null,
    letter_number   text        not null,
    letter_date     date        not null,
    letter_sha256   text        not null,
    party           text        not null,
    given_by        text        not null,
    given_at        timestamptz not null,
    -- last day on which it would have been in time
    deadline        date        not null,
    days_late       int         not null,
    agreed_at       timestamptz,
    version         text
);

-- One approval of each party, for an addendum or a notice.
create table approval (
    subject     uuid        not null,
    party       text        not null,
    approved_by text        not null,
    approved_at timestamptz not null,
    leaf        uuid        not null,
    primary key (subject, party)
);

create table term_alarm (
    agreement_id text        not null references agreement (id),
    term_until   timestamptz not null,
    days         int         not null,
    raised_at    timestamptz not null,
    primary key (agreement_id, term_until, days)
);

-- Berita acara pemusnahan: one for each party after the end.
create table destruction (
    agreement_id    text        not null references agreement (id),
    party           text        not null,
    term_until      timestamptz not null,
    method          text        not null check (method in ('RETURNED', 'DESTROYED')),
    scope           text        not null,
    document_number text        not null,
    document_sha256 text        not null,
    signed_by       text        not null,
    signed_at       timestamptz not null,
    leaf            uuid        not null,
    primary key (agreement_id, party, term_until)
);

create table legal_hold (
    id           uuid primary key,
    agreement_id text        not null references agreement (id),
    party        text        not null,
    reason       text        not null,
    order_number text        not null,
    placed_by    text        not null,
    placed_at    timestamptz not null,
    lifted_by    text,
    lifted_at    timestamptz,
    lift_reason  text
);
