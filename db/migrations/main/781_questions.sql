-- What colleagues asked the copy for analysis in SQL of their own: added to, never changed. The audit notes each with the digest of its text.
create table office.analysis_question (
  question_id bigint primary key,
  staff_id bigint not null,
  at timestamptz not null,
  sql text not null check (length(sql) <= 20000),
  rows int,                        -- null: it was not answered
  ms int not null,
  refused text                     -- why not, in one sentence
);
select lookup_table('office.analysis_question');
create index question_at on office.analysis_question (at);
grant select, insert on office.analysis_question to rapport_office;
