-- Goods that a company puts on its shelves before anybody buys them, and what goes with what (docs/decisions/1030).

alter table fact.product add column added_at timestamptz; -- when the company said so; null: known from purchases only

-- Of the last run: how many customers bought a good, and what they buy besides. Of nobody.
create table office.goods (
  sku text primary key,
  run_id bigint not null,
  buyers int not null check (buyers > 0),
  near jsonb not null default '[]'   -- [{sku, score, both}], the nearest first
);
select reference_table('office.goods');
grant select, insert, update, delete on office.goods to rapport_office;
