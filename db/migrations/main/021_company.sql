-- Whose installation this is: one row, said at set-up.
create table keep.company (
  one_row boolean primary key default true check (one_row),
  name text not null,
  country char(2) not null,
  currency char(3) not null,
  time_zone text not null,
  language text not null,
  mail_from text not null,
  postal_address text,
  changed_at timestamptz not null
);
select reference_table('keep.company');
grant select, insert, update on keep.company to rapport_keep;
