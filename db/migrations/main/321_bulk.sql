-- What is done to many customers at once. The office walks through those who match; here stands what was asked, by whom, and what the
-- keep itself changed, so that it can be taken back.

create table keep.bulk (
  bulk_id bigint primary key,              -- given by the office
  deed text not null check (deed in ('tag', 'untag', 'assign', 'set_field', 'trash', 'restore', 'add_task')),
  field text,
  sealed_value bytea,                      -- of a field, or what is to be done; null: the field is emptied
  by_id bigint not null references keep.staff,
  by_role text not null,
  asked_at timestamptz not null,
  undone_by bigint references keep.staff,
  undone_role text,
  undone_at timestamptz,
  check ((deed = 'set_field') = (field is not null)),
  check ((undone_by is null) = (undone_at is null))
);
select reference_table('keep.bulk');

-- What a customer's row said before one of these changed it: fields of the vault keep their versions themselves.
create table keep.bulk_before (
  customer_id bigint not null,
  bulk_id bigint not null,
  was text,
  became text,
  undone_at timestamptz,
  primary key (customer_id, bulk_id)
);
select annotate('keep.bulk_before', '{bulk_id,was,became,undone_at}', 'profile', '{any}', 'P1Y', 'row', 'yes', 'no');

alter table keep.vault add column bulk_id bigint;
select annotate('keep.vault', '{bulk_id}', 'record', '{service,marketing}', 'relationship', 'row', 'yes', 'no');

grant select, insert, update on keep.bulk to rapport_keep;
grant select, insert, update, delete on keep.bulk_before to rapport_keep;

create table office.bulk (
  bulk_id bigint primary key,
  deed jsonb not null,                     -- what, in codes and numbers; a value that is written stands in the keep
  who jsonb not null,
  state text not null check (state in ('running', 'paused', 'done', 'cancelled', 'failed', 'undoing', 'undone')),
  persons int not null,                    -- as counted when it was asked for
  position bigint not null default 0,      -- the last customer dealt with; committed with what was done to them
  seen int not null default 0,
  changed int not null default 0,
  unchanged int not null default 0,
  left_out jsonb not null default '{}',    -- reason -> how many
  undo_position bigint not null default 0,
  put_back int not null default 0,
  undo_left jsonb not null default '{}',
  rows_per_s real not null default 0,
  trouble text,
  made_by bigint not null,
  made_at timestamptz not null,
  moved_at timestamptz not null,
  ended_at timestamptz,
  undone_by bigint,
  undone_at timestamptz
);
create index bulk_open on office.bulk (bulk_id) where state in ('running', 'undoing');
create index bulk_by on office.bulk (made_by, bulk_id);
select reference_table('office.bulk');

-- Whom it changed, and what the office had there before: who was responsible, or the task it made.
create table office.bulk_touch (
  customer_id bigint not null,
  bulk_id bigint not null,
  was bigint,
  made bigint,
  primary key (customer_id, bulk_id)
);
create index bulk_touch_bulk on office.bulk_touch (bulk_id, customer_id);
select annotate('office.bulk_touch', '{bulk_id,was,made}', 'record', '{service}', 'P30D', 'row', 'yes', 'no');

grant select, insert, update on office.bulk to rapport_office;
grant select, insert, delete on office.bulk_touch to rapport_office;
grant select, delete on office.bulk_touch to rapport_keep;
