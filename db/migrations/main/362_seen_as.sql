-- An administrator looks at the console as a colleague does: said of the session, so that every part of the house knows it. Nothing
-- can be changed meanwhile, and what is noted says both: who looked, and as whom.
alter table keep.session add column seen_as bigint;
select annotate('keep.session', '{seen_as}', 'record', '{security}', 'P90D', 'row', 'no', 'no');
alter table keep.session add constraint seen_as_of_staff check (seen_as is null or staff_id is not null);
alter table keep.audit add column as_id bigint;
