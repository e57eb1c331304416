-- What somebody offered that nobody agreed to stays known, not only that the company offered something instead: else nobody could say who would be answered
-- otherwise if the company accepted other agreements.
alter table keep.counter_offer alter column agreement drop not null,                     -- null: the company had nothing to offer instead
  add column offers text[] not null default '{}' check (cardinality(offers) <= 32);      -- what they offered last, in their order; empty: from before it was kept
select annotate('keep.counter_offer', '{offers}', 'profile', '{service}', 'relationship', 'row', 'yes', 'no');

-- A draft that was tried against another list is not tried any more.
create trigger register_changed after insert on keep.accept_list for each statement execute function keep.register_changed();

-- What a trial found beside the verdicts of the gate; null in trials from before.
alter table keep.policy_trial add column more jsonb;
