-- What a list of customers is filtered and sorted by: one row a person, kept by the office from what the facts say. Whoever lists
-- a million people cannot add up ten million interactions each time.
create table office.figures (
  customer_id bigint primary key,  -- a person: the root of a merge
  kind text not null,
  role text not null,
  language text,
  country char(2),
  region text,
  age_band text,
  birthday smallint,               -- month times a hundred, and the day
  has_email boolean not null,
  has_phone boolean not null,
  created timestamptz,
  first_at timestamptz,
  last_contact_at timestamptz,
  last_kind text,
  last_channel text,
  last_direction text,
  purchases int not null,
  spent bigint,                    -- in the currency most was spent in
  currency char(3),
  last_purchase_at timestamptz,
  own jsonb,                       -- what the company's own fields say, by code
  changed_at timestamptz not null
) with (fillfactor = 85);
select annotate('office.figures', '{kind,role,language,country,region,age_band,birthday,has_email,has_phone,created,first_at,last_contact_at,last_kind,last_channel,last_direction,purchases,spent,currency,last_purchase_at,own,changed_at}',
  'profile', '{service,analysis,marketing}', 'relationship', 'row', 'yes', 'no');

-- Whose figures are to be computed anew.
create table office.figures_due (
  customer_id bigint primary key
);

-- How far the changes of the facts have been followed. A snapshot means something in its own cluster only: `mark_xid` is not part of a
-- backup and takes its default where one is brought back, so that it no longer says the same as `mark_said`.
create table office.figures_follow (
  one_row boolean primary key default true check (one_row),
  mark text,                       -- pg_snapshot: what has been taken in
  mark_xid xid8 not null default pg_current_xact_id(),
  mark_said text,
  marked_at timestamptz,
  walk bigint,                     -- everybody is computed anew: up to this customer so far; null: nobody is
  again boolean not null default false,  -- begin anew at the end of this walk
  walked_at timestamptz            -- when everybody had been computed
);
insert into office.figures_follow (one_row) values (true);
select reference_table('office.figures_follow');

grant select, insert, update, delete on office.figures, office.figures_due to rapport_office;
grant select, update on office.figures_follow to rapport_office;
grant select, delete on office.figures, office.figures_due to rapport_keep;
