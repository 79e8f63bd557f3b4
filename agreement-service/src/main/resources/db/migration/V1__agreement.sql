-- One row per agreement; locked while a version is stored, so that revisions have one order whichever instance stores.
create table agreement (
    id         text primary key,
    -- rises with every stored change; gates compare it with what heartbeats name
    revision   bigint      not null,
    changed_at timestamptz not null
);

-- Every version ever stored. Valid time is effective_from, knowledge time known_from until superseded_at:
-- a version to come that a later one replaces never takes effect.
create table agreement_version (
    agreement_id   text        not null references agreement (id),
    version        text        not null,
    sequence       int         not null,
    -- as the file says; effective_from is later when the file's moment was past or too near
    declared_from  timestamptz not null,
    effective_from timestamptz not null,
    known_from     timestamptz not null,
    superseded_at  timestamptz,
    -- json, not jsonb: keeps the text as it was signed off
    document       json        not null,
    -- of the file's bytes, hex
    sha256         text        not null check (sha256 ~ '^[0-9a-f]{64}$'),
    file_name      text        not null,
    primary key (agreement_id, version),
    unique (agreement_id, sequence)
);

-- The last refusal per file, until a good version comes from that file.
create table refused_file (
    file_name    text primary key,
    agreement_id text,
    sha256       text        not null,
    refused_at   timestamptz not null,
    findings     jsonb       not null
);
