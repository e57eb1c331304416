-- What the company's own fields and kinds of events are about. What is delicate (health, beliefs, offences …) is sealed under its own
-- key: a field of that kind has no value in schema fact, whatever its type.

alter table keep.custom_field
  add column about text check (about in ('mark', 'preference', 'habit', 'contact', 'identity', 'money', 'work', 'family',
    'health', 'belief', 'politics', 'origin', 'intimate', 'offence')),
  drop constraint custom_field_store_check1,
  add constraint custom_field_category_check check (category in ('profile', 'sensitive')),
  add constraint custom_field_about_sensitive check ((category = 'sensitive') = coalesce(about in ('health', 'belief', 'politics', 'origin', 'intimate', 'offence'), false)),
  add constraint custom_field_store_vault check ((store = 'vault') = (type = 'text' or category = 'sensitive'));

alter table keep.event_type
  add column about text check (about in ('mark', 'preference', 'habit', 'contact', 'identity', 'money', 'work', 'family',
    'health', 'belief', 'politics', 'origin', 'intimate', 'offence')),
  add constraint event_type_about_sensitive check (sensitive or about is null or about not in ('health', 'belief', 'politics', 'origin', 'intimate', 'offence'));
