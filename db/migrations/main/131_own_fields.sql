-- A company's own fields. Every value stands sealed in the vault with its history; of those that are facts (a number, a time,
-- yes or no, a code of a bounded list) the current value stands here too, typed, to be counted and filtered by.

alter table keep.custom_field
  drop constraint custom_field_type_check,
  add constraint custom_field_type_check check (type in ('number', 'time', 'boolean', 'code', 'text')),
  add constraint custom_field_store_check1 check ((store = 'vault') = (type = 'text')),
  add column searched boolean not null default false,
  add column registered_at timestamptz not null default now(),
  add constraint custom_field_code_check check (code ~ '^x_[a-z0-9_]{1,60}$');

create table fact.field (
  customer_id bigint not null,
  field text not null,
  number double precision,
  time timestamptz,
  yes boolean,
  code text,
  batch bigint not null,
  primary key (customer_id, field),
  check (num_nonnulls(number, time, yes, code) = 1)
);
select annotate('fact.field', '{field,number,time,yes,code,batch}', 'profile', '{analysis,service,marketing}', 'relationship', 'row', 'yes', 'no');
grant select, insert, update, delete on fact.field to rapport_keep;
grant select on fact.field to rapport_office, rapport_analyst;
