-- What an import left out of a row that went in: a phone that is no phone costs the phone, not the row and not a refusal in it.
-- Such a row stands among the rejected ones with part = true, once for each cell that was left out.
alter table keep.import_reject add column part boolean not null default false;
alter table keep.import_reject drop constraint import_reject_pkey;
alter table keep.import_reject add primary key (import_id, line, part, reason, detail);
