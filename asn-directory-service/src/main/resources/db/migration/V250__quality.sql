-- Data quality (domain.md 7.4), computed set-wise over the register and stored per run; nothing is computed when somebody asks.
create table quality_run (
    no          bigint generated always as identity primary key,
    state       text not null check (state in ('RUNNING', 'COMPLETED', 'FAILED')),
    current     boolean not null default false,
    started_by  text not null,
    -- the day (Asia/Jakarta) as of which dates are past
    as_of       date not null,
    -- extraction date of the latest complete import
    data_date   date,
    records     bigint,
    valid_nik   bigint,
    started_at  timestamptz not null default clock_timestamp(),
    finished_at timestamptz
);
create unique index quality_run_current on quality_run (current) where current;

-- The indicators of the running version, so that SQL can name what a bit means.
create table quality_indicator (
    bit      int primary key,
    code     text not null unique,
    -- whether the current run could tell it
    measured boolean not null,
    -- annex elements concerned; I for class I
    elements text[] not null,
    -- members of evidence
    fields   text[] not null
);

-- All records with the bits of their anomalies; evidence holds the values concerned, never a NIK. A partition a run, made by it in one go.
create table quality_record (
    run        bigint,
    record_no  bigint,
    agency     text,
    in_scope   boolean,
    indicators bigint,
    evidence   jsonb
) partition by list (run);

-- Per agency: all records, and those of them in Kemnaker's scope. The row without indicator counts the records.
create table quality_count (
    run       bigint not null references quality_run,
    agency    text not null,
    indicator text not null,
    total     bigint not null,
    in_scope  bigint not null,
    primary key (run, agency, indicator)
);

-- An anomaly a row, of the current run: what correction lists are made from.
create view quality_anomaly as
select q.run, q.record_no, i.bit, i.code as indicator, i.elements, q.agency, q.in_scope,
       (select jsonb_object_agg(f, q.evidence -> f) from unnest(i.fields) f where q.evidence ? f) as evidence
  from quality_record q
  join quality_run r on r.no = q.run and r.current
  join quality_indicator i on (q.indicators >> i.bit) & 1 = 1
 where q.indicators <> 0;

-- What share of the register has a valid NIK, as it is published with the status mapping.
create table register_coverage (
    one_row    boolean primary key default true check (one_row),
    records    bigint not null,
    valid_nik  bigint not null,
    counted_at timestamptz not null
);
