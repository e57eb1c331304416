-- Which version of a text asked for more than the one before: a yes to an earlier one ended then, and cannot be entered any more.
alter table keep.notice add column asks_more boolean not null default false;
update keep.notice n set asks_more = true
where exists (select from keep.audit a where a.act = 'register.others' and a.facts->>'code' = n.notice and a.facts->>'asks_more' = 'true' and a.facts->>'version' = n.version::text);
