-- When a task is to be brought to mind, and that it was. A unit owns work (design.md, section 4); who it is stands in keep.unit.
alter table office.task add column remind_at timestamptz, add column reminded_at timestamptz, add column unit_id int;
alter table office.work_case add column unit_id int;
create index task_remind on office.task (remind_at) where state = 'open' and reminded_at is null and remind_at is not null;
select annotate('office.task', '{remind_at,reminded_at,unit_id}', 'record', '{service}', 'relationship', 'row', 'yes', 'no');
select annotate('office.work_case', '{unit_id}', 'record', '{service}', 'relationship', 'row', 'yes', 'no');
