-- Rights as they are entered at the desk (docs/decisions/0741): the scan that shows it is kept as a proof, and lifting a restriction, too, is on record.
alter table keep.proof_of drop constraint proof_of_kind_check,
  add constraint proof_of_kind_check check (kind in ('consent', 'rule', 'stop', 'right', 'mandate'));
alter table keep.rights_case drop constraint rights_case_kind_check,
  add constraint rights_case_kind_check check (kind in ('access', 'rectify', 'erase', 'restrict', 'object', 'portability', 'review', 'complaint', 'lifting'));
