-- Audiences that are deleted stay readable for the campaigns that were sent to them, and choose nobody for any other.
alter table office.audience add column deleted_at timestamptz;
