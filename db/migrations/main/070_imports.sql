-- Imports. What the rows of a file say stands in no table here: the uploaded file lies sealed in a folder under a key of its
-- own, and that key goes with it.

create table keep.import (
  import_id bigint primary key,
  state text not null check (state in ('uploading', 'uploaded', 'checking', 'checked', 'running', 'stopped', 'done', 'undoing', 'undone', 'failed')),
  preset text not null check (preset in ('order-lines', 'contacts', 'suppression')),
  source text,
  size bigint not null default 0,
  sealed_name bytea,               -- a file's name may be a person's
  sealed_key bytea,                -- of the sealed file; null when the file is destroyed
  file_digest bytea check (octet_length(file_digest) = 32),
  form jsonb,                      -- encoding, delimiter, sheet
  header_line bigint,
  sealed_header bytea,             -- a file without a header begins with somebody's data
  sealed_mapping bytea,
  mapped_by text check (mapped_by in ('guess', 'memory', 'person')),
  cursor jsonb,                    -- from where to go on; committed with the rows it speaks of
  counts jsonb,
  dry_run jsonb,
  reconciliation jsonb,
  undone jsonb,
  rows_of bigint,
  rows_done bigint not null default 0,
  rows_per_s real not null default 0,
  trouble text,                    -- one sentence, without the file's words
  trouble_place text,
  by_kind text not null,
  by_id bigint not null,
  by_role text not null,
  created_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz,
  destroy_at timestamptz
);
create index import_destroy on keep.import (destroy_at) where destroy_at is not null;
create index import_open on keep.import (import_id) where state in ('checking', 'running', 'undoing') or (state = 'done' and reconciliation is null);
create index import_file on keep.import (file_digest);
select reference_table('keep.import');

-- Each change of state says who, when and why.
create table keep.import_change (
  import_id bigint not null references keep.import on delete cascade,
  seq int not null,
  state text not null,
  at timestamptz not null,
  by_kind text not null,
  by_id bigint not null,
  why text not null,
  primary key (import_id, seq)
);
select reference_table('keep.import_change');

-- Which lines did not go in. The rows themselves are read again from the sealed file when they are asked for.
create table keep.import_reject (
  import_id bigint not null references keep.import on delete cascade,
  line bigint not null,
  reason text not null,
  detail text not null,            -- a column, a cell, a line, a number of cells: never what stood there
  primary key (import_id, line)
);
select reference_table('keep.import_reject');

-- The last mapping for a set of headers, by digest of the set.
create table keep.import_mapping (
  headers bytea not null check (octet_length(headers) = 32),
  preset text not null,
  sealed_mapping bytea not null,
  at timestamptz not null,
  primary key (headers, preset)
);
select reference_table('keep.import_mapping');

-- What stood in a customer's row before an import changed it, so that an undo can put it back.
create table keep.import_before (
  customer_id bigint not null,
  import_id bigint not null,
  kind text not null,
  role text not null,
  language text,
  time_zone text,
  country char(2),
  primary key (customer_id, import_id)
);
create index import_before_import on keep.import_before (import_id);
select annotate('keep.import_before', '{import_id,kind,role,language,time_zone,country}', 'profile', '{any}', 'P1Y', 'row', 'yes', 'no');

grant select, insert, update, delete on keep.import, keep.import_reject, keep.import_mapping, keep.import_before to rapport_keep;
grant select, insert on keep.import_change to rapport_keep;

insert into keep.event_type (code, version, title, sensitive, attributes, purposes) values
  ('order_adjusted', 1, '{"en": "Order adjusted", "ru": "Исправление заказа"}', false, '{}', '{service,accounting,analysis}');
