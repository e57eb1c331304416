-- A guardian acts for a child (docs/decisions/1000): what a guardian stops and what the child does stand side by side, and so do their rules, so that
-- neither takes the place of the other's and each takes back their own.
drop index keep.stop_open;
create unique index stop_open on keep.stop (customer_id, purpose, channel, topic, (by_kind = 'customer' and by_role = 'guardian')) where lifted_at is null;
drop index keep.rule_now;
create unique index rule_now on keep.rule (customer_id, kind, channel, topic, (by_kind = 'customer' and by_role = 'guardian')) where ended_at is null;
