-- Channels: what may be said (templates), by which way out (accounts), and what became of each message.

-- Words live here and declare what they need: personal fields by name, slots by type. A version is never edited.
create table keep.template (
  template text not null check (template ~ '^[a-z][a-z0-9_-]{0,59}$'),
  version int not null check (version > 0),
  channel text not null,
  fields text[] not null,                               -- personal fields, opened at the hand-over and passed to nobody
  slots jsonb not null,                                 -- name -> number | money | date | code | product | url
  words jsonb not null,                                 -- language -> {subject, text, html}
  sha256 bytea not null check (octet_length(sha256) = 32),
  registered_at timestamptz not null,
  by_kind text not null,
  by_id bigint not null,
  primary key (template, version)
);
select reference_table('keep.template');
grant select, insert on keep.template to rapport_keep;

-- Ways out; settings and their passwords are sealed under a key of the installation.
create table keep.channel_account (
  account_id bigint primary key,
  channel text not null,
  title text not null,
  sealed bytea not null,
  registered_at timestamptz not null,
  by_kind text not null,
  by_id bigint not null,
  retired_at timestamptz
);
select reference_table('keep.channel_account');
grant select, insert, update (retired_at) on keep.channel_account to rapport_keep;

-- One message to one customer by one channel, through its states. customer_id is who it was addressed to; person, whom its
-- contact counts for. `once`: at most one hand-over, whatever happens; without it an unknown outcome may be tried again
-- under the same Message-ID.
create table keep.message (
  customer_id bigint not null,
  message_id bigint not null,
  person bigint not null,
  purpose text not null,
  topic text not null,
  channel text not null,
  template text not null,
  template_version int not null,
  slots jsonb not null,                                 -- numbers, money, dates, codes, product numbers: what the office gave
  sealed bytea,                                         -- what only the keep gives, such as a link that signs in
  subject bytea,                                        -- as it went, under the customer's content key
  language text,
  campaign_id bigint,
  campaign_title text,
  content_key text not null,
  because jsonb,                                        -- what chose this customer: codes with figures, for their own page
  once boolean not null,
  state text not null check (state in ('queued', 'handing', 'sent', 'failed', 'unknown', 'dropped')),
  why text,                                             -- code of the last outcome or refusal
  status text check (status ~ '^[0-9.]{1,12}$'),        -- of the server (RFC 3463)
  mark bigint,
  queued_at timestamptz not null,
  due_at timestamptz not null,
  latest timestamptz not null,
  lease_until timestamptz,
  handed_at timestamptz,
  done_at timestamptz,
  attempts smallint not null default 0,
  recorded boolean not null default false,              -- told to the log of interactions
  by_kind text not null,
  by_id bigint not null,
  by_role text not null,
  activity text not null,
  activity_id bigint,
  primary key (customer_id, message_id),
  check ((state = 'handing') = (lease_until is not null)),
  check (state not in ('sent', 'failed', 'unknown', 'dropped') or done_at is not null)
) with (fillfactor = 85);
create index message_due on keep.message (due_at) where state = 'queued';
create index message_handing on keep.message (lease_until) where state = 'handing';
create index message_untold on keep.message (done_at) where state in ('sent', 'failed', 'unknown') and not recorded;
create index message_campaign on keep.message (campaign_id, state) where campaign_id is not null;
select annotate('keep.message', '{message_id,person,purpose,topic,channel,template,template_version,slots,language,campaign_id,campaign_title,content_key,because,once,state,why,status,mark,queued_at,due_at,latest,lease_until,handed_at,done_at,attempts,recorded,by_kind,by_id,by_role,activity,activity_id}', 'record', '{service,marketing}', 'P3Y', 'row', 'yes', 'no');
select annotate('keep.message', '{sealed}', 'content', '{service}', 'P30D', 'row', 'no', 'no');
select annotate('keep.message', '{subject}', 'content', '{service,marketing}', 'P3Y', 'key', 'yes', 'no');
grant select, insert, update, delete on keep.message to rapport_keep;

-- A message goes from state to state in one direction. From a hand-over it comes back to the queue only when nothing left,
-- or when it may be repeated.
create function keep.message_moves() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if new.state = old.state and old.state <> 'handing' then return new; end if;
  if old.state = 'queued' and new.state in ('queued', 'handing', 'dropped') then return new; end if;
  if old.state = 'handing' and new.state in ('sent', 'failed', 'unknown') then return new; end if;
  if old.state = 'handing' and new.state = 'queued' and (not old.once or new.why in ('lapsed', 'deferred', 'unreachable', 'refused_login', 'courier_idle')) then return new; end if;
  if old.state = 'unknown' and new.state in ('sent', 'failed') then return new; end if;
  raise exception 'a message cannot go from % to % (%)', old.state, new.state, new.why using errcode = 'check_violation', constraint = 'message_moves';
end $$;
revoke execute on function keep.message_moves from public;
create trigger message_moves before update of state on keep.message for each row execute function keep.message_moves();

-- The secrets in a message's links, by digest. A link of one kind is nothing as another.
create table keep.link (
  digest bytea primary key check (octet_length(digest) = 32),
  kind text not null check (kind in ('stop', 'why')),
  customer_id bigint not null,
  message_id bigint not null,
  made_at timestamptz not null,
  expires_at timestamptz not null
);
select lookup_table('keep.link');
select annotate('keep.link', '{digest,kind,message_id,made_at,expires_at}', 'pseudonym', '{service,marketing}', 'P400D', 'row', 'no', 'no');
grant select, insert, delete on keep.link to rapport_keep;

-- What the built-in mailbox caught, when there is no way out: sealed under a key of the installation, for seven days.
-- `recipient` is the digest of the address, so that an erasure finds what was caught for the erased.
create table keep.mailbox_message (
  id bigint primary key,
  recipient bytea not null check (octet_length(recipient) = 32),
  sealed bytea not null,
  size int not null,
  at timestamptz not null
);
create index mailbox_message_recipient on keep.mailbox_message (recipient);
select lookup_table('keep.mailbox_message');
select annotate('keep.mailbox_message', '{recipient,sealed,size,at}', 'content', '{service}', 'P7D', 'row:keep.identifier', 'no', 'no');
grant select, insert, delete on keep.mailbox_message to rapport_keep;
