-- Providers that the staff sign in by (OpenID Connect), whom each one's accounts are, and sign-ins that are under way.

create table keep.sign_in_provider (
  provider_id bigint primary key,
  code text not null check (code ~ '^[a-z][a-z0-9-]{0,29}$'),  -- stands in the address to which the provider sends people back
  title text not null,
  issuer text not null,
  client_id text not null,
  sealed bytea not null,                 -- the client's secret, under a key of the installation
  domains text[] not null default '{}',  -- of e-mail addresses; none: any that the provider has verified
  newcomers text,                        -- the role of whoever is not known yet; null: only who is known or invited comes in
  groups_claim text,                     -- the claim that names somebody's groups
  groups text[] not null default '{}',   -- of whom is in the first of these, the first of the roles
  group_roles text[] not null default '{}' check (cardinality(group_roles) = cardinality(groups)),
  own_factor boolean not null,           -- whether the provider asks for a second factor itself
  paused boolean not null default false,
  made_at timestamptz not null,
  made_by bigint not null references keep.staff,
  changed_at timestamptz not null,
  changed_by bigint not null references keep.staff,
  proven_at timestamptz,                 -- when somebody first signed in by it
  removed_at timestamptz
);
create unique index sign_in_provider_code on keep.sign_in_provider (code) where removed_at is null;
select reference_table('keep.sign_in_provider');

create table keep.sign_in_link (
  provider_id bigint not null references keep.sign_in_provider,
  subject bytea not null check (octet_length(subject) = 32),  -- keyed digest of the issuer and its number for the account
  staff_id bigint not null references keep.staff,
  made_staff boolean not null,           -- whether the provider brought them, so that its groups say their role
  made_at timestamptz not null,
  seen_at timestamptz not null,
  primary key (provider_id, subject),
  unique (provider_id, staff_id)
);
create index sign_in_link_staff on keep.sign_in_link (staff_id);
select reference_table('keep.sign_in_link');

-- Found by the digest of the state, and by that of a cookie of the browser that began; gone with its first use.
create table keep.sign_in_flow (
  state bytea primary key check (octet_length(state) = 32),
  browser bytea not null check (octet_length(browser) = 32),
  provider_id bigint not null references keep.sign_in_provider,
  sealed bytea not null,                 -- the verifier, the nonce, where to go then
  session bytea,                         -- of whoever is signed in and shows once more that it is them
  staff_id bigint references keep.staff, -- whom the provider has named; our own second factor is still to be shown
  expires_at timestamptz not null
);
create index sign_in_flow_past on keep.sign_in_flow (expires_at);
select reference_table('keep.sign_in_flow');

grant select, insert, update on keep.sign_in_provider to rapport_keep;
grant select, insert, update, delete on keep.sign_in_link to rapport_keep;
grant select, insert, delete on keep.sign_in_flow to rapport_keep;
