-- What is known of each person and since when, by names of fields alone, and what cannot be so (docs/decisions/0940). The keep writes it each night and
-- when somebody asks for it; no value of any field stands here, and no field that is delicate.
create table fact.quality (
  customer_id bigint primary key,        -- the person
  fields text[] not null,                -- what is known …
  confirmed date[] not null,             -- … and on which day it was last said or confirmed
  against text[] not null default '{}',  -- what cannot be so: field:why
  gathered_at timestamptz not null,
  check (cardinality(fields) = cardinality(confirmed))
);
create index quality_against on fact.quality (customer_id) where against <> '{}';
select annotate('fact.quality', '{fields,confirmed,against,gathered_at}', 'record', '{service,analysis,marketing}', 'relationship', 'row', 'yes', 'no');
grant select, insert, update, delete on fact.quality to rapport_keep;
grant select on fact.quality to rapport_office;
