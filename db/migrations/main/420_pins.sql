-- Pages and saved lists that somebody keeps at hand: addresses of the console and opaque ids, in their order.
alter table office.staff_choice add column pins text[] not null default '{}' check (cardinality(pins) <= 30);
