-- Money as a type of a company's own fields: each such field has one currency for ever, its values are whole minor units.

alter table keep.custom_field
  add column currency text check (currency ~ '^[A-Z]{3}$'),
  drop constraint custom_field_type_check,
  add constraint custom_field_type_check check (type in ('number', 'money', 'time', 'boolean', 'code', 'text')),
  add constraint custom_field_currency check ((type = 'money') = (currency is not null));

alter table fact.field
  add column minor bigint,
  drop constraint field_check,
  add constraint field_one_value check (num_nonnulls(number, minor, time, yes, code) = 1);
select annotate('fact.field', '{minor}', 'profile', '{analysis,service,marketing}', 'relationship', 'row', 'yes', 'no');
