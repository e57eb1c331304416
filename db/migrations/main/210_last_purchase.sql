-- When the last purchase was, not how many days ago it was on the day of the computation: what is listed by it does not move
-- each night.
alter table office.value_class add column last_at timestamptz;
update office.value_class set last_at = computed_at - make_interval(days => days_since_last);
select annotate('office.value_class', '{last_at}', 'profile', '{analysis,service,marketing}', 'P3Y', 'row', 'yes', 'no');
