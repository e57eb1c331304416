-- Children below the age at which their own yes counts where they are. Only of them a day is held here, and only until it comes: then what was agreed to ends,
-- and the row goes.
create table keep.child (
  customer_id bigint primary key,
  consents_from date not null                            -- the birthday at which their own yes counts
);
create index child_grown on keep.child (consents_from);
select annotate('keep.child', '{consents_from}', 'profile', '{service,marketing}', 'relationship', 'row', 'yes', 'no');
grant select, insert, update, delete on keep.child to rapport_keep;

-- What a guardian allows for a child: beside the child's own yes, where a purpose asks for one. It counts as long as the relation to that guardian stands.
create table keep.guardian_yes (
  customer_id bigint not null,
  yes_id bigint not null,
  purpose text not null,
  guardian_id bigint not null,
  since timestamptz not null,
  method text not null,
  evidence bytea,                                        -- their words, or the name and hash of a scan, sealed under the child's key
  by_kind text not null,
  by_id bigint not null,
  by_role text not null,
  ended_at timestamptz,
  ended_method text,
  primary key (customer_id, yes_id),
  check ((ended_at is null) = (ended_method is null))
);
create unique index guardian_yes_now on keep.guardian_yes (customer_id, purpose) where ended_at is null;
select annotate('keep.guardian_yes', '{yes_id,purpose,since,method,by_kind,by_id,by_role,ended_at,ended_method}', 'record', '{service,marketing}', 'P3Y', 'row', 'yes', 'no');
select annotate('keep.guardian_yes', '{evidence}', 'content', '{service}', 'P3Y', 'key', 'yes', 'masked');
select annotate('keep.guardian_yes', '{guardian_id}', 'record', '{service}', 'P3Y', 'row', 'yes', 'masked');
grant select, insert, delete, update (ended_at, ended_method) on keep.guardian_yes to rapport_keep;

alter table keep.proof_of drop constraint proof_of_kind_check,
  add constraint proof_of_kind_check check (kind in ('consent', 'rule', 'stop', 'right', 'mandate', 'guardian'));
