-- Every backup that was begun: so that doctor and the health page know of it wherever it was written. It stays out of backups.
create table public.backup (
  backup_id bigint generated always as identity primary key,
  what text not null check (what in ('all', 'keys')),
  place text not null,                                  -- the folder, on the machine that made it
  began_at timestamptz not null,
  ended_at timestamptz,                                 -- null: under way, or cut short
  ok boolean not null default false,
  bytes bigint,
  why text,                                             -- why it failed
  check (not ok or (ended_at is not null and bytes is not null))
);
create index backup_began on public.backup (began_at desc);
grant select (what, began_at, ended_at, ok, bytes) on public.backup to rapport_office;
