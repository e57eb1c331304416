-- Forms by which people write to the company from its site. A form is changed by a new version: what somebody was shown and asked when
-- they answered stays readable.
create table keep.form (
  form text primary key,
  state text not null default 'active' check (state in ('active', 'paused', 'retired')),
  moved_at timestamptz not null,
  moved_by bigint
);
select reference_table('keep.form');

create table keep.form_version (
  form text not null references keep.form,
  version int not null,
  spec jsonb not null,             -- fields, texts, boxes of consent, origins: words of the company, nothing of a person
  at timestamptz not null,
  by_id bigint,
  primary key (form, version)
);
select reference_table('keep.form_version');

-- How many answers came on a day, and how many were a machine's (in UTC; figures of all, about nobody).
create table keep.form_day (
  form text not null references keep.form,
  day date not null,
  answers int not null default 0,
  machines int not null default 0,
  primary key (form, day)
);
select reference_table('keep.form_day');
grant select, insert, update on keep.form, keep.form_version, keep.form_day to rapport_keep;

insert into keep.event_type (code, version, title, sensitive, attributes, purposes) values
  ('form', 1, '{"en": "Form on the site", "ru": "Форма на сайте"}', false,
    '{"form": {"type": "code"}, "language": {"type": "code"}, "campaign": {"type": "code"}, "source": {"type": "code"}, "medium": {"type": "code"}, "content": {"type": "code"}, "term": {"type": "code"}}',
    '{service,marketing,analysis}');
