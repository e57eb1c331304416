-- The gate: how much contact is too much, and every contact that was reserved, made or refused.

-- A cap is changed by a new version. Windows roll: "2 in 604800 s" holds for any seven days, not for calendar weeks.
create table keep.cap (
  cap text not null check (cap ~ '^[a-z][a-z0-9_-]{0,39}$'),
  version int not null check (version > 0),
  scope text not null check (scope in ('all', 'channel', 'topic')),
  key text,                                             -- which channel or topic; null with scope 'channel' or 'topic': each of them
  contacts int not null check (contacts >= 0),
  window_s int not null check (window_s between 1 and 31622400),
  registered_at timestamptz not null,
  by_kind text not null,
  by_id bigint not null,
  retired boolean not null default false,
  primary key (cap, version),
  check (scope <> 'all' or key is null)
);
select reference_table('keep.cap');
grant select, insert on keep.cap to rapport_keep;
create trigger register_changed after insert on keep.cap for each statement execute function keep.register_changed();

-- One row per person and content: so no content reaches a person twice, by whatever address, channel or campaign.
-- customer_id is the person (the root of a merge); addressed_id the identity it was asked for.
create table keep.contact (
  customer_id bigint not null,
  content_key text not null check (length(content_key) between 1 and 120),
  addressed_id bigint not null,
  purpose text not null,
  channel text not null,
  topic text not null,
  campaign_id bigint,
  state text not null check (state in ('reserved', 'made', 'released', 'refused')),
  reason text,                                          -- of a refusal, or of a release
  mark bigint,                                          -- how it stands in person_state.recent; null: it counts for no cap
  at timestamptz not null,
  primary key (customer_id, content_key),
  check ((state in ('released', 'refused')) = (reason is not null))
) with (fillfactor = 90);
select annotate('keep.contact', '{content_key,addressed_id,purpose,channel,topic,campaign_id,state,reason,mark,at}', 'record', '{service,marketing}', 'P3Y', 'row', 'yes', 'no');
grant select, insert, update, delete on keep.contact to rapport_keep;
