-- What was erased of somebody who is still here: a kind or a span of time. It stands with the keys, so that an old backup of the main database
-- brings none of it back: a restore takes it again. Numbers only.
create table keyring.part_gone (
  erasure_id bigint primary key,
  members bigint[] not null,
  covers jsonb not null,
  asked_at timestamptz not null,
  at timestamptz not null default now()
);
grant select, insert on keyring.part_gone to rapport_keep;
