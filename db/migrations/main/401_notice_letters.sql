-- When a colleague was last written to about their notices, and of which: at most one letter in a quarter of an hour, and the same one once.
create table keep.notice_letter (
  staff_id bigint primary key references keep.staff,
  upto bigint not null,            -- the office's number of the newest notice that was told of
  at timestamptz not null
);
select reference_table('keep.notice_letter');
grant select, insert, update on keep.notice_letter to rapport_keep;
