-- Addresses and numbers of whoever was erased, as keyed digests: so that a file or a system does not bring them back. They stand with the
-- keys and not in the main database, whose old backups know nothing of an erasure that came after them.
create table keyring.gone (
  digest bytea primary key check (octet_length(digest) = 32),
  erasure_id bigint not null,
  at timestamptz not null default now()
);
create index gone_erasure on keyring.gone (erasure_id);
grant select, insert, delete on keyring.gone to rapport_keep;
