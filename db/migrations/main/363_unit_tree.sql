-- Units stand in a tree: whoever belongs to one works with what is below it, too.
alter table keep.unit add column parent text references keep.unit (code);
alter table keep.unit add constraint unit_not_in_itself check (parent <> code);
