-- Whoever may become a customer: who they are stands in the keep, with the role "lead"; here is what is done about them.
-- One row for the card they came as; a lead that was joined with a customer keeps its row, and can be taken apart again.
create table office.lead (
  customer_id bigint primary key,
  source text not null check (source in ('form', 'import', 'hand', 'api')),
  form text,                       -- code of the form it came by
  campaign text,                   -- code that came along: utm_campaign, or what the form said
  state text not null default 'new' check (state in ('new', 'working', 'qualified', 'disqualified', 'converted', 'joined')),
  reason text check (reason in ('no_answer', 'not_interested', 'no_budget', 'not_our_offer', 'wrong_contact', 'spam')),
  owner bigint,
  unit text,                       -- code of a unit
  came_at timestamptz not null,
  due_at timestamptz not null,     -- when the first answer is due
  answered_at timestamptz,
  answered_by bigint,              -- null with answered_at: what was sent or called shows it
  moved_at timestamptz not null,
  moved_by bigint,
  converted_at timestamptz,
  converted_by bigint,
  joined_to bigint,                -- the card they were joined with: a customer's, or (state joined) that of another lead
  place bigint not null,           -- order of the list: who waits for an answer first, then the newest
  check ((state = 'disqualified') = (reason is not null)),
  check ((state = 'converted') = (converted_at is not null)),
  check (joined_to is null or state in ('converted', 'joined'))
);
create index lead_place on office.lead (place, customer_id);
create index lead_owner on office.lead (owner, place, customer_id) where state in ('new', 'working', 'qualified');
create index lead_open on office.lead (place, customer_id) where state in ('new', 'working', 'qualified');
create index lead_unanswered on office.lead (customer_id) where answered_at is null and state in ('new', 'working', 'qualified');
select annotate('office.lead', '{source,form,campaign,state,reason,owner,unit,came_at,due_at,answered_at,answered_by,moved_at,moved_by,converted_at,converted_by,joined_to,place}', 'record', '{service,marketing}', 'relationship', 'row', 'yes', 'no');

-- Each change of a lead: who, when, from what to what.
create table office.lead_change (
  customer_id bigint not null,
  change_id bigint not null,       -- from office.row_id_seq
  at timestamptz not null,
  by_staff bigint,                 -- null: it came about by itself
  what text not null check (what in ('came', 'state', 'owner', 'unit', 'answered')),
  was text,
  became text,
  reason text,
  primary key (customer_id, change_id)
);
select annotate('office.lead_change', '{change_id,at,by_staff,what,was,became,reason}', 'record', '{service,marketing}', 'relationship', 'row', 'yes', 'no');

-- Within how long a lead gets a first answer, and how far the facts have been followed.
create table office.lead_rule (
  one_row boolean primary key default true check (one_row),
  answer_minutes int not null default 240 check (answer_minutes between 5 and 20160),
  followed text,                   -- a snapshot: what was visible in it has been looked at
  followed_at timestamptz
);
insert into office.lead_rule default values;
select reference_table('office.lead_rule');

grant select, insert, update, delete on office.lead, office.lead_change to rapport_office;
grant select, update on office.lead_rule to rapport_office;
grant select, delete on office.lead, office.lead_change to rapport_keep;

-- Who is a lead is followed by what changed, but for the first time, when all are looked for.
create index derived_lead on fact.derived (customer_id) where role = 'lead';

-- Role of a customer, each change of it: a lead that became a customer, and was taken back.
create table keep.role_change (
  customer_id bigint not null,
  change_id bigint not null,       -- from keep.row_id_seq
  was text not null check (was in ('customer', 'lead', 'supplier', 'partner')),
  became text not null check (became in ('customer', 'lead', 'supplier', 'partner')),
  at timestamptz not null,
  by_kind text not null,
  by_id bigint not null,
  primary key (customer_id, change_id)
);
select annotate('keep.role_change', '{change_id,was,became,at,by_kind,by_id}', 'record', '{service,marketing}', 'relationship', 'row', 'yes', 'no');
grant select, insert, delete on keep.role_change to rapport_keep;
