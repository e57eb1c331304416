-- How a member of staff likes to work, and which customers they looked at last: with them on every device, and no name in any browser.

create table office.staff_choice (
  staff_id bigint primary key,
  time_zone text,                  -- null: as the browser
  single_keys boolean not null default true  -- shortcuts of one key (WCAG 2.2, 2.1.4: may be switched off)
);
select reference_table('office.staff_choice');

create table office.recent (
  customer_id bigint not null,
  staff_id bigint not null,
  at timestamptz not null,
  primary key (customer_id, staff_id)
);
create index recent_of on office.recent (staff_id, at desc);
-- That somebody looked is told to the customer by their receipts; this is only the order of a side bar.
select annotate('office.recent', '{staff_id,at}', 'record', '{service}', 'P90D', 'row', 'no', 'no');

grant select, insert, update, delete on office.staff_choice, office.recent to rapport_office;
grant select, delete on office.recent to rapport_keep;
