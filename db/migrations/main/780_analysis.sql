-- The copy for analysis (docs/decisions/0780): what it has to know besides the facts.

-- Kinds of interactions and own fields that are not kept for analysis: whoever asks freely does not see them.
create table fact.closed_to_analysis (
  what text not null check (what in ('kind', 'field')),
  code text not null,
  primary key (what, code)
);
select reference_table('fact.closed_to_analysis');
grant select, insert, delete on fact.closed_to_analysis to rapport_keep;
grant select on fact.closed_to_analysis to rapport_office, rapport_analyst;

insert into fact.closed_to_analysis (what, code)
select 'kind', code from (select distinct on (code) code, purposes from keep.event_type order by code, version desc) k where not 'analysis' = any(purposes)
union all
select 'field', code from (select distinct on (code) code, purposes from keep.custom_field order by code, version desc) f where not 'analysis' = any(purposes);

-- Few, and looked for every few seconds, so that whoever is restricted or erased leaves at once.
create index derived_kept_out on fact.derived (customer_id) where status not in ('known', 'anonymous');
