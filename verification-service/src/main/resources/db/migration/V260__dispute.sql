-- Disputes about answers (Ps 3(2)d): each hangs on one receipt, of a row of a list or of a single check.

create table dispute (
    id              uuid primary key,
    -- whose answer it is: the party that asked, and the client it asked through
    party           text        not null,
    client          text        not null,
    raised_by       text        not null,
    -- the leaf of the receipt; a list's part has one leaf for many rows
    receipt_leaf    uuid        not null,
    batch_id        uuid,
    list_row        bigint,
    purpose         text        not null,
    programme       text        not null,
    as_of           date,
    -- what was said: one of the four answers, or the status that stood in its place
    said            text        not null,
    reason          text        not null,
    explanation     text        not null,
    evidence        jsonb       not null,
    -- receipt and NIK under the content keyset, gone some time after the end
    sealed          bytea,
    state           text        not null,
    version         int         not null,
    new_answer      text,
    new_leaf        uuid,
    proposal_id     uuid,
    raised_at       timestamptz not null,
    ended_at        timestamptz,
    check ((batch_id is null) = (list_row is null)),
    check ((state = 'CHANGED') = (new_answer is not null and new_leaf is not null))
);
create unique index dispute_open on dispute (receipt_leaf, coalesce(list_row, 0)) where state in ('RAISED', 'UNDER_REVIEW');
create index dispute_newest on dispute (raised_at desc, id desc);

-- Who did what when, and what opens the step's leaf.
create table dispute_step (
    dispute_id uuid        not null references dispute,
    version    int         not null,
    state      text        not null,
    party      text        not null,
    actor      text        not null,
    officer    text,
    at         timestamptz not null,
    note       text        not null,
    leaf       uuid        not null,
    salt       bytea       not null,
    record     text        not null,
    primary key (dispute_id, version)
);

-- A write is done once: the same key of the same caller for the same request only.
create table dispute_write (
    party           text  not null,
    actor           text  not null,
    idempotency_key text  not null,
    request_sha256  bytea not null,
    dispute_id      uuid  not null references dispute,
    primary key (party, actor, idempotency_key)
);
