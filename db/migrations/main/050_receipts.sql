-- Receipts: what was used or refused, chained per customer, and the log in which every one of them has its place.
-- docs/receipts.md says how the pieces hold together.

-- What many receipts share. codes_id is taken from the hash of the row, so writers need not agree on numbers.
create table keep.receipt_codes (
  codes_id bigint primary key check (codes_id > 0),
  actor text not null check (actor in ('staff', 'customer', 'api', 'service', 'ai')),
  role text not null,
  on_behalf text check (on_behalf in ('staff', 'customer', 'api', 'service', 'ai')),
  activity text not null,
  purpose text not null,
  operation text not null,
  basis text,
  categories text[] not null,
  fields text[] not null,                               -- names of attributes, never their values
  recipients text[] not null,
  decision text not null check (decision in ('allow', 'deny', 'later', 'ask')),
  reasons text[] not null,
  policy text not null,
  channel text
);
select reference_table('keep.receipt_codes');

-- One use or refusal. A receipt's leaf is the hash of its canonical JSON; it stands as `prev` in the customer's next
-- receipt, or in receipt_head, and in the log at log_place(batch).position + nth. No column of the log points back here.
create table keep.receipt (
  customer_id bigint not null,
  at timestamptz not null,
  batch bigint not null,
  codes_id bigint not null,
  actor_id bigint not null,
  activity_id bigint,
  on_behalf_id bigint,
  seq int not null check (seq > 0),
  nth int not null check (nth >= 0),
  nonce bytea not null check (octet_length(nonce) = 16),
  prev bytea not null check (octet_length(prev) = 32),
  consent text,
  content text,
  primary key (customer_id, seq)
);
create index receipt_at on keep.receipt using brin (at);    -- for what is past the time receipts are kept
select annotate('keep.receipt', '{at,batch,codes_id,actor_id,activity_id,on_behalf_id,seq,nth,nonce,prev,consent,content}',
  'record', '{any}', 'P3Y', 'row:keep.erase_receipts', 'yes', 'masked');

-- Where each customer's chain ends, and (after expiry) begins. The pseudonym is random, so nothing but this row ties it
-- to the customer; so is the salt, under which colleagues and activities get the marks this customer sees.
create table keep.receipt_head (
  customer_id bigint primary key,
  seq int not null,
  first int not null default 1,
  at timestamptz not null,
  pseudonym bytea not null check (octet_length(pseudonym) = 16),
  salt bytea not null check (octet_length(salt) = 16),
  hash bytea not null check (octet_length(hash) = 32),
  before bytea check (octet_length(before) = 32),       -- leaf of the receipt before `first`, when that one has expired
  bucket int not null,                                  -- first two bytes of the pseudonym; plain: as a generated column it made each update dearer
  check (first between 1 and seq + 1)
) with (fillfactor = 60);                               -- each receipt updates its head in place
create index receipt_head_bucket on keep.receipt_head (bucket);         -- the tree of heads is made bucket by bucket
select annotate('keep.receipt_head', '{seq,first,at,pseudonym,salt,hash,before,bucket}',
  'record', '{any}', 'relationship', 'row:keep.erase_receipts', 'no', 'no');

-- Leaves waiting for their place: one row for each writing transaction. `touched` names the buckets of the tree of heads
-- (the first two bytes of a pseudonym) and does not survive sequencing together with the leaf.
create sequence keep.leaf_batch_id_seq;
create table keep.leaf_batch (
  batch bigint primary key default nextval('keep.leaf_batch_id_seq'),
  leaves bytea not null check (octet_length(leaves) > 0 and octet_length(leaves) % 32 = 0),
  touched bytea not null
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
alter table keep.leaf_batch alter column leaves set storage external, alter column touched set storage external;
select lookup_table('keep.leaf_batch');

-- The log: leaf hashes by position. A row holds those from `position` on and never crosses a multiple of 256, so that
-- the rows of one such stretch are one level-0 tile (C2SP tlog-tiles).
create table keep.log (
  position bigint primary key check (position >= 0),
  leaves bytea not null check (octet_length(leaves) > 0 and octet_length(leaves) % 32 = 0),
  check (position / 256 = (position + octet_length(leaves) / 32 - 1) / 256)
);
alter table keep.log alter column leaves set storage external;
select lookup_table('keep.log');

-- Hashes of the full tiles: (level, number) is the hash of tile `number` of the level below.
create table keep.log_node (
  level smallint not null check (level > 0),
  number bigint not null check (number >= 0),
  hash bytea not null check (octet_length(hash) = 32),
  primary key (level, number)
);
select lookup_table('keep.log_node');

create table keep.log_place (
  batch bigint primary key,
  position bigint not null,
  leaves int not null check (leaves > 0)
);
select lookup_table('keep.log_place');

-- What the log holds besides receipts: the tree of heads each hour, and how many receipts were removed.
create table keep.log_statement (
  batch bigint primary key,
  kind text not null check (kind in ('heads', 'gone')),
  at timestamptz not null,
  body text not null
);
select lookup_table('keep.log_statement');

create table keep.checkpoint (
  size bigint primary key check (size > 0),
  at timestamptz not null,
  root bytea not null check (octet_length(root) = 32),
  note text not null
);
select lookup_table('keep.checkpoint');

-- The tree of heads as last stated: customers by the first two bytes of their pseudonym, each with a leaf.
create table keep.head_bucket (
  bucket int primary key check (bucket between 0 and 65535),
  heads int not null,
  hash bytea not null,
  entries bytea not null check (octet_length(entries) = heads * 48)   -- pseudonym 16, leaf 32, sorted
);
alter table keep.head_bucket alter column entries set storage external;
select lookup_table('keep.head_bucket');

-- Buckets that changed since; one row for each pass of the sequencer.
create table keep.head_touched (
  id bigint generated always as identity primary key,
  buckets bytea not null
);
select lookup_table('keep.head_touched');

-- The keep appends. It may not change or remove a receipt, a leaf or a checkpoint; a head only moves on. Removing is
-- done by the two functions below and by nothing else, and each time they say in the log how many went.
grant select, insert on keep.receipt_codes, keep.receipt, keep.log, keep.log_node, keep.log_place, keep.log_statement, keep.checkpoint to rapport_keep;
grant select, insert, update (seq, hash, at) on keep.receipt_head to rapport_keep;
grant select, insert, delete on keep.leaf_batch, keep.head_touched to rapport_keep;
grant usage on keep.leaf_batch_id_seq to rapport_keep;
grant select, insert, update, delete on keep.head_bucket to rapport_keep;

-- Appends a statement of removal; gives nothing. The body is canonical JSON (keys in order, no spaces).
create function keep.state_gone(gone int, why text, now timestamptz, touched bytea) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  body text := format('{"at":"%s","gone":{"count":%s,"why":"%s"},"v":1}',
    to_char(now at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), gone, why);
  made bigint;
begin
  insert into keep.leaf_batch (leaves, touched) values (sha256('\x00'::bytea || convert_to(body, 'UTF8')), touched)
    returning batch into made;
  insert into keep.log_statement (batch, kind, at, body) values (made, 'gone', now, body);
end $$;

-- Removes all receipts of these customers and what ties them to a pseudonym; gives the number of receipts removed.
create function keep.erase_receipts(customers bigint[], now timestamptz) returns int
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  touched bytea;
  gone int;
begin
  perform 1 from keep.receipt_head where customer_id = any (customers) order by customer_id for update;
  with heads as (delete from keep.receipt_head where customer_id = any (customers) returning pseudonym)
    select coalesce(string_agg(substring(pseudonym for 2), ''), '') into touched from heads;
  delete from keep.receipt where customer_id = any (customers);
  get diagnostics gone = row_count;
  if gone > 0 then perform keep.state_gone(gone, 'erased', now, touched); end if;
  return gone;
end $$;

-- Removes what these customers' chains begin with and is older than `before`; gives the number of receipts removed.
create function keep.expire_receipts(customers bigint[], before timestamptz, now timestamptz) returns int
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  gone int;
begin
  perform 1 from keep.receipt_head where customer_id = any (customers) order by customer_id for update;
  update keep.receipt_head h
    set first = kept.first, before = coalesce((select r.prev from keep.receipt r where r.customer_id = h.customer_id and r.seq = kept.first), h.hash)
    from (
      select e.customer_id, coalesce((select min(r.seq) from keep.receipt r where r.customer_id = e.customer_id and r.at >= expire_receipts.before), e.seq + 1) as first
      from keep.receipt_head e where e.customer_id = any (customers)
    ) kept
    where h.customer_id = kept.customer_id and kept.first > h.first;
  delete from keep.receipt r using keep.receipt_head h
    where r.customer_id = any (customers) and h.customer_id = r.customer_id and r.seq < h.first;
  get diagnostics gone = row_count;
  if gone > 0 then perform keep.state_gone(gone, 'expired', now, ''); end if;
  return gone;
end $$;
revoke execute on function keep.state_gone, keep.erase_receipts, keep.expire_receipts from public;
grant execute on function keep.erase_receipts, keep.expire_receipts to rapport_keep;
