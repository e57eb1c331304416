-- A copy from another company that its customer brought to the counter is on record as what they asked for (docs/decisions/0970).
alter table keep.rights_case drop constraint rights_case_kind_check,
  add constraint rights_case_kind_check
    check (kind in ('access', 'rectify', 'erase', 'restrict', 'object', 'portability', 'review', 'complaint', 'lifting', 'moving'));
