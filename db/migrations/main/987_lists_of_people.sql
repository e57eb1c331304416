-- Lists of people from files (docs/decisions/1020): who of the customers stood in a file, matched by identifiers inside the keep. An audience's rule may ask
-- whether somebody is in one. What the file said stands nowhere: not the addresses, not who was not found.

alter table keep.import drop constraint import_preset_check;
alter table keep.import add constraint import_preset_check check (preset in ('order-lines', 'contacts', 'suppression', 'list'));

create table fact.people_list (
  list_id bigint primary key,      -- the import that made it
  title text not null,
  purpose text not null,           -- rules for another one cannot ask it
  origin text not null check (origin in ('own', 'given', 'partner')),
  created_at timestamptz not null,
  complete_at timestamptz,         -- when all lines were matched; null: rules cannot ask it yet
  deleted_at timestamptz
);
select reference_table('fact.people_list');

create table fact.people_list_member (
  customer_id bigint not null,
  list_id bigint not null references fact.people_list,
  primary key (customer_id, list_id)
);
create index people_list_member_of on fact.people_list_member (list_id, customer_id);
select annotate('fact.people_list_member', '{list_id}', 'profile', '{analysis,service,marketing}', 'relationship', 'row', 'yes', 'no');

grant select, insert, update on fact.people_list to rapport_keep;
grant select, insert, delete on fact.people_list_member to rapport_keep;
grant select on fact.people_list, fact.people_list_member to rapport_office;
