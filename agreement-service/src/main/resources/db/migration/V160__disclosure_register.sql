-- The register of disclosures (Ps 9), made for two questions: what went out in this period under this clause, and what did this token,
-- person, client or key see. Who and what repeat endlessly, so they are rows of their own and a disclosure is narrow.
create table disclosure_who (
    id          int generated always as identity primary key,
    party       text not null,
    client      text not null,
    actor       text not null,
    officer     text,
    signing_key text,
    unique nulls not distinct (party, client, actor, officer, signing_key)
);

create table disclosure_what (
    id           int generated always as identity primary key,
    service      text   not null,
    kind         text   not null,
    agreement_id text   not null,
    version      text   not null,
    clause       text,
    purpose      text,
    programme    text,
    dataset      text   not null,
    -- who holds the data: what a party sees of the register hangs on it
    holder       text,
    elements     text[] not null,
    unique nulls not distinct (service, kind, agreement_id, version, clause, purpose, programme, dataset, holder, elements)
);

create table disclosure (
    -- given by the service that disclosed: an event that comes again changes nothing
    id         uuid        primary key,
    at         timestamptz not null,
    who        int         not null references disclosure_who (id),
    what       int         not null references disclosure_what (id),
    subjects   bigint      not null check (subjects >= 0),
    first_leaf bigint      not null check (first_leaf >= 0),
    last_leaf  bigint      not null check (last_leaf >= first_leaf),
    token      text,
    reference  text
);
create index disclosure_at on disclosure (at, id);
create index disclosure_who_at on disclosure (who, at, id);
create index disclosure_token on disclosure (token) where token is not null;
-- pattern ops: a list is asked for with all that belongs to it
create index disclosure_reference on disclosure (reference text_pattern_ops) where reference is not null;

-- How far the topic has been read; in the transaction of the rows.
create table disclosure_place (
    partition   int    primary key,
    next_offset bigint not null
);

-- Answers to writes that carried an Idempotency-Key.
create table acting_once (
    party           text        not null,
    idempotency_key text        not null,
    request_sha256  bytea       not null,
    answer          text        not null,
    at              timestamptz not null default clock_timestamp(),
    primary key (party, idempotency_key)
);
