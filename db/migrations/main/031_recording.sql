-- What recording needs beside its log: which import a row came by (so that it can be undone as a whole), the codes that
-- facts have taken, and the idempotency keys of the API.

alter table keep.customer add column import_id bigint;
alter table keep.identifier add column import_id bigint;
alter table keep.seen add column import_id bigint;
select annotate('keep.customer', '{import_id}', 'record', '{any}', 'relationship', 'row', 'yes', 'no');
select annotate('keep.identifier', '{import_id}', 'record', '{service,marketing}', 'relationship', 'row', 'yes', 'no');
select annotate('keep.seen', '{import_id}', 'record', '{any}', 'relationship', 'row', 'no', 'no');

create index customer_import on keep.customer (import_id) where import_id is not null;
create index identifier_import on keep.identifier (import_id) where import_id is not null;
create index vault_import on keep.vault (import_id) where import_id is not null;
create index seen_import on keep.seen (import_id) where import_id is not null;
create index interaction_import on fact.interaction (import_id) where import_id is not null;

-- A digest of an erased customer's event stays: it names nobody, and without it the event would come back with the next
-- repeat of its source.
select annotate('keep.seen', '{digest,customer_id,interaction_id}', 'pseudonym', '{any}', 'relationship', 'keep:stops an erased event from being recorded again', 'no', 'no');

-- The values that a code attribute without a fixed list has taken so far. The list is bounded: what comes after it is
-- full is content.
create table keep.fact_code (
  kind text not null,
  attribute text not null,
  value text not null,
  first_seen timestamptz not null,
  primary key (kind, attribute, value)
);
select reference_table('keep.fact_code');
grant select, insert on keep.fact_code to rapport_keep;

-- Digests of Idempotency-Key headers and of the body that came with each; swept after a day.
create table keep.idempotency (
  digest bytea primary key check (octet_length(digest) = 32),
  body bytea not null check (octet_length(body) = 32),
  at timestamptz not null
);
create index idempotency_at on keep.idempotency (at);
select lookup_table('keep.idempotency');
grant select, insert, update, delete on keep.idempotency to rapport_keep;

-- The kinds that every installation knows. Attributes of a kind are its facts; what is not declared here is sealed.
insert into keep.event_type (code, version, title, sensitive, attributes, purposes) values
  ('order', 1, '{"en": "Order", "ru": "Заказ"}', false, '{"lines": {"type": "number"}, "method": {"type": "code"}, "delivery": {"type": "code"}, "coupon": {"type": "boolean"}, "discount_minor": {"type": "number"}, "shipping_minor": {"type": "number"}, "tax_minor": {"type": "number"}}', '{service,accounting,analysis}'),
  ('order_cancelled', 1, '{"en": "Order cancelled", "ru": "Заказ отменён"}', false, '{"reason": {"type": "code"}}', '{service,accounting,analysis}'),
  ('refund', 1, '{"en": "Refund", "ru": "Возврат"}', false, '{"reason": {"type": "code"}}', '{service,accounting,analysis}'),
  ('payment', 1, '{"en": "Payment", "ru": "Оплата"}', false, '{"method": {"type": "code"}}', '{service,accounting,analysis}'),
  ('visit', 1, '{"en": "Visit", "ru": "Визит"}', false, '{"guests": {"type": "number"}, "nights": {"type": "number"}}', '{service,analysis}'),
  ('call', 1, '{"en": "Call", "ru": "Звонок"}', false, '{"waited_s": {"type": "number"}}', '{service,analysis}'),
  ('message', 1, '{"en": "Message", "ru": "Сообщение"}', false, '{"attachments": {"type": "number"}}', '{service,analysis}'),
  ('complaint', 1, '{"en": "Complaint", "ru": "Жалоба"}', false, '{"topic": {"type": "code"}, "rating": {"type": "number"}}', '{service,analysis}'),
  ('question', 1, '{"en": "Question", "ru": "Вопрос"}', false, '{"topic": {"type": "code"}}', '{service,analysis}'),
  ('usage', 1, '{"en": "Usage", "ru": "Пользование"}', false, '{"service": {"type": "code"}, "units": {"type": "number"}, "destination": {"type": "code"}, "tariff": {"type": "code"}}', '{service,accounting,analysis}'),
  ('answer', 1, '{"en": "Answer", "ru": "Ответ"}', false, '{"score": {"type": "number"}, "survey": {"type": "code"}, "question": {"type": "code"}}', '{service,analysis}'),
  ('meeting', 1, '{"en": "Meeting", "ru": "Встреча"}', false, '{"people": {"type": "number"}}', '{service,analysis}'),
  ('review', 1, '{"en": "Review", "ru": "Отзыв"}', false, '{"rating": {"type": "number"}}', '{service,analysis}'),
  ('letter', 1, '{"en": "Letter", "ru": "Письмо"}', false, '{"pages": {"type": "number"}}', '{service,analysis}'),
  ('identify', 1, '{"en": "Profile update", "ru": "Обновление данных"}', false, '{}', '{service}'),
  ('page', 1, '{"en": "Page", "ru": "Страница"}', false, '{}', '{service,analysis}'),
  ('screen', 1, '{"en": "Screen", "ru": "Экран"}', false, '{}', '{service,analysis}'),
  ('group', 1, '{"en": "Group", "ru": "Группа"}', false, '{}', '{service,analysis}'),
  ('alias', 1, '{"en": "Alias", "ru": "Связывание"}', false, '{}', '{service}'),
  ('track', 1, '{"en": "Event", "ru": "Событие"}', false, '{}', '{service,analysis}'),
  ('product_viewed', 1, '{"en": "Product viewed", "ru": "Просмотр товара"}', false, '{"position": {"type": "number"}}', '{service,analysis}'),
  ('product_added', 1, '{"en": "Added to basket", "ru": "Положен в корзину"}', false, '{"position": {"type": "number"}}', '{service,analysis}'),
  ('product_removed', 1, '{"en": "Taken out of basket", "ru": "Вынут из корзины"}', false, '{"position": {"type": "number"}}', '{service,analysis}'),
  ('checkout_started', 1, '{"en": "Checkout started", "ru": "Начало оформления"}', false, '{"lines": {"type": "number"}}', '{service,analysis}'),
  ('sealed', 1, '{"en": "Sealed", "ru": "Закрытая запись"}', true, '{}', '{service}');
