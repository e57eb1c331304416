-- The terms: what data may be used for (registries), and what each customer allows and wants.

-- A purpose is never edited: a new version is added, and a version that was in force stays readable for ever.
create table keep.purpose (
  purpose text not null check (purpose ~ '^[a-z][a-z0-9_]{0,39}$'),
  version int not null check (version > 0),
  number smallint not null check (number > 0),          -- short code of the purpose, the same in every version
  parent text,                                          -- consent to a child never grants the parent
  dpv_name text not null,
  dpv_iri text not null check (dpv_iri like 'https://w3id.org/dpv%'),
  legal_basis text not null check (legal_basis in ('consent', 'contract', 'legal_obligation', 'legitimate_interest')),
  categories text[] not null check (categories <@ '{contact,content,sensitive,profile,pseudonym,record}'::text[]),
  fields text[] not null,                               -- '*' for every field of its categories
  channels text[] not null,                             -- empty: never used to contact anybody
  checks text[] not null,
  roles text[] not null,
  retention text not null,
  title jsonb not null check (title ? 'en' and title ? 'ru'),
  explanation jsonb not null check (explanation ? 'en' and explanation ? 'ru'),
  registered_at timestamptz not null,
  by_kind text not null,
  by_id bigint not null,
  retired boolean not null default false,
  primary key (purpose, version)
);
select reference_table('keep.purpose');

create table keep.topic (
  topic text not null check (topic ~ '^[a-z][a-z0-9_-]{0,39}$'),
  version int not null check (version > 0),
  number smallint not null check (number > 0),          -- short code of the topic, the same in every version
  title jsonb not null check (title ? 'en' and title ? 'ru'),
  registered_at timestamptz not null,
  by_kind text not null,
  by_id bigint not null,
  retired boolean not null default false,
  primary key (topic, version)
);
select reference_table('keep.topic');

-- What people were shown when they said yes: the text itself, so that its hash can be checked years later.
create table keep.notice (
  notice text not null check (notice ~ '^[a-z][a-z0-9_-]{0,39}$'),
  version int not null check (version > 0),
  language text not null,
  sha256 bytea not null check (sha256 = sha256(convert_to(body, 'UTF8'))),
  body text not null,
  registered_at timestamptz not null,
  by_kind text not null,
  by_id bigint not null,
  primary key (notice, version, language)
);
select reference_table('keep.notice');

grant select, insert on keep.purpose, keep.topic, keep.notice to rapport_keep;

-- A new value whenever a register changes, so that a reader knows without reading them whether the rules it holds are in force.
create table keep.register_state (
  one boolean primary key default true check (one),
  version uuid not null
);
insert into keep.register_state (version) values (gen_random_uuid());
select reference_table('keep.register_state');
grant select on keep.register_state to rapport_keep;

create function keep.register_changed() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update keep.register_state set version = gen_random_uuid();
  return null;
end $$;
revoke execute on function keep.register_changed from public;
create trigger register_changed after insert on keep.purpose for each statement execute function keep.register_changed();
create trigger register_changed after insert on keep.topic for each statement execute function keep.register_changed();

-- One row per person, locked before anything is decided for that person: a cap is counted, a lease written, a consent
-- changed only under it. `recent` is the contacts inside the longest window, packed (src/keep/gate/contactMark.ts).
create table keep.person_state (
  customer_id bigint primary key,
  recent bigint[] not null default '{}'
) with (fillfactor = 70);
select annotate('keep.person_state', '{recent}', 'pseudonym', '{marketing}', 'P1Y', 'row', 'yes', 'no');
grant select, insert, update, delete on keep.person_state to rapport_keep;

-- Consent, by the states of ISO/IEC TS 27560 in W3C's DPV names. Events are only ever added. Each names the event before
-- it (number, state, hash), and the foreign key holds it to that: no event can be slipped in, forked or dropped between.
-- A record that ended (refused, deferred, revoked, expired, invalidated) is not taken up again; a new one replaces it.
create table keep.consent_event (
  customer_id bigint not null,
  purpose text not null,
  category text not null,
  channel text not null,                                -- '*': every channel
  topic text not null,                                  -- '*': every topic
  seq int not null check (seq > 0),
  from_state text not null,
  state text not null,
  replaces text,                                        -- the state in which the record that this one replaces had ended
  before_seq int generated always as (nullif(seq - 1, 0)) stored,
  before_state text generated always as (case when seq > 1 then coalesce(replaces, from_state) end) stored,
  before_hash bytea,
  hash bytea not null check (octet_length(hash) = 32),
  at timestamptz not null,
  expires_at timestamptz,
  event_type text not null check (event_type in ('Informed', 'Implied', 'Expressed', 'ExplicitlyExpressed')),
  purpose_version int not null,
  notice text,
  notice_version int,
  language text,
  method text not null,                                 -- how it came in: portal, link, paper, phone, import, ...
  evidence_kind text,
  evidence bytea,                                       -- sealed under a key of the installation: it outlives an erasure
  evidence_hash bytea,                                  -- of the sealed evidence, and part of the chain
  by_kind text not null,
  by_id bigint not null,
  by_role text not null,
  import_id bigint,
  primary key (customer_id, purpose, category, channel, topic, seq),
  unique (customer_id, purpose, category, channel, topic, seq, state, hash),
  foreign key (customer_id, purpose, category, channel, topic, before_seq, before_state, before_hash)
    references keep.consent_event (customer_id, purpose, category, channel, topic, seq, state, hash),
  constraint consent_chain check ((seq = 1) = (before_hash is null)),
  constraint consent_start check ((seq > 1 and replaces is null) or from_state = 'ConsentUnknown'),
  constraint consent_replaces check (replaces is null or (seq > 1 and replaces in
    ('ConsentRefused', 'ConsentRequestDeferred', 'ConsentRevoked', 'ConsentExpired', 'ConsentInvalidated'))),
  constraint consent_move check (
    (from_state = 'ConsentUnknown' and state = 'ConsentUnknown' and seq = 1)
    or (from_state = 'ConsentUnknown' and state = 'ConsentRequested')
    or (from_state = 'ConsentRequested' and state in ('ConsentGiven', 'ConsentRefused', 'ConsentRequestDeferred'))
    or (from_state in ('ConsentGiven', 'RenewedConsentGiven') and state in
      ('RenewedConsentGiven', 'ConsentWithdrawn', 'ConsentRevoked', 'ConsentExpired', 'ConsentInvalidated'))
    or (from_state = 'ConsentWithdrawn' and state = 'ConsentRequested')),
  constraint consent_evidence check (state not in ('ConsentGiven', 'RenewedConsentGiven')
    or (evidence_kind is not null and evidence_kind <> 'import' and notice is not null)),
  constraint consent_import check (import_id is null or state in ('ConsentUnknown', 'ConsentRequested'))
);
select annotate('keep.consent_event', '{purpose,category,channel,topic,seq,from_state,state,replaces,before_seq,before_state,before_hash,hash,at,expires_at,event_type,purpose_version,notice,notice_version,language,method,evidence_kind,evidence_hash,by_kind,by_id,by_role,import_id}', 'record', '{any}', 'relationship+P3Y', 'keep:proof', 'yes', 'no');
select annotate('keep.consent_event', '{evidence}', 'record', '{any}', 'relationship+P3Y', 'keep:proof', 'yes', 'masked');
grant select, insert on keep.consent_event to rapport_keep;

-- Where each record stands now. Only the events below write it: the keep itself has no right to.
create table keep.consent_state (
  customer_id bigint not null,
  purpose text not null,
  category text not null,
  channel text not null,
  topic text not null,
  seq int not null,
  state text not null,
  since timestamptz not null,
  expires_at timestamptz,
  hash bytea not null,
  primary key (customer_id, purpose, category, channel, topic)
) with (fillfactor = 85);
create index consent_state_expiry on keep.consent_state (expires_at) where expires_at is not null and state in ('ConsentGiven', 'RenewedConsentGiven');
select annotate('keep.consent_state', '{purpose,category,channel,topic,seq,state,since,expires_at,hash}', 'record', '{any}', 'relationship', 'row', 'yes', 'no');
grant select, delete on keep.consent_state to rapport_keep;

create function keep.consent_stands() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if new.seq = 1 then
    insert into keep.consent_state (customer_id, purpose, category, channel, topic, seq, state, since, expires_at, hash)
    values (new.customer_id, new.purpose, new.category, new.channel, new.topic, 1, new.state, new.at, new.expires_at, new.hash);
    return null;
  end if;
  update keep.consent_state
  set seq = new.seq, state = new.state, since = new.at, expires_at = new.expires_at, hash = new.hash
  where customer_id = new.customer_id and purpose = new.purpose and category = new.category
    and channel = new.channel and topic = new.topic and seq = new.seq - 1;
  if not found then
    raise exception 'consent event % does not follow the state of its record', new.seq using errcode = 'check_violation', constraint = 'consent_stands';
  end if;
  return null;
end $$;
revoke execute on function keep.consent_stands from public;
create trigger consent_stands after insert on keep.consent_event for each row execute function keep.consent_stands();

-- A stop forbids whatever the basis is: everything ('*' thrice), a channel, a topic, or (objection) one purpose.
-- It ends by being lifted, never by being changed.
create table keep.stop (
  customer_id bigint not null,
  stop_id bigint not null,
  purpose text not null default '*',
  channel text not null default '*',
  topic text not null default '*',
  since timestamptz not null,
  method text not null,
  by_kind text not null,
  by_id bigint not null,
  by_role text not null,
  lifted_at timestamptz,
  lifted_method text,
  lifted_kind text,
  lifted_by bigint,
  primary key (customer_id, stop_id),
  check (lifted_at is null or (lifted_at >= since and lifted_method is not null and lifted_kind is not null and lifted_by is not null))
);
create unique index stop_open on keep.stop (customer_id, purpose, channel, topic) where lifted_at is null;
select annotate('keep.stop', '{stop_id,purpose,channel,topic,since,method,by_kind,by_id,by_role,lifted_at,lifted_method,lifted_kind,lifted_by}', 'record', '{any}', 'relationship', 'row', 'yes', 'no');
grant select, insert, delete, update (lifted_at, lifted_method, lifted_kind, lifted_by) on keep.stop to rapport_keep;

-- What the customer would rather have: the order of channels, topics of interest, "at most n in so many days".
create table keep.preference (
  customer_id bigint not null,
  preference_id bigint not null,
  kind text not null check (kind in ('channel', 'topic', 'cap')),
  code text not null,                                   -- the channel or topic; 'all' for a cap
  value int not null check (value >= 0),                -- rank of the channel (1 first), interest, or contacts of the cap
  days int check (days between 1 and 365),              -- the window of a cap
  since timestamptz not null,
  method text not null,
  by_kind text not null,
  by_id bigint not null,
  until timestamptz,
  primary key (customer_id, preference_id),
  check ((kind = 'cap') = (days is not null)),
  check (until is null or until >= since)
);
create unique index preference_now on keep.preference (customer_id, kind, code) where until is null;
select annotate('keep.preference', '{preference_id,kind,code,value,days,since,method,by_kind,by_id,until}', 'profile', '{marketing,service}', 'relationship', 'row', 'yes', 'no');
grant select, insert, delete, update (until) on keep.preference to rapport_keep;

-- Addresses that must never be written to, whoever they belong to: by digest, so the list holds no address.
create table keep.suppression (
  kind text not null check (kind in ('email', 'phone')),
  digest bytea not null check (octet_length(digest) = 32),
  reason text not null check (reason in ('bounce', 'complaint', 'wrong_person', 'request', 'import')),
  since timestamptz not null,
  by_kind text not null,
  by_id bigint not null,
  import_id bigint,
  primary key (kind, digest)
);
select lookup_table('keep.suppression');
select annotate('keep.suppression', '{kind,digest,reason,since,by_kind,by_id,import_id}', 'pseudonym', '{any}', 'P10Y', 'keep:stop_list', 'no', 'no');
grant select, insert, delete on keep.suppression to rapport_keep;

-- A hand-over under way. Written under the person's row by the last decision before the wire; whoever withdraws waits until
-- the leases older than the withdrawal are closed or past.
create table keep.lease (
  customer_id bigint not null,
  lease_id bigint not null,                             -- the message
  lease_until timestamptz not null,
  closed_at timestamptz,
  primary key (customer_id, lease_id)
);
select annotate('keep.lease', '{lease_id,lease_until,closed_at}', 'record', '{any}', 'P30D', 'row', 'no', 'no');
grant select, insert, update, delete on keep.lease to rapport_keep;

-- What the office counts audiences by, before pressure. Only what is allowed stands here, and where one topic differs.
create table fact.reach (
  customer_id bigint not null,
  purpose text not null,
  channel text not null,
  topic text not null,
  reach boolean not null,
  batch bigint not null,
  primary key (customer_id, purpose, channel, topic)
);
create index reach_batch on fact.reach using brin (batch) with (pages_per_range = 32);
select annotate('fact.reach', '{purpose,channel,topic,reach,batch}', 'pseudonym', '{any}', 'relationship', 'row', 'no', 'no');
grant select, insert, update, delete on fact.reach to rapport_keep;
grant select on fact.reach to rapport_office, rapport_analyst;
