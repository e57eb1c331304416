-- What a member of staff is told: codes, figures and references; words and names are asked for when it is shown.

create sequence office.notice_seq;
grant usage on office.notice_seq to rapport_office;

create table office.notice (
  customer_id bigint not null,     -- 0: about nobody
  notice_id bigint not null default nextval('office.notice_seq'),
  staff_id bigint not null,        -- who is told
  kind text not null check (kind ~ '^[a-z_]{1,40}$'),
  made_by bigint,                  -- a colleague who caused it
  subject_kind text check (subject_kind ~ '^[a-z_]{1,20}$'),
  subject_id bigint,
  facts jsonb not null default '{}' check (jsonb_typeof(facts) = 'object' and length(facts::text) <= 2000),
  once text check (length(once) <= 100),  -- the same is told once, however often it is asked for
  in_app boolean not null,
  mail_due_at timestamptz,         -- when it goes by mail; null: not, or gone
  at timestamptz not null,
  read_at timestamptz,
  primary key (customer_id, notice_id),
  unique (customer_id, staff_id, kind, once),
  check ((subject_kind is null) = (subject_id is null))
);
create index notice_of on office.notice (staff_id, at desc, notice_id desc) where in_app;
create index notice_unread on office.notice (staff_id) where in_app and read_at is null;
create index notice_mail on office.notice (mail_due_at) where mail_due_at is not null;
create index notice_at on office.notice (at);
-- Of a customer only that work about them was brought to somebody's notice; the work itself is exported where it stands.
select annotate('office.notice', '{notice_id,staff_id,kind,made_by,subject_kind,subject_id,facts,once,in_app,mail_due_at,at,read_at}', 'record', '{service}', 'P90D', 'row', 'no', 'no');

-- What somebody wants to be told, and how; a kind that is not here is told as the house does (choices.ts).
create table office.notice_choice (
  staff_id bigint not null,
  kind text not null check (kind ~ '^[a-z_]{1,40}$'),
  in_app boolean not null,
  mail text not null check (mail in ('no', 'at_once', 'digest')),
  primary key (staff_id, kind)
);
select reference_table('office.notice_choice');

-- When somebody is not to be disturbed: minutes of their own day; over midnight when it begins after it ends.
create table office.quiet_time (
  staff_id bigint primary key,
  from_minute int not null check (from_minute between 0 and 1439),
  to_minute int not null check (to_minute between 0 and 1439),
  time_zone text not null,
  check (from_minute <> to_minute)
);
select reference_table('office.quiet_time');

grant select, insert, update, delete on office.notice, office.notice_choice, office.quiet_time to rapport_office;
grant select, delete on office.notice to rapport_keep;
