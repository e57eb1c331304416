-- What people and programs of the company did, as codes and figures: who, what, to what, when, from where. Nobody's name, address
-- or words stand in it. It can be added to and read; the keep's role cannot change or delete a row, so whoever has taken the keep
-- over cannot cover their tracks here.
create table keep.audit (
  audit_id bigint generated always as identity primary key,
  at timestamptz not null,
  by_kind text not null check (by_kind in ('staff', 'api', 'service', 'ai', 'customer', 'nobody')),
  by_id bigint,
  by_role text,
  act text not null check (act ~ '^[a-z]+\.[a-z_]+$'),
  subject_kind text check (subject_kind ~ '^[a-z]+$'),
  subject_id bigint,               -- of a customer: their number, which leads to nobody once they are erased
  facts jsonb not null check (jsonb_typeof(facts) = 'object' and length(facts::text) <= 2000),
  device text,                     -- a class such as "Firefox, Linux", never the whole string
  network bytea,                   -- a keyed digest of the network, so that the same one is known again
  check ((subject_kind is null) = (subject_id is null)),
  check ((by_kind = 'nobody') = (by_id is null))
);
create index audit_at on keep.audit (at desc, audit_id desc);
create index audit_by on keep.audit (by_kind, by_id, at desc);
create index audit_subject on keep.audit (subject_kind, subject_id, at desc) where subject_kind is not null;
select reference_table('keep.audit');
grant select, insert on keep.audit to rapport_keep;

-- What is older than three years goes, and nothing younger, whatever is asked: the bound is the database's own.
create function keep.sweep_audit(most int) returns bigint language sql security definer set search_path = pg_catalog, pg_temp as $$
  with gone as (
    delete from keep.audit where audit_id in (select audit_id from keep.audit where at < current_timestamp - interval '3 years' order by at limit least(most, 100000))
    returning 1)
  select count(*) from gone
$$;
revoke execute on function keep.sweep_audit from public;
grant execute on function keep.sweep_audit to rapport_keep;
