-- Who changed just now is looked at before the many who came at once: whoever entered them waits to hear whether they are there already.

alter table keep.duplicate_look add column first boolean not null default false;
create index duplicate_look_first on keep.duplicate_look (customer_id) where first;
select annotate('keep.duplicate_look', '{first}', 'pseudonym', '{service}', 'relationship', 'row', 'no', 'no');
grant update (first) on keep.duplicate_look to rapport_keep;
