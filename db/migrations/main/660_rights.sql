-- Rights as cases (docs/decisions/0660): who asked for what, by which road, until when the company answers, what it answered and why; what a
-- person says stands wrong, and who may ask for them.

create sequence keep.rights_number_seq;
grant usage on sequence keep.rights_number_seq to rapport_keep;

-- Who asks for somebody else, with what powers and until when.
create table keep.mandate (
  customer_id bigint not null,
  mandate_id bigint not null,
  holder bytea not null,             -- their name and how to reach them, sealed under the customer's key
  powers text[] not null check (cardinality(powers) > 0 and
    powers <@ '{access,rectify,erase,restrict,object,portability,review,complaint}'),
  since timestamptz not null,
  until timestamptz not null,
  road text not null check (road in ('portal', 'phone', 'paper', 'counter', 'mail')),
  evidence bytea,                    -- what shows it, in words, sealed under the customer's key
  file_id bigint,                    -- the scan, among their files
  by_kind text not null,
  by_id bigint not null,
  by_role text not null,
  ended_at timestamptz,
  ended_kind text,
  primary key (customer_id, mandate_id),
  check (until > since),
  check ((ended_at is null) = (ended_kind is null))
);
select annotate('keep.mandate', '{mandate_id,powers,since,until,road,file_id,by_kind,by_id,by_role,ended_at,ended_kind}', 'record', '{own_view}', 'relationship|P3Y', 'row', 'yes', 'no');
select annotate('keep.mandate', '{holder,evidence}', 'content', '{own_view}', 'relationship|P3Y', 'key', 'yes', 'masked');
grant select, insert, delete, update (ended_at, ended_kind) on keep.mandate to rapport_keep;

create table keep.rights_case (
  customer_id bigint not null,
  case_id bigint not null,
  number bigint not null,
  kind text not null check (kind in ('access', 'rectify', 'erase', 'restrict', 'object', 'portability', 'review', 'complaint')),
  about_kind text check (about_kind in ('field', 'identifier', 'interaction', 'guess', 'purpose')),
  about text,                        -- name of the field, kind of address, the interaction, the guess, the purpose
  road text not null check (road in ('portal', 'phone', 'paper', 'counter', 'mail')),
  law text not null check (law in ('152fz', 'gdpr')),
  asked_at timestamptz not null,
  due_at timestamptz not null,
  most_at timestamptz,               -- until when it can be put off at most; null: it cannot
  extended boolean not null default false,
  state text not null default 'open' check (state in ('open', 'answered', 'taken_back')),
  outcome text check (outcome in ('granted', 'refused')),
  ground text,
  said bytea,                        -- their words and the value they propose, sealed under their key
  answer bytea,                      -- ours, and why it was put off, sealed likewise
  evidence bytea,                    -- what shows that they asked, when somebody else entered it
  file_id bigint,
  mandate_id bigint,
  erasure_id bigint,
  by_kind text not null,
  by_id bigint not null,
  by_role text not null,
  ended_at timestamptz,
  ended_kind text,
  ended_id bigint,
  ended_role text,
  primary key (customer_id, case_id),
  foreign key (customer_id, mandate_id) references keep.mandate (customer_id, mandate_id),
  check ((about_kind is null) = (about is null)),
  check ((state = 'open') = (ended_at is null)),
  check ((state = 'answered') = (outcome is not null)),
  check ((outcome is not distinct from 'refused') = (ground is not null)),
  check (due_at > asked_at and (most_at is null or most_at >= due_at))
);
create index rights_case_due on keep.rights_case (due_at) where state = 'open';
create index rights_case_id on keep.rights_case (case_id);
select annotate('keep.rights_case', '{case_id,number,kind,about_kind,about,road,law,asked_at,due_at,most_at,extended,state,outcome,ground,file_id,mandate_id,erasure_id,by_kind,by_id,by_role,ended_at,ended_kind,ended_id,ended_role}',
  'record', '{own_view}', 'relationship|P3Y', 'row', 'yes', 'no');
select annotate('keep.rights_case', '{said,answer,evidence}', 'content', '{own_view}', 'relationship|P3Y', 'key', 'yes', 'masked');
grant select, insert, delete, update (due_at, extended, state, outcome, ground, answer, erasure_id, ended_at, ended_kind, ended_id, ended_role) on keep.rights_case to rapport_keep;

-- What was done in a case: rows are added, each chained to the one before; an answer ends it, and there is one end.
create table keep.rights_event (
  customer_id bigint not null,
  case_id bigint not null,
  seq int not null check (seq > 0),
  what text not null check (what in ('asked', 'extended', 'answered', 'taken_back')),
  at timestamptz not null,
  facts jsonb not null,              -- codes and moments, no words
  by_kind text not null,
  by_id bigint not null,
  by_role text not null,
  before_seq int generated always as (nullif(seq - 1, 0)) stored,
  before_hash bytea,
  hash bytea not null check (octet_length(hash) = 32),
  primary key (customer_id, case_id, seq),
  unique (customer_id, case_id, seq, hash),
  foreign key (customer_id, case_id, before_seq, before_hash) references keep.rights_event (customer_id, case_id, seq, hash),
  check ((seq = 1) = (before_hash is null)),
  check ((seq = 1) = (what = 'asked'))
);
create unique index rights_event_end on keep.rights_event (customer_id, case_id) where what in ('answered', 'taken_back');
select annotate('keep.rights_event', '{case_id,seq,what,at,facts,by_kind,by_id,by_role,before_seq,before_hash,hash}', 'record', '{own_view}', 'relationship|P3Y', 'row', 'yes', 'no');
grant select, insert, delete on keep.rights_event to rapport_keep;

-- A case that is over stays as it ended, whoever writes.
create function keep.rights_case_over() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  raise exception 'case % is over', old.number using errcode = 'check_violation', constraint = 'rights_case_over';
end $$;
revoke execute on function keep.rights_case_over from public;
create trigger rights_case_over before update on keep.rights_case for each row when (old.state <> 'open') execute function keep.rights_case_over();

-- What somebody says of what is held of them: that it is wrong, or what else is to be read with it. Their words stand beside it.
create table keep.contest (
  customer_id bigint not null,
  contest_id bigint not null,
  about_kind text not null check (about_kind in ('field', 'identifier', 'interaction', 'guess')),
  about text not null,
  kind text not null check (kind in ('wrong', 'note')),
  case_id bigint,                    -- in which it is answered; of a note there is none
  state text not null check (state in ('open', 'granted', 'refused', 'stands', 'ended')),
  said bytea,                        -- sealed under their key
  at timestamptz not null,
  ended_at timestamptz,
  primary key (customer_id, contest_id),
  foreign key (customer_id, case_id) references keep.rights_case (customer_id, case_id),
  check ((kind = 'note') = (case_id is null))
);
create index contest_case on keep.contest (customer_id, case_id);
select annotate('keep.contest', '{contest_id,about_kind,about,kind,case_id,state,at,ended_at}', 'record', '{own_view}', 'relationship', 'row', 'yes', 'no');
select annotate('keep.contest', '{said}', 'content', '{own_view}', 'relationship', 'key', 'yes', 'masked');
grant select, insert, delete, update (state, ended_at) on keep.contest to rapport_keep;

-- What of it the office has to know: that a guess is called wrong, and decides nothing. It outlives every computing anew.
create table fact.contest (
  customer_id bigint not null,       -- the person
  about text not null,               -- the guess
  at timestamptz not null,
  primary key (customer_id, about)
);
select annotate('fact.contest', '{about,at}', 'record', '{own_view}', 'relationship', 'row', 'yes', 'no');
grant select, insert, delete on fact.contest to rapport_keep;
grant select on fact.contest to rapport_office, rapport_analyst;

insert into fact.contest (customer_id, about, at) select customer_id, 'value_class', contested_at from office.value_class where contested_at is not null;
delete from public.annotation where table_name = 'office.value_class' and column_name = 'contested_at';
alter table office.value_class drop column contested_at;

-- Who is not to be counted and compared: a purpose without channels that they object to. What has channels stands in fact.reach.
create table fact.objection (
  customer_id bigint not null,       -- the person
  purpose text not null,
  primary key (customer_id, purpose)
);
select annotate('fact.objection', '{purpose}', 'record', '{any}', 'relationship', 'row', 'yes', 'no');
grant select, insert, delete on fact.objection to rapport_keep;
grant select on fact.objection to rapport_office, rapport_analyst;
insert into fact.objection (customer_id, purpose)
select distinct coalesce(c.merged_into, c.customer_id), s.purpose from keep.stop s join keep.customer c using (customer_id)
join lateral (select * from keep.purpose p where p.purpose = s.purpose order by version desc limit 1) p on true
where s.lifted_at is null and s.channel = '*' and s.topic = '*' and p.channels = '{}' and 'prohibition' = any(p.checks);

-- A code that was sent to show who it is: to one session, a few guesses, ten minutes.
create table keep.own_code (
  digest bytea primary key,          -- of the session
  customer_id bigint not null,
  code bytea not null,               -- HMAC
  expires_at timestamptz not null,
  tries smallint not null default 0
);
select lookup_table('keep.own_code');
select annotate('keep.own_code', '{digest,customer_id,code,expires_at,tries}', 'pseudonym', '{security}', 'P1D', 'row', 'no', 'no');
grant select, insert, delete, update (code, expires_at, tries) on keep.own_code to rapport_keep;

-- What shows people their own data holds whatever they restrict: the gate checks only that there is somebody (docs/decisions/0661).
insert into keep.purpose (purpose, version, number, parent, dpv_name, dpv_iri, legal_basis, categories, fields, channels, checks, roles, retention, title, explanation,
  registered_at, by_kind, by_id, retired, notice, consent_for, ask_again, recipients)
select purpose, version + 1, number, parent, dpv_name, dpv_iri, legal_basis, categories, fields, channels, array_replace(checks, 'standing', 'present'),
  case when 'admin' = any(roles) then roles else roles || '{admin}'::text[] end, retention, title, explanation, now(), 'service', 0, retired, notice, consent_for, ask_again, recipients
from keep.purpose p where purpose = 'own_view' and version = (select max(version) from keep.purpose where purpose = 'own_view');
