-- The company's own site: the origins whose pages may show the preference centre in a frame. Each change is a row; the newest holds.
create table keep.site (
  version int primary key check (version > 0),
  origins text[] not null check (cardinality(origins) <= 20),
  at timestamptz not null,
  by_kind text not null,
  by_id bigint not null
);
select reference_table('keep.site');
grant select, insert on keep.site to rapport_keep;
