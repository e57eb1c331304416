-- Lists that somebody saved: how they are filtered, sorted and shown. Nothing of any customer stands here, and a title is a word of
-- the company.
create table office.view (
  view_id bigint primary key,
  title text not null check (char_length(title) between 1 and 80),
  made_by bigint not null,
  shared text not null check (shared in ('private', 'everybody', 'roles')),
  roles text[] not null default '{}',
  shown jsonb not null,            -- filter, sort, columns, density
  version int not null,
  changed_at timestamptz not null,
  changed_by bigint not null
);
create index view_made_by on office.view (made_by);
select reference_table('office.view');

-- Which view whoever has a role begins with: one at most.
create table office.view_default (
  role text primary key,
  view_id bigint not null references office.view on delete cascade
);
select reference_table('office.view_default');

grant select, insert, update, delete on office.view, office.view_default to rapport_office;
