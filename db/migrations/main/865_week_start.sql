-- On which day a member of staff begins the week: 1 Monday, 6 Saturday, 7 Sunday.
alter table office.staff_choice add column week_start smallint not null default 1 check (week_start in (1, 6, 7));
