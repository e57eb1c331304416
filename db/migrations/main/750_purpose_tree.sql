-- Purposes as a tree (DPV 2.3): a purpose may be part of a wider one. What is above each stands ready, nearest first, so that a decision reads
-- one row; it is computed again, all at once, whenever the register changes.

create table keep.purpose_tree (
  purpose text primary key,
  above text[] not null
);
select reference_table('keep.purpose_tree');
grant select on keep.purpose_tree to rapport_keep;

-- Retired ones keep their place: what somebody said of a wider purpose still holds for its parts.
create function keep.purpose_tree_anew() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  delete from keep.purpose_tree where true;
  insert into keep.purpose_tree (purpose, above)
  with recursive now as (
    select distinct on (purpose) purpose, parent from keep.purpose order by purpose, version desc
  ), up as (
    select purpose, parent as above, 1 as steps from now where parent is not null and parent <> purpose
    union
    select up.purpose, now.parent, up.steps + 1 from up join now on now.purpose = up.above
    where now.parent is not null and now.parent <> up.purpose and up.steps < 21
  )
  select now.purpose, coalesce((select array_agg(a.above order by a.steps) from (select above, min(steps) as steps from up where up.purpose = now.purpose group by above) a), '{}')
  from now;
  return null;
end $$;
revoke execute on function keep.purpose_tree_anew from public;

-- No purpose stands under itself, at whatever distance, nor under one that is not in use; and none is retired while others in use are part of it.
create function keep.purpose_in_tree() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  at text := new.parent;
  steps int := 0;
  part text;
begin
  perform pg_advisory_xact_lock(hashtext('keep.purpose'));
  if new.retired then
    select p.purpose into part from (select distinct on (purpose) purpose, parent, retired from keep.purpose order by purpose, version desc) p
    where p.parent = new.purpose and p.purpose <> new.purpose and not p.retired order by 1 limit 1;
    if part is not null then
      raise exception 'The purpose "%" is part of this one. Put it elsewhere or retire it first.', part using errcode = 'check_violation', constraint = 'purpose_in_tree';
    end if;
    return new;
  end if;
  while at is not null loop
    steps := steps + 1;
    if at = new.purpose or steps > 20 then
      raise exception 'A purpose cannot stand under itself.' using errcode = 'check_violation', constraint = 'purpose_in_tree';
    end if;
    select p.parent into at from (select parent, retired from keep.purpose where purpose = at order by version desc limit 1) p where not p.retired;
    if not found then
      raise exception 'There is no such purpose in use to be part of.' using errcode = 'check_violation', constraint = 'purpose_in_tree';
    end if;
  end loop;
  return new;
end $$;
revoke execute on function keep.purpose_in_tree from public;

create trigger purpose_in_tree before insert on keep.purpose for each row execute function keep.purpose_in_tree();
create trigger purpose_tree after insert on keep.purpose for each statement execute function keep.purpose_tree_anew();

-- Of what stands already; the next change of the register computes it anew.
insert into keep.purpose_tree (purpose, above)
with recursive now as (
  select distinct on (purpose) purpose, parent from keep.purpose order by purpose, version desc
), up as (
  select purpose, parent as above, 1 as steps from now where parent is not null and parent <> purpose
  union
  select up.purpose, now.parent, up.steps + 1 from up join now on now.purpose = up.above
  where now.parent is not null and now.parent <> up.purpose and up.steps < 21
)
select now.purpose, coalesce((select array_agg(a.above order by a.steps) from (select above, min(steps) as steps from up where up.purpose = now.purpose group by above) a), '{}')
from now;
