-- Who may come in: staff, their sessions and second factors, keys of programs, links of customers, and how much each may open.

create table keep.staff (
  staff_id bigint primary key,
  email_digest bytea not null unique,
  sealed bytea not null,           -- name and e-mail, under a key of the installation
  password text not null,          -- argon2id
  totp bytea,                      -- sealed secret; null until enrolled
  totp_pending bytea,
  totp_last bigint,                -- the step last used: a code works once
  role text not null check (role in ('admin', 'privacy', 'marketer', 'clerk', 'analyst')),
  units text[] not null default '{}',
  language text not null default 'en',
  status text not null default 'active' check (status in ('active', 'dismissed')),
  created_at timestamptz not null
);
select reference_table('keep.staff');

create table keep.passkey (
  credential_id text primary key,
  staff_id bigint not null references keep.staff,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null default '{}',
  title text not null,
  created_at timestamptz not null,
  used_at timestamptz
);
select reference_table('keep.passkey');

-- Challenges that were answered, until they would have ended anyway: each is good for one ceremony.
create table keep.passkey_challenge (
  digest bytea primary key check (octet_length(digest) = 32),
  expires_at timestamptz not null
);
select reference_table('keep.passkey_challenge');

-- Found by the digest of the token; the token itself is only in the browser.
create table keep.session (
  digest bytea primary key check (octet_length(digest) = 32),
  staff_id bigint,
  customer_id bigint,
  message_id bigint,               -- a session opened by a message's link is for that message only
  made_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  device text not null,            -- a class such as "Firefox, Linux", never the whole string
  check ((staff_id is null) <> (customer_id is null))
);
create index session_staff on keep.session (staff_id) where staff_id is not null;
create index session_customer on keep.session (customer_id) where customer_id is not null;
select lookup_table('keep.session');
select annotate('keep.session', '{digest,staff_id,message_id,made_at,seen_at,expires_at,device}', 'record', '{security,own_view}', 'P90D', 'row', 'yes', 'no');

create table keep.api_key (
  key_id bigint primary key,
  digest bytea not null unique check (octet_length(digest) = 32),
  hint text not null,              -- the first letters, to tell keys apart
  kind text not null check (kind in ('write', 'secret')),
  title text not null,
  source text not null,
  scopes text[] not null,
  purposes text[] not null,
  unit text,
  made_by bigint not null,
  made_at timestamptz not null,
  used_at timestamptz,
  revoked_at timestamptz           -- may lie ahead: a key that was replaced works on for a while
);
select reference_table('keep.api_key');

create table keep.magic_link (
  digest bytea primary key check (octet_length(digest) = 32),
  customer_id bigint not null,
  made_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
select lookup_table('keep.magic_link');
select annotate('keep.magic_link', '{digest,made_at,expires_at,used_at}', 'record', '{own_view,security}', 'P90D', 'row', 'yes', 'no');

-- How many persons an actor opened, hour by hour; and the budgets a second person approved.
create table keep.opened (
  actor_kind text not null,
  actor_id bigint not null,
  customer_id bigint not null,
  at timestamptz not null,
  primary key (actor_kind, actor_id, customer_id)
);
create index opened_at on keep.opened (actor_kind, actor_id, at);
select annotate('keep.opened', '{actor_kind,actor_id,at}', 'record', '{security}', 'P1D', 'row', 'no', 'no');

create table keep.budget_request (
  request_id bigint primary key,
  staff_id bigint not null references keep.staff,
  kind text not null check (kind in ('open', 'export')),
  persons int not null check (persons between 1 and 1000000),
  why text not null,
  asked_at timestamptz not null,
  approved_by bigint references keep.staff,
  approved_at timestamptz,
  until timestamptz,
  used_at timestamptz,             -- an export uses its approval up
  check (approved_by <> staff_id),
  check ((approved_by is null) = (approved_at is null))
);
select reference_table('keep.budget_request');

-- Attempts by digest of what was tried (address, network), to slow down guessing: counted before, given back on success.
create table keep.attempt (
  digest bytea primary key,
  made int not null,
  last_at timestamptz not null
);
select lookup_table('keep.attempt');

grant select, insert, update on keep.staff, keep.budget_request, keep.api_key to rapport_keep;
grant select, insert, update, delete on keep.passkey, keep.passkey_challenge, keep.session, keep.magic_link, keep.opened, keep.attempt to rapport_keep;
