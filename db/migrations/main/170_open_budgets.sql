-- Spends the open budgets of many actors in one statement. For each, in the order of their names: those of its customers
-- opened since `since` cost nothing; else its budget is locked, and either all of them are noted as opened or none.
-- `customers` holds an array each, as PostgreSQL writes it. Gives how many others each had opened, and how many it may.
create function keep.spend_open_budgets(kinds text[], ids bigint[], customers text[], spent_at timestamptz, since timestamptz, base int)
returns table (nth int, others int, allowed int) language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  spender record;
  wanted bigint[];
begin
  -- The receipt waits for the disk, this need not: a crash of PostgreSQL gives back what was spent in its last moment.
  perform set_config('synchronous_commit', 'off', true);
  for spender in select u.kind, u.id, u.who, u.n from unnest(kinds, ids, customers) with ordinality as u(kind, id, who, n) order by u.kind, u.id, u.n loop
    wanted := spender.who::bigint[];
    nth := spender.n;
    others := 0;
    allowed := cardinality(wanted);
    if (select count(*) from keep.opened o where o.actor_kind = spender.kind and o.actor_id = spender.id and o.customer_id = any(wanted) and o.at > since) < cardinality(wanted) then
      perform pg_advisory_xact_lock(hashtextextended('budget ' || spender.kind || ' ' || spender.id, 0));
      select count(*) into others from keep.opened o
        where o.actor_kind = spender.kind and o.actor_id = spender.id and o.at > since and not o.customer_id = any(wanted);
      select base + coalesce(sum(r.persons), 0) into allowed from keep.budget_request r
        where r.staff_id = case when spender.kind = 'staff' then spender.id else -1 end and r.kind = 'open' and r.approved_at is not null and r.until > spent_at;
      if others + cardinality(wanted) <= allowed then
        insert into keep.opened as o (actor_kind, actor_id, customer_id, at) select spender.kind, spender.id, c, spent_at from unnest(wanted) c
          on conflict (actor_kind, actor_id, customer_id) do update set at = excluded.at where o.at <= since;
      end if;
    end if;
    return next;
  end loop;
end $$;
revoke execute on function keep.spend_open_budgets from public;
grant execute on function keep.spend_open_budgets to rapport_keep;
