-- Which language a customer was spoken to in before, and who changed it: as keep.role_change keeps what they were.

create table keep.language_change (
  customer_id bigint not null,
  change_id bigint not null,       -- from keep.row_id_seq
  was text,
  became text,
  at timestamptz not null,
  by_kind text not null,
  by_id bigint not null,
  primary key (customer_id, change_id)
);
select annotate('keep.language_change', '{change_id,was,became,at,by_kind,by_id}', 'record', '{service,marketing}', 'relationship', 'row', 'yes', 'no');
grant select, insert, delete on keep.language_change to rapport_keep;
