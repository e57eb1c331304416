-- A tick in a form is a question; the answer is given by whoever reads the letter that goes to the address. Of the link only a digest is kept.
create table keep.confirmation (
  digest bytea primary key check (octet_length(digest) = 32),
  customer_id bigint not null,                          -- whose address it is: they are asked, whoever typed it
  form text not null,
  version int not null,
  language text not null,
  boxes smallint[] not null check (cardinality(boxes) between 1 and 5),
  made_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  foreign key (form, version) references keep.form_version (form, version)
);
select lookup_table('keep.confirmation');
create index confirmation_of on keep.confirmation (customer_id);
create index confirmation_past on keep.confirmation (expires_at);
select annotate('keep.confirmation', '{digest,form,version,language,boxes,made_at,expires_at,used_at}', 'pseudonym', '{service,marketing}', 'P30D', 'row', 'no', 'no');
grant select, insert, delete, update (used_at) on keep.confirmation to rapport_keep;
