-- Two records that may be one person: found by the keep, said to be so or not by a person. Reasons are codes; nothing here is a name.
create table keep.duplicate (
  customer_id bigint not null,     -- the lower of the two numbers
  other_id bigint not null,
  reasons text[] not null,
  cautions text[] not null,        -- what speaks against it
  weight int not null,
  found_at timestamptz not null,
  dismissed_at timestamptz,        -- somebody said that they are two
  dismissed_by bigint,
  primary key (customer_id, other_id),
  check (customer_id < other_id)
);
create index duplicate_open on keep.duplicate (weight desc, customer_id, other_id) where dismissed_at is null;
create index duplicate_other on keep.duplicate (other_id);
select annotate('keep.duplicate', '{other_id}', 'pseudonym', '{service}', 'relationship', 'row', 'no', 'masked');
select annotate('keep.duplicate', '{reasons,cautions,weight,found_at,dismissed_at,dismissed_by}', 'record', '{service}', 'relationship', 'row', 'no', 'masked');
grant select, insert, update, delete on keep.duplicate to rapport_keep;

-- Who is still to be looked at, and how far: first everybody once, by number; then whoever changes.
create table keep.duplicate_look (
  customer_id bigint primary key
);
grant select, insert, delete on keep.duplicate_look to rapport_keep;

create table keep.duplicate_mark (
  one_row boolean primary key default true check (one_row),
  position bigint not null default 0,  -- the last of everybody who was put down to be looked at
  followed text,
  looked bigint not null default 0
);
insert into keep.duplicate_mark default values;
select reference_table('keep.duplicate_mark');
grant select, update on keep.duplicate_mark to rapport_keep;

-- Claims are looked up by what was claimed.
create index claim_digest on keep.claim (kind, digest);
