-- How many persons each actor opened in each minute: the sum over an hour's whole minutes, with those opened in the minute that an
-- hour ago cuts in two, is what of an open budget is spent. So at most sixty rows are added up, not three hundred counted.
create table keep.opened_minute (
  actor_kind text not null,
  actor_id bigint not null,
  minute timestamptz not null,
  persons int not null check (persons > 0),
  primary key (actor_kind, actor_id, minute)
) with (fillfactor = 50);                                 -- a minute's row is counted up in place
select lookup_table('keep.opened_minute');
grant select, insert, update, delete on keep.opened_minute to rapport_keep;

insert into keep.opened_minute select actor_kind, actor_id, date_trunc('minute', at, 'UTC'), count(*) from keep.opened group by 1, 2, 3;

-- Spends the open budgets of many actors in one statement. For each, in the order of their names, its budget is locked; those of
-- its customers opened since `since` cost nothing, and either all others are noted as opened or none. `customers` holds an array
-- each, as PostgreSQL writes it. Gives how many others each had opened, how many it may, and since when the first of these
-- customers has been open (null when refused). Tables are looked up by key, also where a plan was made while they were empty.
drop function keep.spend_open_budgets;
create function keep.spend_open_budgets(kinds text[], ids bigint[], customers text[], spent_at timestamptz, since timestamptz, base int)
returns table (nth int, others int, allowed int, first_at timestamptz) language plpgsql
set search_path = pg_catalog, pg_temp set enable_seqscan = off as $$
declare
  spender record;
  wanted bigint[];
  again int;
  whole timestamptz := date_trunc('minute', since + interval '1 minute - 1 microsecond', 'UTC'); -- the first minute that began no earlier
begin
  -- The receipt waits for the disk, this need not: a crash of PostgreSQL gives back what was spent in its last moment.
  perform set_config('synchronous_commit', 'off', true);
  for spender in select u.kind, u.id, u.who, u.n from unnest(kinds, ids, customers) with ordinality as u(kind, id, who, n) order by u.kind, u.id, u.n loop
    wanted := spender.who::bigint[];
    nth := spender.n;
    others := 0;
    allowed := cardinality(wanted);
    perform pg_advisory_xact_lock(hashtextextended('budget ' || spender.kind || ' ' || spender.id, 0));
    select count(*), min(o.at) into again, first_at from keep.opened o
      where o.actor_kind = spender.kind and o.actor_id = spender.id and o.customer_id = any(wanted) and o.at > since;
    if again < cardinality(wanted) then
      select coalesce(sum(m.persons), 0) - again into others from keep.opened_minute m
        where m.actor_kind = spender.kind and m.actor_id = spender.id and m.minute >= whole;
      select others + count(*) into others from keep.opened o
        where o.actor_kind = spender.kind and o.actor_id = spender.id and o.at > since and o.at < whole;
      allowed := base;
      if others + cardinality(wanted) > base and spender.kind = 'staff' then
        select base + coalesce(sum(r.persons), 0) into allowed from keep.budget_request r
          where r.staff_id = spender.id and r.kind = 'open' and r.approved_at is not null and r.until > spent_at;
      end if;
      if others + cardinality(wanted) <= allowed then
        insert into keep.opened as o (actor_kind, actor_id, customer_id, at) select spender.kind, spender.id, c, spent_at from unnest(wanted) c
          on conflict (actor_kind, actor_id, customer_id) do update set at = excluded.at where o.at <= since;
        insert into keep.opened_minute as m (actor_kind, actor_id, minute, persons)
          values (spender.kind, spender.id, date_trunc('minute', spent_at, 'UTC'), cardinality(wanted) - again)
          on conflict (actor_kind, actor_id, minute) do update set persons = m.persons + excluded.persons;
        first_at := least(first_at, spent_at);
      else
        first_at := null;
      end if;
    end if;
    return next;
  end loop;
end $$;
revoke execute on function keep.spend_open_budgets from public;
grant execute on function keep.spend_open_budgets to rapport_keep;
