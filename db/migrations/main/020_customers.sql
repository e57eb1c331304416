-- Who people are. Names and addresses stand here only sealed; what points at a customer, only digested.

create sequence keep.customer_id_seq increment by 1000 start 1000;
create sequence keep.row_id_seq increment by 1000 start 1000;
grant usage on keep.customer_id_seq, keep.row_id_seq to rapport_keep;

create table keep.unit (
  unit_id int primary key,
  code text not null unique check (code ~ '^[a-z0-9_-]{1,40}$'),
  title jsonb not null,
  kind text not null default 'department' check (kind in ('brand', 'shop', 'department', 'branch')),
  created_at timestamptz not null
);
select reference_table('keep.unit');

create table keep.customer (
  customer_id bigint primary key,
  kind text not null default 'person' check (kind in ('person', 'organisation')),
  role text not null default 'customer' check (role in ('customer', 'lead', 'supplier', 'partner')),
  status text not null check (status in ('anonymous', 'known', 'restricted', 'erased')),
  language text,
  time_zone text,
  country char(2),
  merged_into bigint,
  created_at timestamptz not null,
  check (merged_into <> customer_id)
);
create index customer_merged_into on keep.customer (merged_into) where merged_into is not null;
select annotate('keep.customer', '{kind,role,status,language,time_zone,country,merged_into,created_at}', 'profile', '{any}', 'relationship', 'row', 'yes', 'no');

-- A merge and its undoing are rows that say who, when and why.
create table keep.merge (
  customer_id bigint not null,
  merged_into bigint not null,
  at timestamptz not null,
  by_kind text not null,
  by_id bigint not null,
  why text not null,
  undone_at timestamptz,
  undone_by bigint,
  primary key (customer_id, at)
);
select annotate('keep.merge', '{merged_into,at,by_kind,by_id,why,undone_at,undone_by}', 'record', '{any}', 'relationship', 'row', 'yes', 'no');

create table keep.identifier (
  kind text not null,
  digest bytea not null check (octet_length(digest) = 32),
  customer_id bigint not null,
  sealed bytea,                    -- the value under the customer's contact key; null for anonymous ids
  verified_at timestamptz,
  shared boolean not null default false,
  preferred boolean not null default false,
  source text not null,
  first_seen timestamptz not null,
  last_seen timestamptz not null,
  primary key (kind, digest)
);
create index identifier_customer on keep.identifier (customer_id);
select lookup_table('keep.identifier');
select annotate('keep.identifier', '{kind,digest,verified_at,shared,preferred,source,first_seen,last_seen}', 'pseudonym', '{service,marketing}', 'relationship', 'row', 'yes', 'no');
select annotate('keep.identifier', '{sealed}', 'contact', '{service,marketing}', 'relationship', 'key', 'yes', 'no');

-- An address that a second known customer also gave, or that a public key claimed: remembered, joined to nobody by itself.
create table keep.claim (
  customer_id bigint not null,
  kind text not null,
  digest bytea not null,
  sealed bytea,
  why text not null check (why in ('unverified', 'shared')),
  at timestamptz not null,
  primary key (customer_id, kind, digest)
);
select annotate('keep.claim', '{kind,digest,why,at}', 'pseudonym', '{service}', 'relationship', 'row', 'yes', 'no');
select annotate('keep.claim', '{sealed}', 'contact', '{service}', 'relationship', 'key', 'yes', 'no');

create table keep.vault (
  customer_id bigint not null,
  field text not null,
  version bigint not null,         -- from keep.row_id_seq: the order in which values came
  current boolean not null default true,
  sealed bytea,                    -- null: the value was removed
  category text not null check (category in ('contact', 'profile', 'sensitive')),
  source text not null,
  at timestamptz not null,
  by_kind text not null,
  by_id bigint not null,
  import_id bigint,
  primary key (customer_id, field, version)
);
create unique index vault_current on keep.vault (customer_id, field) where current;
select annotate('keep.vault', '{field,version,current,category,source,at,by_kind,by_id,import_id}', 'record', '{service,marketing}', 'relationship', 'row', 'yes', 'no');
select annotate('keep.vault', '{sealed}', 'contact', '{service,marketing}', 'relationship', 'key', 'yes', 'no');

create table keep.relation (
  customer_id bigint not null,
  other_id bigint not null,
  kind text not null check (kind in ('household', 'employer', 'contact_person', 'referred_by', 'guardian', 'family')),
  title text,                      -- code of the role at the organisation, never free text
  since date,
  until date,
  at timestamptz not null,
  by_kind text not null,
  by_id bigint not null,
  primary key (customer_id, other_id, kind)
);
create index relation_other on keep.relation (other_id);
select annotate('keep.relation', '{other_id,kind,title,since,until,at,by_kind,by_id}', 'profile', '{service}', 'relationship', 'row', 'yes', 'masked');

create table keep.custom_field (
  code text not null,
  version int not null,
  title jsonb not null,
  store text not null check (store in ('fact', 'vault')),
  type text not null check (type in ('text', 'number', 'date', 'boolean', 'code', 'money')),
  codes text[],
  purposes text[] not null,
  category text not null,
  retired_at timestamptz,
  primary key (code, version)
);
select reference_table('keep.custom_field');

grant select, insert, update on keep.unit, keep.custom_field to rapport_keep;
grant select, insert, update, delete on keep.customer, keep.merge, keep.identifier, keep.claim, keep.vault, keep.relation to rapport_keep;

-- What the office may know of a customer without knowing who it is: computed by the keep on write, correction and erasure.
create table fact.derived (
  customer_id bigint primary key,
  person bigint not null,          -- the root of a merge, else the customer itself
  kind text not null,
  role text not null,
  status text not null,
  language text,
  time_zone text,
  country char(2),
  region text,
  age_band text,
  gender char(1),
  birth_month smallint,
  birth_day smallint,
  mail_domain_class text,
  has_email boolean not null default false,
  has_phone boolean not null default false,
  has_address boolean not null default false,
  form text,
  since timestamptz,
  batch bigint not null
);
create index derived_person on fact.derived (person) where person <> customer_id;
create index derived_batch on fact.derived using brin (batch) with (pages_per_range = 32);
select annotate('fact.derived', '{person,kind,role,status,language,time_zone,country,region,age_band,gender,birth_month,birth_day,mail_domain_class,has_email,has_phone,has_address,form,since,batch}', 'profile', '{analysis,service,marketing}', 'relationship', 'row', 'yes', 'no');
grant select, insert, update, delete on fact.derived to rapport_keep;
grant select on fact.derived to rapport_office, rapport_analyst;
