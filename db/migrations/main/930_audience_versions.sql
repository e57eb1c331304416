-- The rule of an audience can be changed (docs/decisions/0930): what it was before is kept, and a run of a campaign goes by the rule it began with.
alter table office.audience add column version int not null default 1;
alter table office.audience add column changed_at timestamptz;   -- the rule; null: as it was made
alter table office.audience add column changed_by bigint;

-- Rules that an audience had and has no more.
create table office.audience_version (
  audience_id bigint not null references office.audience,
  version int not null,
  rule jsonb not null,
  until timestamptz not null,
  primary key (audience_id, version)
);
select reference_table('office.audience_version');
grant select, insert on office.audience_version to rapport_office;

alter table office.campaign_run add column audience_version int not null default 1;

-- How many were in an audience at the end of a day of the company, or at the last hour of today.
create table office.audience_size (
  audience_id bigint not null references office.audience,
  day date not null,
  purpose text not null,
  count int not null check (count >= 0),
  primary key (audience_id, day)
);
select reference_table('office.audience_size');
grant select, insert, update, delete on office.audience_size to rapport_office;
