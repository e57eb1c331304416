-- Erasing one kind of what is held, or a span of time (docs/decisions/0772): which rows belong to which kind, when each happened, and where
-- they stand aside until nobody can take it back any more.

-- Like annotations: what a table holds of a kind. `rows`: which of its rows, `at`: when one happened (null: it has no time of its own); both speak of
-- the row as t. Taken in the order of `place`, those that lead to others first.
create table public.erase_part (
  part text not null check (part in ('health', 'interests', 'interactions', 'files', 'messages')),
  table_name text not null,
  place int not null,
  rows text not null default 'true',
  at text,
  primary key (part, table_name)
);
grant select on public.erase_part to rapport_keep;

create function public.erase_part(part text, tbl text, place int, at text, rows text default 'true') returns void language sql set search_path = pg_catalog, pg_temp as $$
  insert into public.erase_part (part, table_name, place, rows, at) values (part, tbl, place, rows, at)
  on conflict on constraint erase_part_pkey do update set place = excluded.place, rows = excluded.rows, at = excluded.at
$$;
revoke execute on function public.erase_part(text, text, int, text, text) from public;

-- The second in which an interaction happened stands in its number (platform/ids).
create function public.time_in_number(id bigint) returns timestamptz language sql immutable set search_path = pg_catalog, pg_temp as $$
  select to_timestamp((id / 2097152) + 946684800)
$$;
revoke execute on function public.time_in_number(bigint) from public;
grant execute on function public.time_in_number(bigint) to rapport_keep;

select erase_part('health', 'keep.vault', 10, 't.at', $$t.category = 'sensitive'$$);
select erase_part('health', 'keep.content', 11, $$case when t.kind = 'interaction' then public.time_in_number(t.id) end$$, $$t.category = 'sensitive'$$);
select erase_part('health', 'fact.interaction', 22, 't.at', 't.sealed');
select erase_part('interests', 'keep.need_answer', 12, 't.at');
select erase_part('interests', 'keep.need', 13, 't.said_at');
select erase_part('interests', 'keep.personal', 14, 't.at');
select erase_part('interests', 'fact.trait', 15, 't.at');
select erase_part('interests', 'office.customer_tag', 16, 't.at');
select erase_part('interactions', 'fact.interaction_item', 20, 'public.time_in_number(t.interaction_id)');
select erase_part('interactions', 'keep.content', 11, $$case when t.kind = 'interaction' then public.time_in_number(t.id) end$$, $$t.kind = 'interaction'$$);
select erase_part('interactions', 'fact.interaction', 22, 't.at');
select erase_part('interactions', 'office.value_class', 23, 't.computed_at');
select erase_part('files', 'keep.file_chunk', 30, '(select f.at from keep.file f where f.customer_id = t.customer_id and f.id = t.file_id)');
select erase_part('files', 'keep.file', 31, 't.at');
-- What is under way keeps its row: it is decided anew before it goes.
select erase_part('messages', 'keep.message', 41, 't.queued_at', $$t.state in ('sent', 'failed', 'unknown', 'dropped')$$);

-- Rows that are to go stand here, where nothing looks, until their day: as they were, their words sealed as before.
create sequence keep.aside_seq;
create table keep.set_aside (
  customer_id bigint not null,
  aside_id bigint not null default nextval('keep.aside_seq'),
  erasure_id bigint not null,
  table_name text not null,
  said jsonb not null,
  primary key (customer_id, aside_id)
);
create index set_aside_erasure on keep.set_aside (erasure_id);
select annotate('keep.set_aside', '{aside_id,erasure_id,table_name}', 'record', '{service}', 'P30D', 'row', 'no', 'no');
select annotate('keep.set_aside', '{said}', 'sensitive', '{service}', 'P30D', 'row', 'no', 'no');
grant select, insert, delete on keep.set_aside to rapport_keep;
grant usage on sequence keep.aside_seq to rapport_keep;

-- One whole erasure of somebody at a time; of kinds and spans as many as they ask for.
drop index keep.erasure_open;
create unique index erasure_open on keep.erasure (customer_id) where state in ('waiting', 'erasing') and covers ? 'all';

-- Puts back what stands aside of one that is taken back; what leads to others last taken comes first. Only rows of the tables named above, and only
-- while it waits: so the keep needs no right to write in tables of the office. Gives how many rows.
create function keep.put_back(erasure bigint) returns bigint language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  each record;
  columns text;
  n bigint;
  back bigint := 0;
begin
  if not exists (select from keep.erasure e where e.erasure_id = erasure and e.state = 'waiting') then
    raise exception 'it does not wait any more' using errcode = 'check_violation';
  end if;
  for each in select p.table_name, max(p.place) as place from public.erase_part p group by 1 order by 2 desc loop
    select string_agg(quote_ident(a.attname), ', ') into columns from pg_attribute a
      where a.attrelid = each.table_name::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attidentity = '';
    execute format('insert into %s (%s) select %s from keep.set_aside s, jsonb_populate_record(null::%s, s.said) r where s.erasure_id = $1 and s.table_name = $2 on conflict do nothing',
      each.table_name::regclass, columns, (select string_agg('r.' || quote_ident(a.attname), ', ') from pg_attribute a
        where a.attrelid = each.table_name::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attidentity = ''), each.table_name::regclass)
      using erasure, each.table_name;
    get diagnostics n = row_count;
    back := back + n;
  end loop;
  delete from keep.set_aside s where s.erasure_id = erasure;
  return back;
end
$$;
revoke execute on function keep.put_back(bigint) from public;
grant execute on function keep.put_back(bigint) to rapport_keep;

-- Proof of consent of whoever was erased whole; of whoever had only a part erased it stays while they are here.
create or replace function keep.sweep_proofs(most int) returns bigint language sql security definer set search_path = pg_catalog, pg_temp as $$
  with past as (
    select distinct m as customer_id from keep.erasure e cross join unnest(e.members) m
    where e.state = 'done' and e.covers ? 'all' and e.ended_at < current_timestamp - interval '3 years'
      and (exists (select from keep.consent_event c where c.customer_id = m) or exists (select from keep.proof p where p.customer_id = m)) limit least(most, 1000)),
  files as (delete from keep.proof p using past where p.customer_id = past.customer_id returning 1),
  gone as (delete from keep.consent_event c using past where c.customer_id = past.customer_id returning 1)
  select (select count(*) from gone) + (select count(*) from files)
$$;
