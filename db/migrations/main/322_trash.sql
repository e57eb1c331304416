-- The trash: somebody a company put aside is shown in no list, found by no search and written to by nobody, and can be brought back. It is
-- no erasure (docs/decisions/0322).

alter table keep.customer add column trashed_at timestamptz;
select annotate('keep.customer', '{trashed_at}', 'record', '{any}', 'relationship', 'row', 'yes', 'no');
create index customer_trashed on keep.customer (trashed_at, customer_id) where trashed_at is not null;

-- Each time somebody was put there and brought back says who, when and by which work.
create table keep.trash (
  customer_id bigint not null,
  at timestamptz not null,
  by_kind text not null,
  by_id bigint not null,
  by_role text not null,
  bulk_id bigint,
  restored_at timestamptz,
  restored_by bigint,
  primary key (customer_id, at)
);
select annotate('keep.trash', '{at,by_kind,by_id,by_role,bulk_id,restored_at,restored_by}', 'record', '{any}', 'relationship', 'row', 'yes', 'no');
grant select, insert, update, delete on keep.trash to rapport_keep;
