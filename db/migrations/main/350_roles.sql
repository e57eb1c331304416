-- Roles: what the staff may do. The five built-in ones get their rights from the software; a company makes others, each change a version.

create table keep.role (
  role text primary key check (role ~ '^[a-z][a-z0-9_-]{0,39}$'),
  built_in boolean not null,
  retired_at timestamptz,          -- nobody has it, and nobody can be given it any more
  check (not built_in or retired_at is null)
);
select reference_table('keep.role');
insert into keep.role (role, built_in) values ('admin', true), ('privacy', true), ('marketer', true), ('clerk', true), ('analyst', true);

create table keep.role_version (
  role text not null references keep.role,
  version int not null check (version > 0),
  title jsonb not null check (title ? 'en' and title ? 'ru'),
  abilities text[] not null,       -- src/platform/http/abilities.ts
  sees text[] not null check (sees <@ '{contact,profile,content,sensitive}'::text[]),
  changes text[] not null check (changes <@ sees),
  scope text not null check (scope in ('all', 'own')),  -- work and figures of all units, or of one's own
  made_at timestamptz not null,
  by_id bigint not null,
  primary key (role, version)
);
select reference_table('keep.role_version');

-- A built-in role has no version of a company's own.
create function keep.own_role_only() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if exists (select from keep.role where role = new.role and (built_in or retired_at is not null)) then
    raise exception 'the role % cannot be changed', new.role using errcode = 'check_violation';
  end if;
  return new;
end $$;
revoke execute on function keep.own_role_only from public;
create trigger own_role_only before insert on keep.role_version for each row execute function keep.own_role_only();

alter table keep.staff drop constraint staff_role_check;
alter table keep.staff add constraint staff_role_known foreign key (role) references keep.role;

-- Who was given which role and units, when and by whom.
create table keep.staff_change (
  change_id bigint primary key,
  staff_id bigint not null references keep.staff,
  at timestamptz not null,
  role text not null,
  units text[] not null,
  status text not null check (status in ('active', 'dismissed')),
  by_id bigint                     -- null: the set-up
);
create index staff_change_staff on keep.staff_change (staff_id, change_id);
select reference_table('keep.staff_change');

grant select, insert on keep.role_version, keep.staff_change to rapport_keep;
grant select, insert on keep.role to rapport_keep;
grant update (retired_at) on keep.role to rapport_keep;
alter table keep.unit add column retired_at timestamptz;      -- offered no more; what it has stays its
