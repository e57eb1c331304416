-- What visitors of the company's own site answer when they are asked there; the answers themselves are consents.
insert into keep.event_type (code, version, title, sensitive, attributes, purposes) values
  ('site_choice', 1, '{"en": "Choice on the site", "ru": "Выбор на сайте"}', false, '{"language": {"type": "code"}}', '{service,analysis}');
