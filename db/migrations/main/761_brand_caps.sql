-- How often a brand may write: a unit with none above it, and all below it, count together.

alter table keep.cap drop constraint cap_scope_check;
alter table keep.cap add constraint cap_scope_check check (scope in ('all', 'channel', 'topic', 'unit'));

-- In whose name somebody is written to; null: the company's own.
alter table keep.contact add column unit text;
select annotate('keep.contact', '{unit}', 'record', '{service,marketing}', 'P3Y', 'row', 'yes', 'no');
create index contact_of_units on keep.contact (customer_id) where unit is not null and mark is not null;
alter table keep.message add column unit text;
select annotate('keep.message', '{unit}', 'record', '{service,marketing}', 'P3Y', 'row', 'yes', 'no');
alter table office.campaign add column unit text;

-- Whoever decides by the tree of units learns when it changes.
create trigger register_changed after insert or update on keep.unit for each statement execute function keep.register_changed();
