-- Why somebody asks for more people, and why it is declined, may name a customer: sealed like all free text. What was written before
-- stands in the clear until a keep, which has the keys, seals it as it starts.
alter table keep.budget_request add column sealed_why bytea;
alter table keep.budget_request add column sealed_declined_why bytea;
alter table keep.budget_request alter column why drop not null;
alter table keep.budget_request add constraint budget_request_why check (sealed_why is null or why is null);
alter table keep.budget_request add constraint budget_request_declined_why
  check (sealed_declined_why is null or (declined_why is null and declined_at is not null));
