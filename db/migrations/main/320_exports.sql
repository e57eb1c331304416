-- Exports. What the rows say stands sealed in pieces under a key of the export's own; with that key they go. Who asked, what for and
-- which columns stay, and each person has a receipt.

alter table keep.budget_request add column declined_by bigint references keep.staff;
alter table keep.budget_request add column declined_at timestamptz;
alter table keep.budget_request add constraint budget_request_answered check (declined_at is null or approved_at is null);
alter table keep.budget_request add constraint budget_request_declined check ((declined_by is null) = (declined_at is null));

create table keep.export (
  export_id bigint primary key,            -- given by the office, which knows who matches
  state text not null check (state in ('asking', 'running', 'paused', 'writing', 'ready', 'declined', 'cancelled', 'failed', 'expired')),
  format text not null check (format in ('csv', 'xlsx')),
  purpose text not null,
  sealed_why bytea not null,
  columns text[] not null,
  language text not null,
  persons int not null check (persons between 1 and 1000000), -- as counted when it was asked for; more never leave
  request_id bigint references keep.budget_request, -- the second person's, when it needs one
  position bigint not null default 0,      -- the last customer taken in; committed with their rows
  seen int not null default 0,
  rows int not null default 0,
  left_out jsonb not null default '{}',    -- reason -> how many
  parts int not null default 0,
  size bigint not null default 0,          -- of the rows
  file_size bigint,                        -- of the workbook, when one is made of them
  rows_per_s real not null default 0,
  sealed_key bytea,                        -- null: the rows are noise
  trouble text,                            -- one sentence, without anybody's words
  by_id bigint not null references keep.staff,
  by_role text not null,
  created_at timestamptz not null,
  started_at timestamptz,
  moved_at timestamptz not null,
  ended_at timestamptz,
  expires_at timestamptz,
  downloads int not null default 0
);
create index export_by on keep.export (by_id, export_id);
create index export_open on keep.export (export_id) where state in ('asking', 'running', 'paused', 'writing', 'ready');
select reference_table('keep.export');

-- Each change of state says who, when and why.
create table keep.export_change (
  export_id bigint not null references keep.export,
  seq int not null,
  state text not null,
  at timestamptz not null,
  by_kind text not null,
  by_id bigint not null,
  why text not null,
  primary key (export_id, seq)
);
select reference_table('keep.export_change');

create table keep.export_piece (
  export_id bigint not null,
  kind text not null check (kind in ('rows', 'file')),
  part int not null,
  size int not null,                       -- of what is sealed
  sealed bytea not null,
  primary key (export_id, kind, part)
);
alter table keep.export_piece alter column sealed set storage external;
select lookup_table('keep.export_piece');

grant select, insert, update on keep.export to rapport_keep;
grant select, insert on keep.export_change to rapport_keep;
grant select, insert, delete on keep.export_piece to rapport_keep;

-- Who matches an export, in the words of the list it was asked from: figures and codes, or numbers of customers. It goes when the export is fed.
create table office.export_who (
  export_id bigint primary key,
  who jsonb not null,
  columns text[] not null,
  made_at timestamptz not null
);
select reference_table('office.export_who');
grant select, insert, delete on office.export_who to rapport_office;
