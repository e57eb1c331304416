-- That something was agreed, and that it ended, stands in the log under the hash of its document (docs/decisions/0851): nobody moves it to another day.
alter table keep.log_statement drop constraint log_statement_kind_check,
  add constraint log_statement_kind_check check (kind in ('heads', 'gone', 'erasure', 'agreement'));
alter table keep.agreement add column stated bigint, add column ended_stated bigint;
select annotate('keep.agreement', '{stated,ended_stated}', 'profile', '{service}', 'relationship', 'row', 'yes', 'no');
grant update (ended_stated) on keep.agreement to rapport_keep;
