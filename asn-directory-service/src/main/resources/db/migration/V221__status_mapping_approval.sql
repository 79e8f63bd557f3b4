-- A mapping is proposed by one officer of BKN and put in force by another.
alter table status_mapping
    add column state text not null default 'APPROVED' check (state in ('PROPOSED', 'APPROVED', 'REFUSED')),
    add column decided_by text,
    add column decided_at timestamptz;

comment on column status_mapping.installed_by is 'who proposed it';
comment on column status_mapping.installed_at is 'when it was proposed';

create unique index status_mapping_one_proposal on status_mapping (state) where state = 'PROPOSED';
