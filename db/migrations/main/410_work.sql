-- Cases are brought to mind as tasks are, and what was changed of either is kept: codes, days and numbers of staff; words stand in the keep.
alter table office.work_case add column remind_at timestamptz, add column reminded_at timestamptz;
create index case_remind on office.work_case (remind_at) where state = 'open' and reminded_at is null and remind_at is not null;
create index case_mine on office.work_case (assignee, opened_at) where state = 'open';
select annotate('office.work_case', '{remind_at,reminded_at}', 'record', '{service}', 'relationship', 'row', 'yes', 'no');

create table office.work_change (
  customer_id bigint not null,     -- 0: of work about nobody
  change_id bigint not null,
  of text not null check (of in ('task', 'case')),
  work_id bigint not null,
  what text not null check (what in ('words', 'kind', 'state', 'assignee', 'due_at', 'remind_at')),
  was text check (char_length(was) <= 40),
  became text check (char_length(became) <= 40),
  at timestamptz not null,
  by_staff bigint,                 -- null: a program
  primary key (customer_id, change_id)
);
create index work_change_of on office.work_change (of, work_id, change_id);
select annotate('office.work_change', '{change_id,of,work_id,what,was,became,at,by_staff}', 'record', '{service}', 'relationship', 'row', 'yes', 'no');
grant select, insert on office.work_change to rapport_office;
-- For export and erasure.
grant select, delete on office.work_change to rapport_keep;
