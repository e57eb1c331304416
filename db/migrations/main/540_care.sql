-- Who of the company looks after a customer: units (by their codes, which are for ever) and one colleague. What somebody may see of
-- customers can depend on both (docs/decisions/0540), so they stand in the keep, which decides it; facts tell the office of them.

alter table keep.customer add column units text[] not null default '{}', add column owner_id bigint, add column owner_at timestamptz;
alter table keep.customer add constraint customer_owner_since check ((owner_id is null) = (owner_at is null));
select annotate('keep.customer', '{units,owner_id,owner_at}', 'record', '{service}', 'relationship', 'row', 'yes', 'no');

-- What it was before, and who changed it.
create table keep.care_change (
  customer_id bigint not null,
  change_id bigint not null,
  what text not null check (what in ('units', 'owner')),
  was text,                        -- codes of units with commas between them, or a number of the staff
  became text,
  at timestamptz not null,
  by_kind text not null,
  by_id bigint not null,
  bulk_id bigint,
  primary key (customer_id, change_id)
);
select annotate('keep.care_change', '{change_id,what,was,became,at,by_kind,by_id,bulk_id}', 'record', '{service}', 'relationship', 'row', 'yes', 'no');
grant select, insert, delete on keep.care_change to rapport_keep;

-- Of the whole person, on each of their ids.
alter table fact.derived add column units text[] not null default '{}', add column owner_id bigint;
select annotate('fact.derived', '{units,owner_id}', 'record', '{analysis,service,marketing}', 'relationship', 'row', 'yes', 'no');
create index derived_units on fact.derived using gin (units) where units <> '{}';
create index derived_owner on fact.derived (owner_id, customer_id) where owner_id is not null;

-- Until now the office kept who is responsible.
update keep.customer c set owner_id = o.staff_id, owner_at = o.at from office.customer_owner o where o.customer_id = c.customer_id;
update fact.derived d set owner_id = o.staff_id
from (
  select distinct on (m.person) m.person, c.owner_id as staff_id from fact.derived m join keep.customer c on c.customer_id = m.customer_id
  where c.owner_id is not null order by m.person, c.owner_at desc) o
where o.person = d.person;
delete from public.annotation where table_name = 'office.customer_owner';
drop table office.customer_owner;

-- What a role's holders see of customers. Where it is not all of them, the role does nothing that reaches everybody.
alter table keep.role_version add column customers text not null default 'all' check (customers in ('all', 'units_or_none', 'units', 'own'));
alter table keep.role_version add constraint some_customers_only check (customers = 'all' or not abilities && '{forms.keep,campaigns.run,imports.run,registers.keep,mailbox.read,budgets.approve,units.manage,staff.preview,keys.manage,webhooks.manage,audit.read,consents.enter}');
