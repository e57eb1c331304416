-- Whoever wants to be asked each time is asked: one question for each message that waits, at most one open for a purpose. The message stands beside it
-- in the state 'asked', which nobody hands over; a yes lets that very message go, once.
create table keep.question (
  customer_id bigint not null,
  question_id bigint not null,                           -- the number of the message that waits
  purpose text not null,
  channel text not null,
  topic text not null,
  content_key text not null,
  asked_at timestamptz not null,
  not_before timestamptz not null,                       -- the letter that asks keeps to the hours and the pause that hold for the message
  ends_at timestamptz not null,                          -- after it the message is of no use
  written_at timestamptz,                                -- when the letter was given to the gate
  answered_at timestamptz,
  answer text check (answer in ('yes', 'no', 'none')),   -- none: the time was over, or the message was taken back
  method text,                                           -- how the answer came in: portal, link, phone, ...
  primary key (customer_id, question_id),
  check (asked_at < ends_at),
  check ((answered_at is null) = (answer is null)),
  check ((method is not null) = (answer is not null and answer <> 'none'))
);
create unique index question_open on keep.question (customer_id, purpose) where answer is null;
create index question_unwritten on keep.question (not_before) where answer is null and written_at is null;
create index question_ends on keep.question (ends_at) where answer is null;
select annotate('keep.question', '{question_id,purpose,channel,topic,content_key,asked_at,not_before,ends_at,written_at,answered_at,answer,method}', 'record', '{service,marketing}', 'P3Y', 'row', 'yes', 'no');
grant select, insert, delete, update (written_at, answered_at, answer, method) on keep.question to rapport_keep;

alter table keep.message drop constraint message_state_check;
alter table keep.message add constraint message_state_check check (state in ('asked', 'queued', 'handing', 'sent', 'failed', 'unknown', 'dropped'));

create or replace function keep.message_moves() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if new.state = old.state and old.state <> 'handing' then return new; end if;
  if old.state = 'asked' and new.state in ('queued', 'dropped') then return new; end if;
  if old.state = 'queued' and new.state in ('queued', 'handing', 'dropped') then return new; end if;
  if old.state = 'handing' and new.state in ('sent', 'failed', 'unknown') then return new; end if;
  if old.state = 'handing' and new.state = 'queued' and (not old.once or new.why in ('lapsed', 'deferred', 'unreachable', 'refused_login', 'courier_idle')) then return new; end if;
  if old.state = 'unknown' and new.state in ('sent', 'failed') then return new; end if;
  raise exception 'a message cannot go from % to % (%)', old.state, new.state, new.why using errcode = 'check_violation', constraint = 'message_moves';
end $$;
