-- To whom a file with people in it is given (docs/decisions/0920): named before it is made, sealed, and never another afterwards. What one asks of the company
-- (GDPR 15, EU court C-154/21) names them, and who is corrected, erased or restricted has them told (GDPR 19).
alter table keep.export add column sealed_recipient bytea;    -- name, and how they are told; null: the file stays with us
alter table keep.export add column recipient_webhook bigint;  -- of the office, by which a program of theirs is told
create index export_given on keep.export (export_id) where sealed_recipient is not null;

create function keep.export_recipient_stands() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  raise exception 'an export is given to whom it was made for';
end $$;
revoke all on function keep.export_recipient_stands() from public;
create trigger export_recipient_stands before update of sealed_recipient, recipient_webhook on keep.export for each row
  when (new.sealed_recipient is distinct from old.sealed_recipient or new.recipient_webhook is distinct from old.recipient_webhook)
  execute function keep.export_recipient_stands();

-- A file: recipient_id is the export. webhook_id: by which its recipient is told.
alter table fact.recipient drop constraint recipient_kind_check, add constraint recipient_kind_check check (kind in ('key', 'webhook', 'file'));
alter table fact.recipient add column webhook_id bigint;
select annotate('fact.recipient', '{webhook_id}', 'record', '{any}', 'P3Y', 'keep:proof that recipients were told', 'yes', 'no');
