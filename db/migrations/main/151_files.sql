-- Files about customers. A file is there when its last chunk is: until then done_at is null, and a sweep takes away what an
-- upload left that never ended.
alter table keep.file add column done_at timestamptz;
alter table keep.file add column about_kind text check (about_kind in ('interaction', 'case'));
alter table keep.file add column about_id bigint;
alter table keep.file add constraint file_about check ((about_kind is null) = (about_id is null));
create index file_open on keep.file (at) where done_at is null;
select annotate('keep.file', '{done_at,about_kind,about_id}', 'record', '{service}', 'relationship', 'row', 'yes', 'no');
