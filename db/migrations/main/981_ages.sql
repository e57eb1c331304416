-- From what age customers say for themselves: the law's ages by country stand in the product; a company may ask for more. Each change is a new version.
create table keep.consent_age (
  country text not null check (country ~ '^([A-Z]{2}|\*)$'),  -- '*': every country that has no row of its own
  version int not null check (version > 0),
  age int not null check (age between 13 and 18),
  retired boolean not null default false,
  registered_at timestamptz not null,
  by_kind text not null,
  by_id bigint not null,
  primary key (country, version)
);
select reference_table('keep.consent_age');
grant select, insert on keep.consent_age to rapport_keep;
create trigger register_changed after insert on keep.consent_age for each statement execute function keep.register_changed();
