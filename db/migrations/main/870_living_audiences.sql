-- Audiences that live (docs/decisions/0870): who is in them is kept up with the facts and with time, and entering and leaving are facts of their own.

-- One that is kept up, and how far that is. What is being gone through is gone through from the first person to the last, a piece at a time.
create table office.audience_live (
  audience_id bigint primary key references office.audience,
  purpose text not null,
  since timestamptz not null,
  complete_at timestamptz,         -- everybody had been gone through for the first time; from then on somebody enters and leaves
  asked_as text,                   -- digest of the rule with all that it is read by
  classes_as text,                 -- which computation of value classes it was asked with
  trouble text,                    -- why the rule cannot be asked: nobody is in it then
  known_until timestamptz,         -- moments at which time alone changes somebody's answer are kept up to then
  day_at timestamptz,              -- the next day of the company, where the rule speaks of days
  walk bigint,                     -- everybody is gone through: up to this person so far; null: nobody is
  walk_why text check (walk_why in ('made', 'rule', 'facts', 'classes', 'time', 'check')),
  walk_until timestamptz,          -- what known_until becomes at the end
  again boolean not null default false,  -- begin anew at the end of this walk
  differing int not null default 0,      -- whom the walk found elsewhere than they were kept
  checked_at timestamptz,
  found int not null default 0,    -- how many the last check found
  check ((walk is null) = (walk_why is null))
);
select reference_table('office.audience_live');

create table office.audience_member (
  customer_id bigint not null,     -- a person: the root of a merge
  audience_id bigint not null references office.audience_live on delete cascade,
  since timestamptz not null,
  primary key (customer_id, audience_id)
);
create index audience_member_of on office.audience_member (audience_id, customer_id);
select annotate('office.audience_member', '{audience_id,since}', 'profile', '{analysis,service,marketing}', 'relationship', 'row', 'yes', 'no');

-- When time alone may change the answer about somebody.
create table office.audience_turn (
  customer_id bigint not null,
  audience_id bigint not null references office.audience_live on delete cascade,
  at timestamptz not null,
  primary key (customer_id, audience_id)
);
create index audience_turn_at on office.audience_turn (at);
create index audience_turn_of on office.audience_turn (audience_id);
select annotate('office.audience_turn', '{audience_id,at}', 'profile', '{analysis,service,marketing}', 'relationship', 'row', 'no', 'no');

create table office.audience_move (
  customer_id bigint not null,
  move_id bigint not null,
  audience_id bigint not null references office.audience,
  what text not null check (what in ('entered', 'left')),
  at timestamptz not null,
  primary key (customer_id, move_id)
);
create index audience_move_of on office.audience_move (audience_id, move_id);
create index audience_move_at on office.audience_move (at);
select annotate('office.audience_move', '{move_id,audience_id,what,at}', 'profile', '{analysis,service,marketing}', 'P1Y', 'row', 'yes', 'no');

-- Whose answers are to be asked anew.
create table office.audience_due (
  customer_id bigint primary key
);

grant select, insert, update, delete on office.audience_live, office.audience_member, office.audience_turn, office.audience_move, office.audience_due to rapport_office;
grant select, delete on office.audience_member, office.audience_turn, office.audience_move, office.audience_due to rapport_keep;
