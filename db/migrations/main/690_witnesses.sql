-- Witnesses of the log (C2SP tlog-witness): others who follow it, and sign each state that continues the one they saw before. Neither table
-- is about a customer.

create table keep.witness (
  witness text primary key check (witness ~ '^[0-9a-f]{8}$'),   -- id of the key
  name text not null check (length(name) between 1 and 200),
  key text not null unique check (length(key) <= 300),          -- as it is printed: name+id+base64, of the type of cosignatures
  since timestamptz not null,
  retired_at timestamptz                                         -- its lines are served no more
);
select reference_table('keep.witness');

create table keep.cosignature (
  size bigint not null references keep.checkpoint,
  witness text not null references keep.witness,
  at timestamptz not null,                                       -- when the witness says it signed
  line text not null check (length(line) <= 500),                -- as it stands in the note
  primary key (size, witness)
);
select lookup_table('keep.cosignature');

grant select, insert, update (retired_at) on keep.witness to rapport_keep;
grant select, insert on keep.cosignature to rapport_keep;
