-- What the office works on and computes: codes, figures, dates and references. Words stand in the keep (keep.content), names nowhere here.

create sequence office.row_id_seq increment by 1000 start 1000;
grant usage on office.row_id_seq to rapport_office;

create table office.task (
  customer_id bigint not null,     -- 0: about nobody
  task_id bigint not null,
  kind text not null check (kind in ('task', 'promise', 'call_back')),
  case_id bigint,
  assignee bigint,
  made_by bigint not null,
  due_at timestamptz,
  state text not null default 'open' check (state in ('open', 'done', 'dropped')),
  created_at timestamptz not null,
  done_at timestamptz,
  done_by bigint,
  primary key (customer_id, task_id),
  check ((state = 'open') = (done_at is null))
);
create index task_open on office.task (assignee, due_at) where state = 'open';
create index task_id on office.task (task_id);
select annotate('office.task', '{task_id,kind,case_id,assignee,made_by,due_at,state,created_at,done_at,done_by}', 'record', '{service}', 'relationship', 'row', 'yes', 'no');

create table office.work_case (
  customer_id bigint not null,
  case_id bigint not null,
  number text not null,
  kind text not null check (kind in ('complaint', 'dispute', 'question', 'request')),
  assignee bigint,
  made_by bigint not null,
  opened_at timestamptz not null,
  due_at timestamptz,
  state text not null default 'open' check (state in ('open', 'solved', 'dropped')),
  closed_at timestamptz,
  closed_by bigint,
  rating int check (rating between 1 and 5),
  primary key (customer_id, case_id),
  check ((state = 'open') = (closed_at is null))
);
create index case_open on office.work_case (opened_at) where state = 'open';
create index case_id on office.work_case (case_id);
select annotate('office.work_case', '{case_id,number,kind,assignee,made_by,opened_at,due_at,state,closed_at,closed_by,rating}', 'record', '{service}', 'relationship', 'row', 'yes', 'no');

create table office.favourite (
  customer_id bigint not null,
  staff_id bigint not null,
  at timestamptz not null,
  primary key (customer_id, staff_id)
);
select annotate('office.favourite', '{staff_id,at}', 'record', '{service}', 'relationship', 'row', 'no', 'no');

-- One row a person (the root of a merge), rewritten by each run that computes it; the move is kept.
create table office.value_class (
  customer_id bigint primary key,
  class text not null check (class in ('first', 'second', 'third')),
  previous text,
  changed_on date,
  computed_at timestamptz not null,
  days_since_last int not null,
  purchases int not null,
  spent bigint not null,
  currency char(3) not null,
  window_days int not null,
  contested_at timestamptz
);
create index value_class_class on office.value_class (class);
select annotate('office.value_class', '{class,previous,changed_on,computed_at,days_since_last,purchases,spent,currency,window_days,contested_at}', 'profile', '{analysis,service,marketing}', 'P3Y', 'row', 'yes', 'no');

create table office.audience (
  audience_id bigint primary key,
  title text not null,
  rule jsonb not null,
  made_by bigint not null,
  created_at timestamptz not null
);
select reference_table('office.audience');

create table office.campaign (
  campaign_id bigint primary key,
  title text not null,
  audience_id bigint not null references office.audience,
  purpose text not null,
  topic text,
  channel text not null,
  template text not null,
  slots jsonb not null,
  made_by bigint not null,
  created_at timestamptz not null,
  stopped_at timestamptz
);
select reference_table('office.campaign');

create table office.campaign_run (
  run_id bigint primary key,
  campaign_id bigint not null references office.campaign,
  started_at timestamptz not null,
  started_by bigint not null,
  ended_at timestamptz,
  audience_count int not null default 0,
  handed_over int not null default 0,
  left_out jsonb not null default '{}',   -- "decision reason" -> how many
  left_since jsonb not null default '{}'  -- the same, of those whom the run before wrote to and this one does not choose
);
select reference_table('office.campaign_run');

-- Who was in a run and what the gate said: the next run can tell who is left out since, and why.
create table office.campaign_member (
  customer_id bigint not null,
  run_id bigint not null,
  decision text not null,
  reason text,
  message_id bigint,
  primary key (customer_id, run_id)
);
create index campaign_member_run on office.campaign_member (run_id);
select annotate('office.campaign_member', '{run_id,decision,reason,message_id}', 'record', '{marketing}', 'P3Y', 'row', 'yes', 'no');

grant select, insert, update, delete on office.task, office.work_case, office.favourite, office.value_class, office.campaign_member to rapport_office;
grant select, insert, update on office.audience, office.campaign, office.campaign_run to rapport_office;
-- For export and erasure the keep may read and delete what the office holds about a customer; it never writes here.
grant select, delete on office.task, office.work_case, office.favourite, office.value_class, office.campaign_member to rapport_keep;
