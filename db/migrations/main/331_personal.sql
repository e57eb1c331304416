-- What people remember of a customer: talks, small things, interests, gifts, how they wish to be addressed. The words are content and
-- stand sealed beside their row, each version of them; the rest are codes and days.

create table keep.personal (
  customer_id bigint not null,
  personal_id bigint not null,
  kind text not null check (kind in ('talk', 'remember', 'interest', 'gift', 'address')),
  direction text check (direction in ('given', 'received')),
  on_day date,
  sealed bytea not null,
  at timestamptz not null,
  by_kind text not null,
  by_id bigint not null,
  changed_at timestamptz,
  changed_by bigint,
  primary key (customer_id, personal_id),
  check ((kind = 'gift') = (direction is not null))
);
select annotate('keep.personal', '{personal_id,kind,direction,on_day,at,by_kind,by_id,changed_at,changed_by}', 'record', '{service}', 'relationship', 'row', 'yes', 'no');
select annotate('keep.personal', '{sealed}', 'content', '{service}', 'relationship', 'key', 'yes', 'no');
grant select, insert, update, delete on keep.personal to rapport_keep;
