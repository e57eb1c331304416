-- What customers say of being contacted: at most so often, only at these hours, not until that day, ask me each time. It takes
-- the place of keep.preference, of which only caps were ever written.

create table keep.rule (
  customer_id bigint not null,
  rule_id bigint not null,
  kind text not null check (kind in ('cap', 'pause', 'hours', 'ask')),
  channel text not null default '*',
  topic text not null default '*',
  contacts int check (contacts between 0 and 1000),     -- of a cap: at most so many
  window_s int check (window_s between 3600 and 31622400), -- in so many seconds, which roll
  open smallint[],                                       -- of hours: when it is fine, in threes of days (bits, Monday the lowest), from and to minute of their own day
  ends_at timestamptz,                                   -- of a pause: until when; null: until they say otherwise
  since timestamptz not null,
  method text not null,                                  -- how it came in: portal, link, phone, paper, ...
  evidence bytea,                                        -- what proves it when somebody else entered it, sealed under their key
  by_kind text not null,
  by_id bigint not null,
  by_role text not null,
  ended_at timestamptz,
  ended_method text,
  primary key (customer_id, rule_id),
  constraint rule_cap check ((kind = 'cap') = (contacts is not null and window_s is not null)),
  constraint rule_hours check ((kind = 'hours') = (open is not null) and (open is null or cardinality(open) between 3 and 42 and cardinality(open) % 3 = 0)),
  constraint rule_pause check (ends_at is null or kind = 'pause'),
  constraint rule_counts check (kind <> 'cap' or channel = '*' or topic = '*'),
  constraint rule_ended check ((ended_at is null) = (ended_method is null) and (ended_at is null or ended_at >= since))
);
create unique index rule_now on keep.rule (customer_id, kind, channel, topic) where ended_at is null;
select annotate('keep.rule', '{rule_id,kind,channel,topic,contacts,window_s,open,ends_at,since,method,by_kind,by_id,by_role,ended_at,ended_method}', 'profile', '{marketing,service}', 'relationship', 'row', 'yes', 'no');
select annotate('keep.rule', '{evidence}', 'content', '{service}', 'relationship', 'key', 'yes', 'masked');
grant select, insert, delete, update (ended_at, ended_method) on keep.rule to rapport_keep;

insert into keep.rule (customer_id, rule_id, kind, contacts, window_s, since, method, by_kind, by_id, by_role, ended_at, ended_method)
select customer_id, preference_id, 'cap', value, days * 86400, since, method, by_kind, by_id, case by_kind when 'customer' then 'customer' else by_kind end, until,
  case when until is not null then method end
from keep.preference where kind = 'cap';
delete from public.annotation where table_name = 'keep.preference';
drop table keep.preference;

-- Hours in which nobody is to be disturbed: those of the law, which come with the product, and the company's own. `open` is when it is fine.
create table keep.contact_hours (
  hours text not null check (hours ~ '^[a-z][a-z0-9_-]{0,39}$'),
  version int not null check (version > 0),
  basis text not null check (basis in ('law', 'company')),
  country char(2),                                       -- of those it protects; null: of everybody
  dpv text[],                                            -- of purposes with these DPV terms; null: of every one that checks hours
  channels text[],                                       -- null: every channel
  open smallint[] not null check (cardinality(open) between 3 and 42 and cardinality(open) % 3 = 0),
  source text,                                           -- where the law says it
  source_url text check (source_url like 'https://%'),
  valid_from date,
  registered_at timestamptz not null,
  by_kind text not null,
  by_id bigint not null,
  retired boolean not null default false,
  primary key (hours, version),
  check (basis <> 'law' or (country is not null and source is not null and valid_from is not null))
);
select reference_table('keep.contact_hours');
grant select, insert on keep.contact_hours to rapport_keep;
create trigger register_changed after insert on keep.contact_hours for each statement execute function keep.register_changed();

-- Whoever decides by the company's country and zone learns when they change.
create trigger register_changed after insert or update on keep.company for each statement execute function keep.register_changed();
