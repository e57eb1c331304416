-- Evidence that is more than words: a scan, a recording, a letter. It proves what was said, so it stays as long as that does, sealed under a
-- key of the installation; whoever keeps it may neither change nor take it away.
create table keep.proof (
  customer_id bigint not null,
  proof_id bigint not null,
  name bytea not null,                                  -- sealed
  media_type text not null,
  size int not null check (size between 1 and 10485760),
  sha256 bytea not null check (octet_length(sha256) = 32), -- of the file as it came: the words it stands with name it, and they are in the chain
  sealed bytea not null,
  at timestamptz not null,
  by_kind text not null,
  by_id bigint not null,
  by_role text not null,
  primary key (customer_id, proof_id)
);
select annotate('keep.proof', '{proof_id,media_type,size,sha256,at,by_kind,by_id,by_role}', 'record', '{any}', 'relationship+P3Y', 'keep:proof', 'yes', 'no');
select annotate('keep.proof', '{name,sealed}', 'record', '{any}', 'relationship+P3Y', 'keep:proof', 'yes', 'masked');
grant select, insert on keep.proof to rapport_keep;

-- What it proves: a consent by the hash of its event, a rule or a stop by its number.
create table keep.proof_of (
  customer_id bigint not null,
  proof_id bigint not null,
  kind text not null check (kind in ('consent', 'rule', 'stop')),
  ref text not null,
  primary key (customer_id, proof_id, kind, ref),
  foreign key (customer_id, proof_id) references keep.proof (customer_id, proof_id) on delete cascade
);
create index proof_of_ref on keep.proof_of (customer_id, kind, ref);
select annotate('keep.proof_of', '{proof_id,kind,ref}', 'record', '{any}', 'relationship+P3Y', 'keep:proof', 'yes', 'no');
grant select, insert on keep.proof_of to rapport_keep;

-- What nothing was entered by within a day was put there by mistake.
create function keep.forget_loose_proofs(most int) returns bigint language sql security definer set search_path = pg_catalog, pg_temp as $$
  with loose as (
    select p.customer_id, p.proof_id from keep.proof p
    where p.at < current_timestamp - interval '1 day'
      and not exists (select from keep.proof_of o where o.customer_id = p.customer_id and o.proof_id = p.proof_id) limit least(most, 1000)),
  gone as (delete from keep.proof p using loose where p.customer_id = loose.customer_id and p.proof_id = loose.proof_id returning 1)
  select count(*) from gone
$$;
revoke execute on function keep.forget_loose_proofs from public;
grant execute on function keep.forget_loose_proofs to rapport_keep;
create index proof_at on keep.proof (at);

create or replace function keep.sweep_proofs(most int) returns bigint language sql security definer set search_path = pg_catalog, pg_temp as $$
  with past as (
    select distinct m as customer_id from keep.erasure e cross join unnest(e.members) m
    where e.state = 'done' and e.ended_at < current_timestamp - interval '3 years'
      and (exists (select from keep.consent_event c where c.customer_id = m) or exists (select from keep.proof p where p.customer_id = m)) limit least(most, 1000)),
  files as (delete from keep.proof p using past where p.customer_id = past.customer_id returning 1),
  gone as (delete from keep.consent_event c using past where c.customer_id = past.customer_id returning 1)
  select (select count(*) from gone) + (select count(*) from files)
$$;

-- What proves a stop when somebody else entered it, sealed under their key.
alter table keep.stop add column evidence bytea;
select annotate('keep.stop', '{evidence}', 'content', '{service}', 'relationship', 'key', 'yes', 'masked');
