-- Which unit a task or case belongs to is chosen by people, and what it was is kept with the other changes of it, by its number.
alter table office.work_change drop constraint work_change_what_check,
  add constraint work_change_what_check check (what in ('words', 'kind', 'state', 'assignee', 'due_at', 'remind_at', 'unit'));
create index task_of_unit on office.task (unit_id, due_at, task_id) where state = 'open' and unit_id is not null;
create index case_of_unit on office.work_case (unit_id, opened_at, case_id) where state = 'open' and unit_id is not null;
