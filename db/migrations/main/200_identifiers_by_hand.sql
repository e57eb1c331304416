-- What people did to the addresses and numbers of a customer: who added, confirmed, marked or removed which, when and how that was
-- known. The row of keep.identifier says what holds now; a removed one stands here alone, sealed, and can be put back.
create table keep.identifier_change (
  customer_id bigint not null,
  change_id bigint not null,       -- from keep.row_id_seq
  kind text not null,
  digest bytea not null check (octet_length(digest) = 32),
  sealed bytea,                    -- the value under the customer's contact key, as in keep.identifier
  what text not null check (what in ('added', 'verified', 'unverified', 'shared', 'unshared', 'preferred', 'unpreferred', 'removed')),
  how text check (how in ('asked', 'answered', 'document')),
  source text not null,
  at timestamptz not null,
  by_kind text not null,
  by_id bigint not null,
  primary key (customer_id, change_id),
  check ((how is not null) = (what = 'verified'))
);
-- Recording asks whether an address that comes in was removed from this very person.
create index identifier_change_digest on keep.identifier_change (digest);
select annotate('keep.identifier_change', '{change_id,kind,digest,what,how,source,at,by_kind,by_id}', 'record', '{service,marketing}', 'relationship', 'row', 'yes', 'no');
select annotate('keep.identifier_change', '{sealed}', 'contact', '{service,marketing}', 'relationship', 'key', 'yes', 'no');
grant select, insert, delete on keep.identifier_change to rapport_keep;
