-- Hints that somebody put away or has followed: codes of the console, such as the list of first steps.
alter table office.staff_choice add column hints text[] not null default '{}' check (cardinality(hints) <= 50);
