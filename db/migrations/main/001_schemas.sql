-- The wings' schemas, and the three functions by which a migration says what a table is:
-- annotate (personal data: who owns it, what for, how long, how it goes), lookup_table and reference_table
-- (the two kinds of table that are not distributed by customer).

create schema keep;
create schema fact;
create schema office;

grant usage on schema keep to rapport_keep;
grant usage on schema fact to rapport_keep, rapport_office, rapport_analyst;
grant usage on schema office to rapport_office, rapport_keep;

create table public.annotation (
  table_name text not null,
  column_name text not null,
  category text not null check (category in ('contact', 'content', 'sensitive', 'profile', 'pseudonym', 'record')),
  purposes text[] not null,
  retention text not null,
  erase text not null,
  export boolean not null,
  third_party text not null check (third_party in ('no', 'masked')),
  primary key (table_name, column_name)
);

create table public.table_kind (
  table_name text primary key,
  kind text not null check (kind in ('lookup', 'reference'))
);

grant select on public.annotation, public.table_kind to rapport_keep;

create function public.annotate(tbl text, columns text[], category text, purposes text[], retention text, erase text, export text, third_party text)
returns void language sql set search_path = pg_catalog, pg_temp as $$
  insert into public.annotation
  select tbl, c, category, purposes, retention, erase, export = 'yes', third_party from unnest(columns) c
  on conflict (table_name, column_name) do update set category = excluded.category, purposes = excluded.purposes,
    retention = excluded.retention, erase = excluded.erase, export = excluded.export, third_party = excluded.third_party
$$;

create function public.lookup_table(tbl text) returns void language sql set search_path = pg_catalog, pg_temp as $$
  insert into public.table_kind values (tbl, 'lookup') on conflict do nothing
$$;

create function public.reference_table(tbl text) returns void language sql set search_path = pg_catalog, pg_temp as $$
  insert into public.table_kind values (tbl, 'reference') on conflict do nothing
$$;

revoke execute on function public.annotate, public.lookup_table, public.reference_table from public;
