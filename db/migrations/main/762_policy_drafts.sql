-- The gate's policy as a draft: it is tried beside the one in force, and lists what it would change, before it is switched on.

create table keep.policy_draft (
  draft_id bigint primary key,
  title text not null check (length(title) between 1 and 120),
  body jsonb not null,                                  -- all of the policy: caps, the company's hours, checks of purposes
  revision int not null check (revision > 0),
  made_at timestamptz not null,
  changed_at timestamptz not null,
  changed_by bigint not null,                           -- who looks a second time is somebody else
  state text not null check (state in ('open', 'on', 'dropped')),
  ended_at timestamptz,
  ended_by bigint,
  check ((state = 'open') = (ended_at is null) and (ended_at is null) = (ended_by is null))
);
select reference_table('keep.policy_draft');
grant select, insert, update on keep.policy_draft to rapport_keep;

create table keep.policy_trial (
  trial_id bigint primary key,
  draft_id bigint not null references keep.policy_draft,
  revision int not null,
  body jsonb not null,                                  -- what was tried
  days int not null check (days between 1 and 90),
  asked_at timestamptz not null,
  asked_by bigint not null,
  ended_at timestamptz,
  policy uuid,                                          -- the registers it was compared with (keep.register_state)
  people int,
  contacts int,
  changes jsonb,
  check ((ended_at is null) = (changes is null) and (ended_at is null) = (policy is null))
);
create index policy_trial_of on keep.policy_trial (draft_id, trial_id);
select reference_table('keep.policy_trial');
grant select, insert, update, delete on keep.policy_trial to rapport_keep;

-- A few of those for whom a change would make a difference, to look at.
create table keep.policy_sample (
  customer_id bigint not null,
  trial_id bigint not null,
  change smallint not null,
  primary key (customer_id, trial_id, change)
);
create index policy_sample_of on keep.policy_sample (trial_id, change);
select annotate('keep.policy_sample', '{trial_id,change}', 'pseudonym', '{security}', 'P90D', 'row', 'no', 'no');
grant select, insert, delete on keep.policy_sample to rapport_keep;
