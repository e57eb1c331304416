-- One letter to one recipient (docs/decisions/1002): the how-manieth of what was corrected unasked this one is, so that of two corrections at once one makes it;
-- and when the last correction joined it, so that what joined behind a letter is not taken as told.
alter table fact.recipient add column round int check (round >= 0);
alter table fact.recipient add column joined_at timestamptz;
create unique index recipient_round on fact.recipient (customer_id, kind, recipient_id, round) where round is not null;
select annotate('fact.recipient', '{round,joined_at}', 'record', '{any}', 'P3Y', 'keep:proof that recipients were told', 'yes', 'no');
grant update (joined_at) on fact.recipient to rapport_keep;
