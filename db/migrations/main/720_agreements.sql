-- What people let their data be used for: agreements by IEEE 7012 (MyTerms), and the signal of a browser (Global Privacy Control). A purpose
-- says which of these uses it needs; the gate refuses one that needs more than somebody agreed to.

alter table keep.purpose add column needs text[] not null default '{}' check (needs <@ array['analytics', 'tracking', 'profiling', 'sharing']);

-- What the company agrees to, in its order; each version whole.
create table keep.accept_list (
  version int not null check (version > 0),
  position int not null check (position between 0 and 31),
  agreement text not null,                                   -- id in the registry of DPV, without its namespace
  sha256 bytea not null check (octet_length(sha256) = 32),   -- of the text it stands for
  at timestamptz not null,
  by_kind text not null,
  by_id bigint not null,
  primary key (version, position),
  unique (version, agreement)
);
select reference_table('keep.accept_list');

create table keep.agreement (
  customer_id bigint not null,
  since timestamptz not null,
  agreement text not null,
  sha256 bytea not null check (octet_length(sha256) = 32),
  uses text[] not null check (uses <@ array['analytics', 'tracking', 'profiling', 'sharing']),
  portability boolean not null,
  offers text[] not null check (cardinality(offers) between 1 and 32),  -- what they offered, in their order
  method text not null,
  document text not null check (length(document) <= 4000),   -- what both signed, canonical JSON
  company_signature text not null check (length(company_signature) <= 1000),
  customer_key text check (length(customer_key) <= 200),     -- of their browser, SPKI in base 64
  customer_signature text check (length(customer_signature) <= 200),
  ended_at timestamptz,
  ended_method text,
  primary key (customer_id, since),
  constraint agreement_signed check ((customer_key is null) = (customer_signature is null)),
  constraint agreement_ended check ((ended_at is null) = (ended_method is null) and (ended_at is null or ended_at >= since))
);
create unique index agreement_now on keep.agreement (customer_id) where ended_at is null;
select annotate('keep.agreement', '{since,agreement,sha256,uses,portability,offers,method,document,company_signature,customer_key,customer_signature,ended_at,ended_method}', 'profile', '{service}', 'relationship', 'row', 'yes', 'no');
grant select, insert, delete, update (customer_key, customer_signature, ended_at, ended_method) on keep.agreement to rapport_keep;

-- One counter-offer at most: that it was made.
create table keep.counter_offer (
  customer_id bigint primary key,
  agreement text not null,
  at timestamptz not null
);
select annotate('keep.counter_offer', '{agreement,at}', 'profile', '{service}', 'relationship', 'row', 'yes', 'no');
grant select, insert, delete on keep.counter_offer to rapport_keep;

-- Sec-GPC: 1, heard while they were signed in: nothing that tracks or shares. Only the person takes it back.
create table keep.signal (
  customer_id bigint not null,
  since timestamptz not null,
  method text not null check (method in ('browser', 'portal')),
  ended_at timestamptz,
  primary key (customer_id, since),
  check (ended_at is null or ended_at >= since)
);
create unique index signal_now on keep.signal (customer_id) where ended_at is null;
select annotate('keep.signal', '{since,method,ended_at}', 'profile', '{service}', 'relationship', 'row', 'yes', 'no');
grant select, insert, delete, update (ended_at) on keep.signal to rapport_keep;

grant select, insert on keep.accept_list to rapport_keep;
