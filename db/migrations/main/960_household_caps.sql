-- How many letters by post go to one household: those joined by a relation of that kind count together.

alter table keep.cap drop constraint cap_scope_check;
alter table keep.cap add constraint cap_scope_check check (scope in ('all', 'channel', 'topic', 'unit', 'household'));
alter table keep.cap add constraint cap_household_check check (scope <> 'household' or key is null);
