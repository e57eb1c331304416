-- What is computed of each customer from the copy for analysis (docs/decisions/0830), and the register of the runs that computed it.

create table office.model_run (
  run_id bigint primary key,
  asked_at timestamptz not null,
  asked_by bigint,                   -- null: the night
  state text not null check (state in ('waiting', 'running', 'done', 'failed', 'stopped')),
  step text not null default 'waiting' check (step in ('waiting', 'reading', 'thinking', 'keeping', 'done')),
  progress real not null default 0 check (progress between 0 and 1),
  stop_asked boolean not null default false,
  tries int not null default 0,
  started_at timestamptz,
  ended_at timestamptz,
  as_of timestamptz,                 -- up to when facts were looked at
  customers int,                     -- of how many something was kept
  figures jsonb,                     -- fits, checks and series of the models
  classes jsonb,                     -- bounds and who moved
  error text,
  check ((state in ('waiting', 'running')) = (ended_at is null))
);
select reference_table('office.model_run');
-- One at a time.
create unique index model_run_open on office.model_run ((true)) where state in ('waiting', 'running');
create index model_run_newest on office.model_run (run_id desc);
grant select, insert, update on office.model_run to rapport_office;

-- One row a person (the root of a merge), of the last run that ended well. Money in minor units; days by the company's calendar.
create table office.insight (
  customer_id bigint primary key,
  run_id bigint not null,
  computed_at timestamptz not null,
  valid_until timestamptz not null,
  why text,                          -- why nothing is said of what they will buy; null: it is said
  why_worth text,                    -- why not of what that is worth
  purchases int not null,            -- evidence: days with a purchase that stands
  first_on date,
  last_on date,
  spent bigint,
  currency char(3),
  value bigint,                      -- expected of the next year, with the interval that holds it nine times in ten
  value_low bigint,
  value_high bigint,
  expected double precision,         -- purchases of the next year
  expected_low double precision,
  expected_high double precision,
  alive double precision check (alive between 0 and 1),
  next_on date,                      -- by when the next purchase is as likely as not
  gap double precision,              -- their own days between purchases
  elapsed double precision,          -- days since the last, as a multiple of that
  longer double precision check (longer between 0 and 1),
  tastes jsonb not null default '{}',
  again text[] not null default '{}',
  fresh text[] not null default '{}',
  check ((value is null) = (value_low is null) and (value is null) = (value_high is null)),
  check (value is null or currency is not null)
);
create index insight_value on office.insight (currency, value desc) where value is not null;
select annotate('office.insight', '{run_id,computed_at,valid_until,why,why_worth,purchases,first_on,last_on,spent,currency,value,value_low,value_high,expected,expected_low,expected_high,alive,next_on,gap,elapsed,longer,tastes,again,fresh}',
  'profile', '{analysis,service,marketing}', 'P1Y', 'row', 'yes', 'no');
grant select, insert, update, delete on office.insight to rapport_office;
grant select, delete on office.insight to rapport_keep;
select erase_part('interactions', 'office.insight', 24, 't.computed_at');

-- A class is decided by the expected value where there is one, else by recency, frequency and money; which it was by those stays beside it.
alter table office.value_class
  add column rfm_class text check (rfm_class in ('first', 'second', 'third')),
  add column method text not null default 'recency_frequency_money' check (method in ('recency_frequency_money', 'expected_value')),
  add column value bigint,
  add column value_before bigint;
update office.value_class set rfm_class = class;
select annotate('office.value_class', '{rfm_class,method,value,value_before}', 'profile', '{analysis,service,marketing}', 'P3Y', 'row', 'yes', 'no');

-- Questions in SQL are kept a year; the audit notes each with its digest for longer. Nothing younger goes, whatever is asked.
create function office.sweep_questions(most int) returns bigint language sql security definer set search_path = pg_catalog, pg_temp as $$
  with gone as (
    delete from office.analysis_question
    where question_id in (select question_id from office.analysis_question where at < current_timestamp - interval '1 year' order by at limit least(most, 100000))
    returning 1)
  select count(*) from gone
$$;
revoke execute on function office.sweep_questions from public;
grant execute on function office.sweep_questions to rapport_office;
