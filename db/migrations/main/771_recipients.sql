-- Who is told that data they received was corrected, erased or restricted (GDPR 19, docs/decisions/0773): whom the receipts and the log of tellings
-- name. The office tells them by webhook and reads here whom; no content, and afterwards no customer, only a number that leads to nobody.
create table fact.recipient (
  customer_id bigint not null,
  notice_id bigint not null,
  kind text not null check (kind in ('key', 'webhook')),
  recipient_id bigint not null,    -- a key by which somebody read, or a webhook that told of them
  what text not null check (what in ('corrected', 'erased', 'restricted')),
  covers jsonb not null,
  erasure_id bigint,
  made_at timestamptz not null,
  ready_at timestamptz,            -- from then on it is told; null: it may still be taken back
  due_at timestamptz,              -- until then everybody should have heard
  dropped_at timestamptz,          -- it was taken back
  confirmed_at timestamptz,        -- the receiver took it
  by_hand_at timestamptz,          -- a colleague told them otherwise
  by_hand_by bigint,
  primary key (customer_id, notice_id),
  check ((ready_at is null) = (due_at is null)),
  check ((by_hand_at is null) = (by_hand_by is null))
);
create index recipient_open on fact.recipient (due_at) where ready_at is not null and dropped_at is null and confirmed_at is null and by_hand_at is null;
create index recipient_erasure on fact.recipient (erasure_id) where erasure_id is not null;
select annotate('fact.recipient', '{notice_id,kind,recipient_id,what,covers,erasure_id,made_at,ready_at,due_at,dropped_at,confirmed_at,by_hand_at,by_hand_by}',
  'record', '{any}', 'P3Y', 'keep:proof that recipients were told', 'yes', 'no');
grant select, insert, update (ready_at, due_at, dropped_at, confirmed_at, by_hand_at, by_hand_by) on fact.recipient to rapport_keep;
grant select on fact.recipient to rapport_office;
-- What a receiver is called, for whoever sees whom was told.
grant select (webhook_id, title, key_id, state) on office.webhook to rapport_keep;
