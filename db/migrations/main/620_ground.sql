-- What people were shown when they were asked stands in each consent: the text, by version, language and hash; which record the event belongs
-- to; the ground it rests on. A purpose says how long a yes holds, when one who said no may be asked again, and by which text people are asked.

alter table keep.purpose
  add column notice text check (notice ~ '^[a-z][a-z0-9_-]{0,39}$'),
  add column consent_for text check (consent_for ~ '^P[1-9][0-9]{0,2}[YMD]$'),           -- null: until it is taken back
  add column ask_again text not null default 'P180D' check (ask_again ~ '^P[1-9][0-9]{0,2}[YMD]$'),
  add column recipients text[] not null default '{}';                                    -- whom data goes to besides the company, by name

-- Purposes that people agree to have a text of their own code; until now all were said to have shown that of marketing.
insert into keep.notice (notice, version, language, sha256, body, registered_at, by_kind, by_id)
select purpose, 1, language, sha256(convert_to(body, 'UTF8')), body, registered_at, by_kind, by_id
from (
  select distinct on (p.purpose, w.key) p.purpose, w.key as language, p.registered_at, p.by_kind, p.by_id, w.value || '. ' || (p.explanation ->> w.key) as body
  from keep.purpose p cross join jsonb_each_text(p.title) w
  where p.legal_basis = 'consent' and p.explanation ? w.key and not exists (select from keep.notice n where n.notice = p.purpose)
  order by p.purpose, w.key, p.version desc) said;
update keep.purpose set notice = purpose where legal_basis = 'consent';
alter table keep.purpose add constraint purpose_asks_by check (legal_basis <> 'consent' or notice is not null);

alter table keep.notice add constraint notice_text unique (notice, version, language, sha256);

alter table keep.consent_event
  add column v smallint not null default 1,
  add column record_seq int,                            -- the event its record began with
  add column notice_sha256 bytea,
  add column basis_text text;                           -- the legal ground, as an IRI of DPV
alter table keep.consent_event alter column v set default 2;
alter table keep.consent_event
  -- Rows of before stand as they are: their hash covers what was said then.
  add constraint consent_text foreign key (notice, notice_version, language, notice_sha256)
    references keep.notice (notice, version, language, sha256) not valid,
  add constraint consent_shown check (v = 1 or (record_seq is not null and record_seq between 1 and seq and basis_text is not null
    and num_nonnulls(notice, notice_version, notice_sha256) in (0, 3) and (notice is null or language is not null)
    and (state not in ('ConsentGiven', 'RenewedConsentGiven') or notice is not null))),
  -- A tick in a form is a question until whoever has the address has answered.
  add constraint consent_proven check (v = 1 or method <> 'form' or state not in ('ConsentGiven', 'RenewedConsentGiven') or evidence_kind = 'confirmed');
select annotate('keep.consent_event', '{v,record_seq,notice_sha256,basis_text}', 'record', '{any}', 'relationship+P3Y', 'keep:proof', 'yes', 'no');

-- By which version of the purpose it was said: what stood under the purpose then is what was agreed to.
alter table keep.consent_state add column purpose_version int not null default 1;
select annotate('keep.consent_state', '{purpose_version}', 'record', '{any}', 'relationship', 'row', 'yes', 'no');
update keep.consent_state s set purpose_version = e.purpose_version from keep.consent_event e
where e.customer_id = s.customer_id and e.purpose = s.purpose and e.category = s.category and e.channel = s.channel and e.topic = s.topic and e.seq = s.seq
  and e.purpose_version <> 1;

create or replace function keep.consent_stands() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  began int;
begin
  if new.v <> 2 then
    raise exception 'consent event % is of a form that is written no more', new.seq using errcode = 'check_violation', constraint = 'consent_v';
  end if;
  select max(seq) into began from keep.consent_event
  where customer_id = new.customer_id and purpose = new.purpose and category = new.category and channel = new.channel and topic = new.topic
    and seq <= new.seq and (seq = 1 or replaces is not null);
  if began is distinct from new.record_seq then
    raise exception 'consent event % names another record than its own', new.seq using errcode = 'check_violation', constraint = 'consent_record';
  end if;
  if new.seq = 1 then
    insert into keep.consent_state (customer_id, purpose, category, channel, topic, seq, state, since, expires_at, hash, purpose_version)
    values (new.customer_id, new.purpose, new.category, new.channel, new.topic, 1, new.state, new.at, new.expires_at, new.hash, new.purpose_version);
    return null;
  end if;
  update keep.consent_state
  set seq = new.seq, state = new.state, since = new.at, expires_at = new.expires_at, hash = new.hash, purpose_version = new.purpose_version
  where customer_id = new.customer_id and purpose = new.purpose and category = new.category
    and channel = new.channel and topic = new.topic and seq = new.seq - 1;
  if not found then
    raise exception 'consent event % does not follow the state of its record', new.seq using errcode = 'check_violation', constraint = 'consent_stands';
  end if;
  return null;
end $$;

-- Who said no is left alone for as long as the purpose says, unless they take it up themselves or have answered in the same breath: a question
-- that is put to them sooner is refused here, whoever puts it.
create function keep.consent_cool_down() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  alone interval;
begin
  if exists (select from keep.consent_event e
    where e.customer_id = new.customer_id and e.purpose = new.purpose and e.category = new.category and e.channel = new.channel and e.topic = new.topic
      and e.seq = new.seq + 1 and e.from_state = 'ConsentRequested') then
    return null;
  end if;
  select ask_again::interval into alone from keep.purpose where purpose = new.purpose order by version desc limit 1;
  if exists (select from keep.consent_event e
      where e.customer_id = new.customer_id and e.purpose = new.purpose and e.category = new.category and e.channel = new.channel and e.topic = new.topic
        and e.seq = new.seq - 1 and e.state in ('ConsentRefused', 'ConsentWithdrawn') and new.at < e.at + alone)
    or exists (select from keep.consent_state s
      where s.customer_id = new.customer_id and s.purpose = new.purpose and s.category = new.category
        and s.channel in (new.channel, '*') and s.topic in (new.topic, '*') and (s.channel, s.topic) <> (new.channel, new.topic)
        and s.state in ('ConsentRefused', 'ConsentWithdrawn') and new.at < s.since + alone) then
    raise exception 'this was refused less than % ago', alone using errcode = 'check_violation', constraint = 'consent_asked_too_soon';
  end if;
  return null;
end $$;
revoke execute on function keep.consent_cool_down from public;
create trigger consent_cool_down after insert on keep.consent_event for each row
  when (new.state = 'ConsentRequested' and new.by_kind <> 'customer') execute function keep.consent_cool_down();
