-- Invitations, links for a new password, recovery codes, how somebody signed in and when they last showed it was them, the
-- company's own rules for signing in, and letters to the staff on their way out.

alter table keep.session add column way text;                    -- how it was opened: password, code, passkey, provider …
alter table keep.session add column confirmed_at timestamptz;    -- when they last showed that it is them; dangerous deeds ask anew
select annotate('keep.session', '{way,confirmed_at}', 'record', '{security,own_view}', 'P90D', 'row', 'yes', 'no');

create table keep.invitation (
  invitation_id bigint primary key,
  digest bytea not null unique check (octet_length(digest) = 32),
  email_digest bytea not null,
  sealed bytea not null,           -- the address, under a key of the installation
  staff_id bigint not null,        -- who they will be; a passkey is made for this number before they are
  role text not null,
  units text[] not null default '{}',
  language text not null,
  invited_by bigint not null references keep.staff,
  invited_at timestamptz not null,
  sent_at timestamptz not null,
  expires_at timestamptz not null,
  taken_at timestamptz,
  revoked_at timestamptz,
  check (taken_at is null or revoked_at is null)
);
create unique index invitation_open on keep.invitation (email_digest) where taken_at is null and revoked_at is null;
select reference_table('keep.invitation');

-- Found by the digest of the token, as a session is. Works once, for half an hour.
create table keep.reset_link (
  digest bytea primary key check (octet_length(digest) = 32),
  staff_id bigint not null references keep.staff,
  made_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
select reference_table('keep.reset_link');

create table keep.recovery_code (
  staff_id bigint not null references keep.staff,
  digest bytea not null check (octet_length(digest) = 32),  -- keyed, so that the codes cannot be tried against a stolen table
  used_at timestamptz,
  primary key (staff_id, digest)
);
select reference_table('keep.recovery_code');

-- What the company asks of whoever signs in: one row for each change, the last one holds.
create table keep.sign_in_rules (
  rules_id bigint generated always as identity primary key,
  second_factor_roles text[] not null default '{}',
  only_providers boolean not null default false,
  break_glass bigint references keep.staff,   -- may still sign in by password when only providers are left
  at timestamptz not null,
  by_id bigint not null,
  check (not only_providers or break_glass is not null)
);
select reference_table('keep.sign_in_rules');

-- Letters to the staff until they are handed over: to whom and what, sealed. A job in keep_jobs takes each.
create table keep.staff_letter (
  letter_id bigint primary key,
  sealed bytea not null,
  made_at timestamptz not null
);
select reference_table('keep.staff_letter');

-- Who declined a request says why, for whoever asked.
alter table keep.budget_request add column declined_why text check (declined_why is null or declined_at is not null);

grant select, insert, update on keep.invitation, keep.reset_link to rapport_keep;
grant select, insert on keep.sign_in_rules to rapport_keep;
grant select, insert, update, delete on keep.recovery_code to rapport_keep;
grant select, insert, delete on keep.staff_letter to rapport_keep;
grant delete on keep.invitation, keep.reset_link to rapport_keep;
create index passkey_staff on keep.passkey (staff_id);
