-- A run of a campaign goes on where it was: how far it is, and until when the process that works on it may be believed to live.
alter table office.campaign_run add column position bigint not null default 0;  -- the last customer dealt with, in the order of ids
alter table office.campaign_run add column leased_until timestamptz;
create index campaign_run_open on office.campaign_run (run_id) where ended_at is null;
