-- Whether colleagues were reminded of a request by right before its day, and told that the day has passed (docs/decisions/0742).
alter table keep.rights_case add column reminded_at timestamptz, add column late_at timestamptz;
select annotate('keep.rights_case', '{reminded_at,late_at}', 'record', '{own_view}', 'relationship|P3Y', 'row', 'no', 'no');
grant update (reminded_at, late_at) on keep.rights_case to rapport_keep;
