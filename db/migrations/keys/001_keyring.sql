-- Data keys, wrapped by the epoch key that lives in no database. This database is backed up apart from the main one.
create schema keyring;
grant usage on schema keyring to rapport_keep;

create table keyring.epoch (
  epoch int primary key,
  made_at timestamptz not null,
  recovery bytea not null,         -- this epoch's key, wrapped to the recovery key
  destroyed_at timestamptz
);

create table keyring.data_key (
  customer_id bigint not null,
  category text not null check (category in ('contact', 'content', 'sensitive', 'profile')),
  epoch int not null references keyring.epoch,
  wrapped bytea not null,
  primary key (customer_id, category)
);

-- Keys of the installation itself: blind index, sealing of staff and settings, signing of checkpoints.
create table keyring.own_key (
  name text primary key,
  epoch int not null references keyring.epoch,
  wrapped bytea not null
);

grant select, insert, update, delete on keyring.epoch, keyring.data_key, keyring.own_key to rapport_keep;
