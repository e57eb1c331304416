-- Why two that were joined were taken apart again, as a code: what people write about people is content and not kept here.
alter table keep.merge add column undone_why text;
select annotate('keep.merge', '{undone_why}', 'record', '{any}', 'relationship', 'row', 'yes', 'no');
