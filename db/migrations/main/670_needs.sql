-- What customers look for, want and worry about, told by themselves or entered by whoever heard it; and what the company answered. The words
-- stand sealed and go when the need ends; of one said without a name the company learns nothing that leads to whose it is until an
-- answer is accepted (docs/decisions/0670).

create table keep.need (
  customer_id bigint not null,
  need_id bigint not null check (need_id > 0),            -- drawn by lot: it stands in no order with anything else
  kind text not null check (kind in ('need', 'want', 'worry')),
  unnamed boolean not null,
  named_at timestamptz,                                   -- of an unnamed one: since when the company knows whose it is
  topic text,                                             -- a topic of the register; null: of none
  budget bigint check (budget between 1 and 10000000000000),
  currency char(3),
  until date,                                             -- the last day of use to them, as they said it
  sealed bytea,                                           -- the words; null when they are gone
  road text not null check (road in ('portal', 'phone', 'counter', 'letter', 'reply', 'chat')),
  evidence bytea,                                         -- how whoever entered it knows, in words; sealed
  state text not null check (state in ('open', 'accepted', 'closed', 'expired')),
  said_at timestamptz not null,
  moved_at timestamptz not null,
  expires_at timestamptz not null,                        -- from then on nobody is shown its words, whether or not they were removed
  by_kind text not null,
  by_id bigint not null,
  by_role text not null,
  primary key (customer_id, need_id),
  check ((budget is null) = (currency is null)),
  check (state in ('open', 'accepted') or (sealed is null and evidence is null)),
  check (named_at is null or unnamed),
  -- Somebody is made responsible for a worry, and that is done by whose it is.
  check (not unnamed or kind <> 'worry'),
  -- Who enters what somebody else said knows whose it is.
  check (not unnamed or by_kind = 'customer'),
  check ((evidence is not null or sealed is null) or by_kind = 'customer')
);
create index need_number on keep.need (need_id);
create index need_day on keep.need (((said_at at time zone 'UTC')::date) desc, need_id desc);
create index need_ends on keep.need (expires_at) where sealed is not null;
create index need_past on keep.need (moved_at) where state in ('closed', 'expired');
select annotate('keep.need', '{need_id,kind,unnamed,named_at,topic,budget,currency,until,road,state,said_at,moved_at,expires_at,by_kind,by_id,by_role}', 'record', '{service}', 'P365D', 'row', 'yes', 'no');
select annotate('keep.need', '{sealed}', 'content', '{service}', 'P365D', 'key', 'yes', 'no');
select annotate('keep.need', '{evidence}', 'content', '{service}', 'P365D', 'key', 'yes', 'masked');
grant select, insert, update, delete on keep.need to rapport_keep;

create table keep.need_answer (
  customer_id bigint not null,
  need_id bigint not null,
  answer_id bigint not null check (answer_id > 0),
  sealed bytea,
  price bigint check (price between 0 and 10000000000000),
  currency char(3),
  state text not null check (state in ('given', 'accepted', 'declined', 'taken_back')),
  at timestamptz not null,
  moved_at timestamptz not null,
  by_kind text not null,
  by_id bigint not null,
  by_role text not null,
  primary key (customer_id, need_id, answer_id),
  foreign key (customer_id, need_id) references keep.need on delete cascade,
  check ((price is null) = (currency is null))
);
create unique index need_answer_accepted on keep.need_answer (customer_id, need_id) where state = 'accepted';
select annotate('keep.need_answer', '{need_id,answer_id,price,currency,state,at,moved_at,by_kind,by_id,by_role}', 'record', '{service}', 'P365D', 'row', 'yes', 'no');
select annotate('keep.need_answer', '{sealed}', 'content', '{service}', 'P365D', 'key', 'yes', 'no');
grant select, insert, update, delete on keep.need_answer to rapport_keep;

-- Answers the company keeps at hand: its own words, about nobody.
create table keep.ready_answer (
  answer text primary key check (answer ~ '^[a-z][a-z0-9_-]{0,39}$'),
  title jsonb not null,
  words jsonb not null,
  changed_at timestamptz not null,
  by_kind text not null,
  by_id bigint not null,
  retired_at timestamptz
);
select reference_table('keep.ready_answer');
grant select, insert, update on keep.ready_answer to rapport_keep;

-- For counting: what is looked for, by week. It names nobody and leads to nobody: the customer is not here, the number was drawn by lot, and topic
-- and budget stand only where five persons or more said the like.
create table fact.need (
  need_id bigint primary key,
  kind text not null,
  topic text,
  band text,
  week date not null,
  state text not null check (state in ('open', 'answered', 'accepted', 'closed', 'expired'))
);
select lookup_table('fact.need');
create index need_week on fact.need (week);
grant select, insert, update, delete on fact.need to rapport_keep;
grant select on fact.need to rapport_office, rapport_analyst;

-- A letter that only its customer is to know of: nobody of the company sees that it went, and when.
alter table keep.message add column discreet boolean not null default false;
select annotate('keep.message', '{discreet}', 'record', '{service,marketing}', 'P3Y', 'row', 'no', 'no');
