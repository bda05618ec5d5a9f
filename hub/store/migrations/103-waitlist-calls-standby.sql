-- Those who have an appointment and want an earlier one. First come, first offered.
create table waitlist (
  id uuid primary key,
  booking uuid not null unique references bookings on delete cascade,
  -- Local days between which an earlier time is wanted.
  earliest date not null,
  latest date not null,
  -- Null: any place.
  place text references booking_places,
  made_at timestamptz not null default now(),
  -- The offer that is open: a booking in state `offered`.
  offered uuid unique references bookings on delete set null,
  offered_until timestamptz,
  -- Offers that were refused or let pass.
  refused integer not null default 0,
  ended_at timestamptz,
  how text,
  check ((ended_at is null) = (how is null))
);
create index waitlist_open on waitlist (made_at) where ended_at is null;

-- Calls before the day to booked visits that may be settled by telephone.
create table service_calls (
  booking uuid primary key references bookings on delete cascade,
  chance real not null,
  rule text not null,
  taken_by text,
  taken_at timestamptz,
  outcome text check (outcome in ('settled', 'changed-errand', 'documents-missing', 'department', 'no-answer', 'needed')),
  department text,
  ended_at timestamptz
);
create index service_calls_outcome on service_calls (rule, outcome) where outcome is not null;

-- The chance queue: where a planner has switched it on.
create table standby_policies (
  id integer generated always as identity primary key,
  place text not null references booking_places,
  -- Null: every weekday.
  weekday smallint check (weekday between 1 and 7),
  opens smallint not null,
  closes smallint not null check (closes > opens),
  active boolean not null default false,
  -- A gap is offered at this probability that nobody booked waits longer than the limit because of it.
  level real not null default 0.9 check (level between 0.5 and 0.999),
  limit_minutes smallint not null default 5 check (limit_minutes between 0 and 60),
  spare smallint check (spare between 1 and 20),
  max_waiting smallint not null default 6 check (max_waiting between 1 and 50)
);

create table standby_tickets (
  id uuid primary key,
  token bytea not null unique,
  place text not null references booking_places,
  number text not null,
  day date not null,
  errands text[] not null,
  need boolean not null default false,
  -- For the recall by SMS; erased when the ticket ends.
  phone text,
  made_at timestamptz not null,
  -- What was promised, to be compared with what came: P(served before told_by), and the range of the wait in minutes.
  told_chance real not null,
  told_low smallint,
  told_high smallint,
  told_by timestamptz not null,
  state text not null check (state in ('waiting', 'called', 'serving', 'served', 'left', 'closed')),
  resource integer references booking_resources,
  called_at timestamptz,
  started_at timestamptz,
  ended_at timestamptz,
  unique (place, day, number)
);
-- Two calls at the same moment never give the same counter to two walk-ins.
create unique index one_standby_a_resource on standby_tickets (resource) where state in ('called', 'serving');
create index standby_open on standby_tickets (place, made_at) where state = 'waiting';

-- Times that somebody on the list did not want: not offered to the same one again.
create table waitlist_passed (
  waitlist uuid not null references waitlist on delete cascade,
  place text not null,
  starts timestamptz not null,
  primary key (waitlist, place, starts)
);
