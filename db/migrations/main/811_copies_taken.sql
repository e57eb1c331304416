-- A copy that another company gave out, taken over by its customer: that it was, and what happened there, as words to be read.
insert into keep.event_type (code, version, title, sensitive, attributes, purposes) values
  ('copy_taken', 1, '{"en": "Copy from another company", "ru": "Копия из другой компании"}', false, '{}', '{service}'),
  ('elsewhere', 1, '{"en": "At another company", "ru": "В другой компании"}', false, '{}', '{service}');
