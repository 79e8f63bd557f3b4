-- The answers of all writes are kept here now, so that each is given again as it was.
alter table acting_once
    add column status   int not null default 200,
    add column location text,
    add column etag     text;

-- Keys that registers and records remembered themselves stay used: sent again they are refused, never done twice. case_key is no longer
-- written and goes with the release after the next.
insert into acting_once (party, idempotency_key, request_sha256, answer)
select party, key, body_sha256, '' from case_key
on conflict do nothing;
insert into acting_once (party, idempotency_key, request_sha256, answer)
select party, idempotency_key, decode(request_sha256, 'hex'), '' from official_record
on conflict do nothing;
