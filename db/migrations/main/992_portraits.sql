-- How somebody buys, answers and decides, line by line with its evidence; and the ways of all to a purchase (docs/decisions/0992).
alter table office.insight add column portrait jsonb not null default '{}';
select annotate('office.insight', '{portrait}', 'profile', '{analysis,service,marketing}', 'P1Y', 'row', 'yes', 'no');
alter table office.model_run add column ways jsonb;
