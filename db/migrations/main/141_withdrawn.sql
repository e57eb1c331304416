-- Campaigns that were stopped: what of them is not on its way never leaves, whoever queued it and whenever it is due.
create table keep.withdrawn_campaign (
  campaign_id bigint primary key,
  at timestamptz not null,
  by_kind text not null,
  by_id bigint not null
);
select reference_table('keep.withdrawn_campaign');
grant select, insert on keep.withdrawn_campaign to rapport_keep;
