-- What the timeline calls that which staff write: an entry by hand and a note. Installations that wrote some already have the
-- bare code as its title.
insert into keep.event_type (code, version, title, sensitive, attributes, purposes)
select k.code, coalesce((select max(version) from keep.event_type t where t.code = k.code), 0) + 1, k.title::jsonb, false, '{}', '{service,analysis}'
from (values
  ('entered', '{"en": "Entered by hand", "ru": "Внесён вручную"}'),
  ('note', '{"en": "Note", "ru": "Заметка"}')) as k(code, title);
