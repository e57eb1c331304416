-- What the house tells other systems: which addresses hear of what, what is to be told, and how each telling went. A telling
-- names nobody: opaque ids, the kind, and facts. The secrets that sign it stand nowhere here: the keep makes them when asked.

create table office.webhook (
  webhook_id bigint primary key,
  title text not null,
  url text not null,
  kinds text[] not null check (cardinality(kinds) between 1 and 50),
  key_id bigint,                   -- the API key by which the receiver fetches what it may see
  secret_version int not null default 1,
  old_secret_until timestamptz,    -- until then the version before signs too
  state text not null default 'on' check (state in ('on', 'paused', 'off')),
  off_because text check (off_because in ('gone', 'failing')),
  failing_since timestamptz,       -- since the first of the failures that no success came after
  failures int not null default 0, -- how many there were since
  held_until timestamptz,          -- a receiver that fails is asked again then, and not by everything that waits
  version int not null default 1,
  made_by bigint not null,
  made_at timestamptz not null,
  changed_at timestamptz not null,
  check ((state = 'off') = (off_because is not null))
);
select reference_table('office.webhook');

-- customer_id 0: about nobody.
create table office.webhook_event (
  customer_id bigint not null,
  event_id bigint not null,
  kind text not null,
  at timestamptz not null,
  facts jsonb not null,
  primary key (customer_id, event_id)
);
create index webhook_event_at on office.webhook_event (at);
select annotate('office.webhook_event', '{event_id,kind,at,facts}', 'pseudonym', '{service}', 'P30D', 'row', 'yes', 'no');

create table office.webhook_delivery (
  customer_id bigint not null,
  event_id bigint not null,
  webhook_id bigint not null references office.webhook on delete cascade,
  state text not null default 'waiting' check (state in ('waiting', 'delivered', 'failed', 'dropped')),
  tries int not null default 0,
  next_at timestamptz not null,
  at timestamptz not null,         -- when it was asked for the last time, else when it came about
  status int,
  trouble text,
  took_ms int,
  primary key (customer_id, event_id, webhook_id),
  foreign key (customer_id, event_id) references office.webhook_event on delete cascade
);
create index webhook_delivery_due on office.webhook_delivery (webhook_id, next_at) where state = 'waiting';
create index webhook_delivery_log on office.webhook_delivery (webhook_id, event_id);
select annotate('office.webhook_delivery', '{event_id,webhook_id,state,tries,next_at,at,status,trouble,took_ms}', 'record', '{service}', 'P30D', 'row', 'no', 'no');

-- Where the follower of the facts stands: what was visible then has been told of.
create table office.followed (
  follower text primary key,
  snapshot text not null,
  at timestamptz not null
);
select reference_table('office.followed');

grant select, insert, update, delete on office.webhook, office.webhook_event, office.webhook_delivery to rapport_office;
grant select, insert, update on office.followed to rapport_office;
grant select, delete on office.webhook_event, office.webhook_delivery to rapport_keep;
