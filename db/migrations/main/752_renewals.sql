-- Before a consent runs out its person is asked once whether it may go on. Of the link only a digest is kept; a no is kept, so that nobody asks again too soon.
create table keep.renewal (
  digest bytea primary key check (octet_length(digest) = 32),
  customer_id bigint not null,
  purpose text not null,
  channel text not null,
  topic text not null,
  ends_at timestamptz not null,                         -- when the consent that is asked about runs out; the link is good until then
  asked_at timestamptz not null,
  answered_at timestamptz,
  answer text check (answer in ('yes', 'no')),
  check (asked_at < ends_at),
  check ((answered_at is null) = (answer is null) and (answered_at is null or answered_at >= asked_at))
);
select lookup_table('keep.renewal');
create index renewal_of on keep.renewal (customer_id, purpose, channel, topic);
select annotate('keep.renewal', '{digest,purpose,channel,topic,ends_at,asked_at,answered_at,answer}', 'record', '{service,marketing}', 'P3Y', 'row', 'yes', 'no');
grant select, insert, delete, update (answered_at, answer) on keep.renewal to rapport_keep;
