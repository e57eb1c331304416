-- What was never said but shows in what somebody does: it only makes the company quieter, and is shown with its evidence. A row is derived anew each night as
-- long as it holds; one that its person called wrong decides nothing and is not derived for a year.
create table keep.inferred (
  customer_id bigint not null,
  kind text not null check (kind in ('channel', 'hours')), -- not by this channel; only at these hours
  channel text not null,                                 -- '*' of hours
  open smallint[],                                       -- as of a rule of hours
  hits int not null check (hits >= 0),                   -- evidence: so many …
  of_n int not null check (of_n >= hits),                -- … of so many
  from_at timestamptz not null,
  to_at timestamptz not null,
  method text not null,
  derived_at timestamptz not null,
  valid_until timestamptz not null,
  wrong_at timestamptz,
  wrong_method text,
  primary key (customer_id, kind, channel),
  check ((kind = 'hours') = (open is not null) and (kind = 'hours') = (channel = '*')),
  check (from_at < to_at and derived_at < valid_until),
  check ((wrong_at is null) = (wrong_method is null))
);
select annotate('keep.inferred', '{kind,channel,open,hits,of_n,from_at,to_at,method,derived_at,valid_until,wrong_at,wrong_method}', 'profile', '{marketing,service}', 'relationship', 'row', 'yes', 'no');
grant select, insert, update, delete on keep.inferred to rapport_keep;
