-- Whose keys were destroyed, in order, so that every keep that runs lets go of its own copies: each reads what is new about once a
-- second. Numbers only; kept for a day, and the newest for ever, because the next takes its number from it.
create table keyring.destruction (
  id bigint primary key,
  customer_id bigint not null,
  at timestamptz not null default now()
);

grant select, insert, delete on keyring.destruction to rapport_keep;
