-- Computed traits (docs/decisions/0988): a figure or a word about a customer, counted from facts by a definition that people can read.

create table office.trait (
  trait text primary key check (trait ~ '^[a-z][a-z0-9_]{0,62}$'),  -- how rules name it: it never means another one
  title jsonb not null,
  definition jsonb not null,
  type text not null check (type in ('number', 'money', 'code', 'days')),
  version int not null default 1,
  made_by bigint not null,
  created_at timestamptz not null,
  changed_at timestamptz,          -- the definition; null: as it was made
  changed_by bigint,
  compared_at timestamptz,         -- when all that is kept of it was last compared with the copy for analysis
  differing int not null default 0,
  deleted_at timestamptz
);
select reference_table('office.trait');

-- Definitions that a trait had and has no more.
create table office.trait_version (
  trait text not null references office.trait,
  version int not null,
  definition jsonb not null,
  until timestamptz not null,
  primary key (trait, version)
);
select reference_table('office.trait_version');

-- One row a person (the root of a merge) and trait; who has none has no row.
create table office.trait_value (
  customer_id bigint not null,
  trait text not null,
  version int not null,
  number double precision,         -- a figure; money in minor units
  said text,                       -- a word: a code
  n int not null,                  -- evidence: of how many events or order lines, from when to when
  first_at timestamptz not null,
  last_at timestamptz not null,
  computed_at timestamptz not null,
  primary key (customer_id, trait)
);
create index trait_value_of on office.trait_value (trait, customer_id);
select annotate('office.trait_value', '{trait,version,number,said,n,first_at,last_at,computed_at}', 'profile', '{analysis,service,marketing}', 'relationship', 'row', 'yes', 'no');
select erase_part('interactions', 'office.trait_value', 25, 't.computed_at');

-- Whose traits are to be counted anew.
create table office.trait_due (
  customer_id bigint primary key
);

grant select, insert, update on office.trait to rapport_office;
grant select, insert on office.trait_version to rapport_office;
grant select, insert, update, delete on office.trait_value, office.trait_due to rapport_office;
grant select, delete on office.trait_value, office.trait_due to rapport_keep;
