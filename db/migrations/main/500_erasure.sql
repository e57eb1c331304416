-- Erasing a customer whole (docs/decisions/0500): what was asked, by whom and how far it is; what went, counted; and which rows go with
-- somebody, read from the annotations.

create table keep.erasure (
  customer_id bigint not null,     -- who it was: a number that leads to nobody once it is done
  erasure_id bigint not null,
  covers jsonb not null check (jsonb_typeof(covers) = 'object'),  -- {"all": true}
  reason text not null check (reason in ('request', 'retention', 'mistake')),
  evidence_kind text not null check (evidence_kind in ('portal', 'mail', 'letter', 'phone', 'in_person', 'none')),
  evidence bytea,                  -- where the request is filed, sealed under a key of the installation
  by_id bigint not null,
  by_role text not null,
  asked_at timestamptz not null,
  due_at timestamptz not null,     -- until then it can be taken back
  state text not null check (state in ('waiting', 'erasing', 'done', 'taken_back')),
  step text,                       -- what is to be done next
  waits_for text check (waits_for in ('import', 'writers')),
  stood jsonb not null,            -- how each card stood before, to be put back when it is taken back
  members bigint[] not null default '{}',
  after_xid xid8,                  -- who began to write before this may still write about them
  moved_at timestamptz not null,
  ended_at timestamptz,
  ended_by bigint,
  statement bigint,                -- its place in the log: keep.log_place
  primary key (customer_id, erasure_id),
  check ((state = 'erasing') = (step is not null)),
  check ((state in ('done', 'taken_back')) = (ended_at is not null))
);
create index erasure_id on keep.erasure (erasure_id);
create unique index erasure_open on keep.erasure (customer_id) where state in ('waiting', 'erasing');
create index erasure_due on keep.erasure (due_at) where state in ('waiting', 'erasing');
create index erasure_ended on keep.erasure (ended_at) where state = 'done';
select annotate('keep.erasure', '{erasure_id,covers,reason,evidence_kind,evidence,by_id,by_role,asked_at,due_at,state,step,waits_for,stood,members,after_xid,moved_at,ended_at,ended_by,statement}',
  'record', '{any}', 'P10Y', 'keep:proof of erasure', 'yes', 'no');

-- How many rows of what went, added up in the transaction that took them: the certificate counts nothing twice, wherever it was broken off.
create table keep.erasure_gone (
  customer_id bigint not null,
  erasure_id bigint not null,
  part text not null,              -- a table, or what is no row
  gone bigint not null check (gone > 0),
  primary key (customer_id, erasure_id, part)
);
select annotate('keep.erasure_gone', '{erasure_id,part,gone}', 'record', '{any}', 'P10Y', 'keep:proof of erasure', 'yes', 'no');
grant select, insert, update on keep.erasure, keep.erasure_gone to rapport_keep;

-- The certificate of an erasure is a statement of the log.
alter table keep.log_statement drop constraint log_statement_kind_check;
alter table keep.log_statement add constraint log_statement_kind_check check (kind in ('heads', 'gone', 'erasure'));

-- Links of messages are found by whose they are.
create index link_customer on keep.link (customer_id);

-- Rows that go with a customer: those under their number, and those of others that name them. A table goes whole, or not at all when one of
-- its columns stays. `how` is its own way when it has one: a row:… that names what takes it.
create function public.erasable() returns table (name text, by_column text, how text) language sql stable set search_path = pg_catalog, pg_temp as $$
  select t.name, a.attname::text, coalesce((select min(n.erase) from public.annotation n where n.table_name = t.name and n.erase like 'row:%'), 'row')
  from (select n.nspname || '.' || c.relname as name, c.oid from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('keep', 'fact', 'office') and c.relkind in ('r', 'p')
      and exists (select from pg_attribute own where own.attrelid = c.oid and own.attname = 'customer_id' and not own.attisdropped)) t
  join pg_attribute a on a.attrelid = t.oid and a.attname in ('customer_id', 'other_id') and not a.attisdropped
  where not exists (select from public.annotation n where n.table_name = t.name and n.erase like 'keep:%')
  order by 1, 2
$$;
revoke execute on function public.erasable from public;
grant execute on function public.erasable to rapport_keep;

-- Proof of consent outlives an erasure by three years, whatever is asked: the bound is the database's own. Gives how many rows went.
create function keep.sweep_proofs(most int) returns bigint language sql security definer set search_path = pg_catalog, pg_temp as $$
  with past as (
    select distinct m as customer_id from keep.erasure e cross join unnest(e.members) m
    where e.state = 'done' and e.ended_at < current_timestamp - interval '3 years'
      and exists (select from keep.consent_event c where c.customer_id = m) limit least(most, 1000)),
  gone as (delete from keep.consent_event c using past where c.customer_id = past.customer_id returning 1)
  select count(*) from gone
$$;
revoke execute on function keep.sweep_proofs from public;
grant execute on function keep.sweep_proofs to rapport_keep;
