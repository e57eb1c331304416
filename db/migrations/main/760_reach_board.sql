-- Who can be reached, counted over everybody by the gate: figures only, of the whole company.

create table keep.reach_board (
  board_id bigint primary key,
  asked_at timestamptz not null,
  by_kind text not null,
  by_id bigint not null,
  counted_at timestamptz,                               -- null: it waits to be counted, or is being counted
  took_ms int,
  policy uuid,                                          -- the registers it was counted by (keep.register_state)
  counts jsonb,
  check ((counted_at is null) = (counts is null) and (counted_at is null) = (policy is null))
);
create unique index reach_board_waiting on keep.reach_board ((true)) where counted_at is null;
select reference_table('keep.reach_board');
grant select, insert, update, delete on keep.reach_board to rapport_keep;
