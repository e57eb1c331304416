-- Decisions that weigh on a person (docs/decisions/0850): a credit, a price, a refusal. A purpose says whether such decisions are made for it and to which
-- context it belongs; data is of the contexts of the purposes it is kept for, and such a decision uses data of its own context only.

alter table keep.purpose
  add column context text check (context ~ '^[a-z][a-z0-9_-]{0,39}$'),
  add column weighs boolean not null default false,
  add constraint purpose_weighs_in_context check (not weighs or (context is not null and 'context' = any(checks)));

-- What a system of the company decided about somebody: added, never changed. Whether a person looked at it again stands in the case that asked for it.
create table keep.decision (
  customer_id bigint not null,
  decision_id bigint not null,
  digest bytea not null check (octet_length(digest) = 32),  -- of the number it has in the system that decided, so that it is recorded once
  purpose text not null,
  purpose_version int not null,
  context text not null,
  kind text not null check (kind in ('credit', 'price', 'refusal', 'another')),
  outcome text not null check (outcome in ('favourable', 'unfavourable')),
  made_by text not null check (made_by in ('program', 'person')),
  data jsonb not null check (jsonb_typeof(data) = 'array'),  -- codes of what it used: fields, kinds of entries, guesses; no values
  said bytea not null,               -- what was decided, the reasons and the method in words, sealed under the customer's key
  decided_at timestamptz not null,
  at timestamptz not null,
  by_kind text not null,
  by_id bigint not null,
  by_role text not null,
  primary key (customer_id, decision_id),
  unique (customer_id, digest)
);
select annotate('keep.decision', '{decision_id,digest,purpose,purpose_version,context,kind,outcome,made_by,data,decided_at,at,by_kind,by_id,by_role}',
  'record', '{own_view}', 'relationship|P3Y', 'row', 'yes', 'no');
select annotate('keep.decision', '{said}', 'content', '{own_view}', 'relationship|P3Y', 'key', 'yes', 'no');
grant select, insert, delete on keep.decision to rapport_keep;

alter table keep.rights_case drop constraint rights_case_about_kind_check,
  add constraint rights_case_about_kind_check check (about_kind in ('field', 'identifier', 'interaction', 'guess', 'purpose', 'decision'));
-- Of one decision one request to look at it again waits at a time.
create unique index rights_case_decision on keep.rights_case (customer_id, about) where about_kind = 'decision' and state = 'open';
