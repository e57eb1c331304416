-- Whoever is a child, whose guardian said something or is one no more: the office counts on them by what is published (fact.reach, fact.objection), and that
-- is made anew soon after, whichever road it came by (docs/decisions/0802).
create table keep.reach_due (
  customer_id bigint primary key
);
grant select, insert, delete on keep.reach_due to rapport_keep;

create function keep.reach_falls_due() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
declare whose record;
begin
  if tg_op = 'DELETE' then whose := old; else whose := new; end if;
  -- Whoever is being erased is counted on no more.
  insert into keep.reach_due (customer_id) select customer_id from keep.customer c where c.customer_id = whose.customer_id and c.status <> 'erased' on conflict do nothing;
  return null;
end $$;
revoke execute on function keep.reach_falls_due from public;

create trigger reach_of_child after insert or delete or update of consents_from on keep.child for each row execute function keep.reach_falls_due();
create trigger reach_of_ward after insert or delete or update on keep.guardian_yes for each row execute function keep.reach_falls_due();
create trigger reach_of_guarded after insert or update on keep.relation for each row when (new.kind = 'guardian') execute function keep.reach_falls_due();
create trigger reach_of_unguarded after delete or update on keep.relation for each row when (old.kind = 'guardian') execute function keep.reach_falls_due();

insert into keep.reach_due select customer_id from keep.child;
