-- A guardian acts for a child (docs/decisions/1000): what a guardian stops and what the child does stand side by side, and so do their rules, so that
-- neither takes the place of the other's and each takes back their own.
drop index keep.stop_open;
create unique index stop_open on keep.stop (customer_id, purpose, channel, topic, (by_kind = 'customer' and by_role = 'guardian')) where lifted_at is null;
drop index keep.rule_now;
create unique index rule_now on keep.rule (customer_id, kind, channel, topic, (by_kind = 'customer' and by_role = 'guardian')) where ended_at is null;
-- A mandate may give that its holder brings a copy from another company (docs/decisions/1001).
alter table keep.mandate drop constraint mandate_powers_check;
alter table keep.mandate add constraint mandate_powers_check check (cardinality(powers) > 0 and
  powers <@ '{access,rectify,erase,restrict,object,portability,review,complaint,moving}');
