-- Reports that somebody saved: a question about figures, never its answer. Nothing of any customer stands here, and a title is a word of the company.
create table office.report (
  report_id bigint primary key,
  title text not null check (char_length(title) between 1 and 80),
  question jsonb not null,
  look text not null check (look in ('line', 'bars', 'table')),
  made_by bigint not null,
  shared text not null check (shared in ('private', 'everybody', 'roles')),
  roles text[] not null default '{}',
  version int not null,
  changed_at timestamptz not null
);
create index report_made_by on office.report (made_by);
select reference_table('office.report');

-- What stands on whose dashboard.
create table office.report_pin (
  staff_id bigint not null,
  report_id bigint not null references office.report on delete cascade,
  pinned_at timestamptz not null,
  primary key (staff_id, report_id)
);
select reference_table('office.report_pin');

grant select, insert, update, delete on office.report to rapport_office;
grant select, insert, delete on office.report_pin to rapport_office;
