-- Every interaction: facts in the clear, the rest sealed under the customer's own key.

create sequence keep.batch_seq;
grant usage on keep.batch_seq to rapport_keep;

create table keep.event_type (
  code text not null,
  version int not null,
  title jsonb not null,
  sensitive boolean not null default false,
  attributes jsonb not null default '{}',  -- name -> {"type": "number|time|boolean|code", "codes": [...]}
  purposes text[] not null,
  retired_at timestamptz,
  primary key (code, version)
);
select reference_table('keep.event_type');

-- Inserted first, so that a repeat is one row whatever identity has become.
create table keep.seen (
  digest bytea primary key check (octet_length(digest) = 32),
  customer_id bigint not null,
  interaction_id bigint not null
);
select lookup_table('keep.seen');
select annotate('keep.seen', '{digest,interaction_id}', 'pseudonym', '{any}', 'relationship', 'row', 'no', 'no');

create table keep.content (
  customer_id bigint not null,
  kind text not null check (kind in ('interaction', 'note', 'task', 'case', 'deal', 'draft', 'relation')),
  id bigint not null,
  category text not null check (category in ('content', 'sensitive')),
  sealed bytea not null,
  primary key (customer_id, kind, id)
);
select annotate('keep.content', '{kind,id,category}', 'record', '{service}', 'relationship', 'row', 'yes', 'no');
select annotate('keep.content', '{sealed}', 'content', '{service}', 'relationship', 'key', 'yes', 'masked');

create table keep.file (
  customer_id bigint not null,
  id bigint not null,
  sealed_name bytea not null,
  media_type text not null,
  size bigint not null check (size between 0 and 52428800),
  at timestamptz not null,
  by_kind text not null,
  by_id bigint not null,
  primary key (customer_id, id)
);
create table keep.file_chunk (
  customer_id bigint not null,
  file_id bigint not null,
  part int not null,
  sealed bytea not null,
  primary key (customer_id, file_id, part),
  foreign key (customer_id, file_id) references keep.file (customer_id, id) on delete cascade
);
select annotate('keep.file', '{id,media_type,size,at,by_kind,by_id}', 'record', '{service}', 'relationship', 'row', 'yes', 'no');
select annotate('keep.file', '{sealed_name}', 'content', '{service}', 'relationship', 'key', 'yes', 'masked');
select annotate('keep.file_chunk', '{file_id,part,sealed}', 'content', '{service}', 'relationship', 'key', 'yes', 'masked');

grant select, insert, update on keep.event_type to rapport_keep;
grant select, insert, update, delete on keep.seen, keep.content, keep.file, keep.file_chunk to rapport_keep;

-- id carries the time (docs/decisions): (customer_id, id) is the key and the order of the timeline at once.
create table fact.interaction (
  customer_id bigint not null,
  id bigint not null,
  batch bigint not null,
  at timestamptz not null,
  kind text not null,
  channel text not null,
  direction text not null check (direction in ('in', 'out', 'none')),
  source text not null,
  unit_id int,
  amount bigint,                   -- minor units
  currency char(3),
  duration_s int,
  outcome text,
  attrs jsonb,                     -- declared fact attributes only
  sealed boolean not null default false,
  import_id bigint,
  primary key (customer_id, id),
  check ((amount is null) = (currency is null))
);
create index interaction_batch on fact.interaction using brin (batch) with (pages_per_range = 32);
select annotate('fact.interaction', '{id,batch,at,kind,channel,direction,source,unit_id,amount,currency,duration_s,outcome,attrs,sealed,import_id}', 'pseudonym', '{service,analysis,accounting}', 'relationship', 'row', 'yes', 'no');

create table fact.interaction_item (
  customer_id bigint not null,
  interaction_id bigint not null,
  line int not null,
  batch bigint not null,
  sku text not null,
  quantity double precision not null,
  price bigint not null,           -- minor units of the interaction's currency
  amount bigint not null,
  primary key (customer_id, interaction_id, line)
);
create index interaction_item_batch on fact.interaction_item using brin (batch) with (pages_per_range = 32);
select annotate('fact.interaction_item', '{interaction_id,line,batch,sku,quantity,price,amount}', 'pseudonym', '{service,analysis,accounting}', 'relationship', 'row', 'yes', 'no');

create table fact.product (
  sku text primary key,
  title text not null,
  category text,
  price bigint,
  currency char(3),
  batch bigint not null
);
select reference_table('fact.product');

-- One row per writing transaction: what analyst, audiences and journeys follow.
create table fact.change (
  batch bigint primary key,
  xid xid8 not null default pg_current_xact_id(),
  at timestamptz not null,
  what text[] not null,            -- which fact tables have rows of this batch
  customers bigint[]               -- whose; null when more than 10,000
);
create index change_xid on fact.change (xid);
select lookup_table('fact.change');
select annotate('fact.change', '{customers}', 'pseudonym', '{analysis}', 'P7D', 'row', 'no', 'no');

create table fact.trait (
  customer_id bigint not null,
  trait text not null,
  value text not null,
  n int not null,
  at timestamptz not null,
  batch bigint not null,
  primary key (customer_id, trait)
);
select annotate('fact.trait', '{trait,value,n,at,batch}', 'profile', '{analysis,service}', 'relationship', 'row', 'yes', 'no');

grant select, insert, update, delete on fact.interaction, fact.interaction_item, fact.product, fact.change, fact.trait to rapport_keep;
grant select on fact.interaction, fact.interaction_item, fact.product, fact.change, fact.trait to rapport_office, rapport_analyst;
