-- Relations are pointed at by an id, carry what somebody does at an organisation in their own words (sealed under the key of whoever the
-- row belongs to), and end with a day. What was changed of them is kept.
alter table keep.relation add column relation_id bigint, add column sealed bytea;
update keep.relation set relation_id = nextval('keep.row_id_seq');
alter table keep.relation alter column relation_id set not null;
create unique index relation_id on keep.relation (customer_id, relation_id);
alter table keep.relation drop constraint relation_kind_check;
alter table keep.relation add constraint relation_kind_check
  check (kind in ('household', 'employer', 'contact_person', 'referred_by', 'guardian', 'family', 'part_of'));
alter table keep.relation add constraint relation_days check (until is null or since is null or until >= since) not valid;
select annotate('keep.relation', '{relation_id}', 'profile', '{service}', 'relationship', 'row', 'yes', 'masked');
select annotate('keep.relation', '{sealed}', 'profile', '{service}', 'relationship', 'key', 'yes', 'masked');

-- How it stood after each change; removed: it was a mistake.
create table keep.relation_change (
  customer_id bigint not null,
  change_id bigint not null,
  relation_id bigint not null,
  other_id bigint not null,
  kind text not null,
  what text not null check (what in ('made', 'changed', 'ended', 'resumed', 'removed')),
  title text,
  since date,
  until date,
  sealed bytea,
  at timestamptz not null,
  by_kind text not null,
  by_id bigint not null,
  primary key (customer_id, change_id)
);
create index relation_change_other on keep.relation_change (other_id);
select annotate('keep.relation_change', '{change_id,relation_id,other_id,kind,what,title,since,until,at,by_kind,by_id}', 'record', '{service}', 'relationship', 'row', 'yes', 'masked');
select annotate('keep.relation_change', '{sealed}', 'profile', '{service}', 'relationship', 'key', 'yes', 'masked');
grant select, insert, update, delete on keep.relation_change to rapport_keep;
