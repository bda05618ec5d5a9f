-- Who works, what they can, and where they are through the day. Days are local; times minutes after midnight.
create table staff (
  id integer generated always as identity primary key,
  name text not null check (name ~ '\S'),
  active boolean not null default true
);

-- The cross-training matrix: one row for each thing a person can take.
create table staff_can (
  person integer not null references staff on delete cascade,
  -- errand: booking_errands.id · channel: counter, video, phone · place: booking_places.id
  what text not null check (what in ('errand', 'channel', 'place')),
  value text not null,
  primary key (person, what, value)
);

-- The usual week.
create table roster (
  id integer generated always as identity primary key,
  person integer not null references staff on delete cascade,
  weekday smallint not null check (weekday between 1 and 7),
  weeks text not null default 'all' check (weeks in ('all', 'odd', 'even')),
  opens smallint not null check (opens between 0 and 1440),
  closes smallint not null check (closes <= 1440 and closes > opens),
  -- Null: video and telephone serve every place.
  place text references booking_places,
  channel text not null check (channel in ('counter', 'video', 'phone')),
  check (place is not null or channel <> 'counter')
);

-- Assignments: the days as they are planned, made from the roster and changed by hand. Nobody is in two places at once.
create table shifts (
  n bigint generated always as identity primary key,
  person integer not null references staff on delete cascade,
  day date not null,
  opens smallint not null check (opens between 0 and 1440),
  closes smallint not null check (closes <= 1440 and closes > opens),
  place text references booking_places,
  channel text not null check (channel in ('counter', 'video', 'phone')),
  check (place is not null or channel <> 'counter'),
  constraint in_one_place_at_a_time exclude using gist (
    int4range(person, person, '[]') with &&, daterange(day, day, '[]') with &&, int4range(opens, closes) with &&)
);
create index shifts_day on shifts (day);

-- That somebody is away, never why: illness is nobody's business here.
create table absences (
  id integer generated always as identity primary key,
  person integer not null references staff on delete cascade,
  first_day date not null,
  last_day date not null check (last_day >= first_day)
);
create index absences_days on absences (last_day, first_day);
