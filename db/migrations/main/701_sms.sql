-- What providers call back with, by digest of account and the call's own id: a call that comes twice is refused. Kept for a day, which is longer than
-- a signature is believed.
create table keep.callback (
  digest bytea primary key check (octet_length(digest) = 32),
  at timestamptz not null
);
select lookup_table('keep.callback');
create index callback_past on keep.callback (at);
grant select, insert, delete on keep.callback to rapport_keep;

-- A code that opens a customer's page once, sent to their phone. There is a row for every number that was typed, known or not, so that nothing tells them
-- apart; the number and the code stand here as digests only.
create table keep.sign_in_code (
  digest bytea primary key check (octet_length(digest) = 32),
  customer_id bigint,                                   -- null: the number is nobody's, or several share it
  code bytea not null check (octet_length(code) = 32),
  tries smallint not null default 0 check (tries between 0 and 3),
  made_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
select lookup_table('keep.sign_in_code');
create index sign_in_code_past on keep.sign_in_code (expires_at);
select annotate('keep.sign_in_code', '{digest,code,tries,made_at,expires_at,used_at}', 'pseudonym', '{security,own_view}', 'P1D', 'row', 'no', 'no');
grant select, insert, delete, update on keep.sign_in_code to rapport_keep;
