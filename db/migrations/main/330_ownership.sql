-- What a company's people call its customers by (tags), and who of them is responsible for whom. A tag is a word of the company,
-- never of a customer: what is written about people is content and stands in the keep.

create table office.tag (
  tag_id bigint primary key,
  title text not null check (char_length(title) between 1 and 40),
  colour text not null check (colour ~ '^[a-z]{3,10}$'),
  made_by bigint not null,
  created_at timestamptz not null,
  retired_at timestamptz,
  merged_into bigint,
  check (merged_into is null or (retired_at is not null and merged_into <> tag_id))
);
create unique index tag_title on office.tag (lower(title)) where retired_at is null;
select reference_table('office.tag');

create table office.customer_tag (
  customer_id bigint not null,
  tag_id bigint not null references office.tag,
  at timestamptz not null,
  made_by bigint not null,
  primary key (customer_id, tag_id)
);
create index customer_tag_tag on office.customer_tag (tag_id, customer_id);
select annotate('office.customer_tag', '{tag_id,at,made_by}', 'profile', '{service,marketing}', 'relationship', 'row', 'yes', 'no');

create table office.customer_owner (
  customer_id bigint primary key,
  staff_id bigint not null,
  at timestamptz not null,
  made_by bigint not null
);
create index customer_owner_staff on office.customer_owner (staff_id, customer_id);
select annotate('office.customer_owner', '{staff_id,at,made_by}', 'record', '{service}', 'relationship', 'row', 'yes', 'no');

grant select, insert, update on office.tag to rapport_office;
grant select, insert, update, delete on office.customer_tag, office.customer_owner to rapport_office;
-- For export and erasure.
grant select, delete on office.customer_tag, office.customer_owner to rapport_keep;
