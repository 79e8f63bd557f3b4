-- Incidents (Ps 9(6)-(9), UU 27/2022 Art. 46). The other party sees one from the moment it is told.
create table incident (
    id             uuid        primary key,
    agreement_id   text        not null,
    party          text        not null,
    title          text        not null,
    description    text        not null,
    drill          boolean     not null,
    -- party at which it happened, as far as known (Ps 9(6), 9(9))
    source_party   text,
    detected_at    timestamptz not null,
    recorded_at    timestamptz not null,
    recorded_by    text        not null,
    told_at        timestamptz,
    closed_at      timestamptz,
    closed_by      text,
    conclusion     text,
    -- the last blast radius, for the notices
    radius         jsonb
);
create index incident_open on incident (detected_at) where told_at is null and closed_at is null;

create table incident_notice (
    id        uuid        primary key,
    incident  uuid        not null references incident (id),
    recipient text        not null check (recipient in ('OTHER_PARTY', 'AUTHORITY', 'SUBJECTS')),
    -- a party's id for OTHER_PARTY
    addressee text        not null,
    contact   text        not null,
    text_id   text        not null,
    text_en   text        not null,
    sent_at   timestamptz not null,
    sent_by   text        not null,
    late      boolean     not null,
    leaf      uuid        not null,
    unique (incident, recipient, addressee)
);
