-- Appointments. Times of day are minutes after local midnight; weekdays are 1 (Monday) to 7.
create table booking_settings (
  one boolean primary key default true check (one),
  -- Grows with every change of places, hours, errands …: hub processes read the schedule anew when it does.
  revision bigint not null default 1,
  -- Makes secret links and the keyed hashes of persons and addresses.
  secret bytea not null default sha256((gen_random_uuid()::text || gen_random_uuid()::text)::bytea),
  settings jsonb not null default '{}'
);
insert into booking_settings default values;

create table booking_places (
  id text primary key check (id ~ '^[a-z0-9-]{1,40}$'),
  name text not null,
  address text not null,
  slot_minutes integer not null default 15 check (slot_minutes between 5 and 120 and slot_minutes % 5 = 0),
  active boolean not null default true
);

-- What an appointment takes up: a box or counter at a place, a telephone line, a caseworker on video, an interpreter.
create table booking_resources (
  id integer generated always as identity primary key,
  -- Null: serves every place.
  place text references booking_places,
  kind text not null check (kind in ('box', 'counter', 'phone', 'video', 'interpreter')),
  name text not null,
  -- Errands it can take; empty: all.
  skills text[] not null default '{}',
  languages text[] not null default '{}',
  active boolean not null default true,
  check (place is not null or kind in ('video', 'interpreter', 'phone'))
);

create table booking_hours (
  id integer generated always as identity primary key,
  place text references booking_places,
  -- Null: every kind at the place that has no rows of its own.
  kind text,
  weekday smallint not null check (weekday between 1 and 7),
  weeks text not null default 'all' check (weeks in ('all', 'odd', 'even')),
  opens smallint not null check (opens between 180 and 1440 and opens % 5 = 0),
  closes smallint not null check (closes <= 1440 and closes > opens),
  first_day date,
  last_day date,
  -- How many of the kind's resources are for those who ring, and for walk-ins.
  keep_phone smallint not null default 0 check (keep_phone >= 0),
  keep_standby smallint not null default 0 check (keep_standby >= 0)
);

create table booking_closures (
  id integer generated always as identity primary key,
  place text references booking_places,
  first_day date not null,
  last_day date not null,
  reason text not null,
  check (last_day >= first_day)
);

create table booking_errands (
  id text primary key check (id ~ '^[a-z0-9-]{1,40}$'),
  rank integer not null,
  -- `{da, en}`
  name jsonb not null,
  minutes integer not null check (minutes between 5 and 240),
  kinds text[] not null,
  -- At a box only together with a caseworker on video.
  video boolean not null,
  documents jsonb not null,
  self jsonb,
  active boolean not null default true
);

create table bookings (
  id uuid primary key,
  state text not null check (state in
    ('held', 'offered', 'booked', 'arrived', 'called', 'served', 'no-show', 'cancelled')),
  place text not null references booking_places,
  kind text not null,
  errands text[] not null check (cardinality(errands) between 1 and 6),
  persons smallint not null check (persons between 1 and 10),
  starts timestamptz not null,
  ends timestamptz not null check (ends > starts),
  -- Local date of the start.
  day date not null,
  -- How many resources it takes up.
  seats smallint not null check (seats > 0),
  channel text not null check (channel in ('web', 'phone', 'box')),
  language text not null default 'da',
  interpreter text,
  made_at timestamptz not null default now(),
  -- Of a hold or an offer.
  expires_at timestamptz,
  booked_at timestamptz,
  arrived_at timestamptz,
  called_at timestamptz,
  ended_at timestamptz,
  code text,
  -- SHA-256 of the secret link's last part.
  token bytea unique,
  name text,
  email text,
  phone text,
  -- Keyed hash of the contact: counts what one person books on one day.
  person bytea,
  booked_on date,
  nth smallint check (nth between 1 and 50),
  -- When the personal data was erased.
  erased_at timestamptz,
  check ((state in ('held', 'offered')) = (expires_at is not null)),
  check (state in ('held', 'offered') or (code is not null and booked_at is not null)),
  check (erased_at is null or (name is null and email is null and phone is null and token is null))
);
create unique index booking_code_of_a_day on bookings (day, code) where code is not null;
create unique index booking_cap_of_a_person on bookings (person, booked_on, nth);
create index bookings_start on bookings (starts) where state in ('booked', 'arrived', 'called');
create index bookings_expiry on bookings (expires_at) where expires_at is not null;
create index bookings_day on bookings (place, day);
create index bookings_to_erase on bookings (ends) where erased_at is null and name is not null;

-- One row for each resource and time that is taken. The exclusion constraint is what makes a double booking impossible.
create table booking_seats (
  id bigint generated always as identity primary key,
  resource integer not null references booking_resources,
  starts timestamptz not null,
  ends timestamptz not null check (ends > starts),
  booking uuid references bookings on delete cascade,
  -- Freed, but not shown again before this moment.
  until timestamptz,
  check ((booking is null) = (until is not null)),
  constraint no_double_booking exclude using gist (
    int4range(resource, resource, '[]') with &&, tstzrange(starts, ends) with &&)
);
create index booking_seats_when on booking_seats (resource, starts) include (ends, until);
create index booking_seats_of on booking_seats (booking);

-- A booking without all of its seats (a phantom) cannot be committed, nor a seat at another time than its booking's.
create function booking_is_seated() returns trigger language plpgsql as $$
declare
  one uuid;
  b bookings;
  n integer;
begin
  if tg_table_name = 'bookings' then one := new.id;
  elsif tg_op = 'DELETE' then one := old.booking;
  else one := coalesce(new.booking, old.booking);
  end if;
  select * into b from bookings where id = one;
  if not found then return null; end if;
  select count(*) filter (where s.starts = b.starts and s.ends = b.ends) into n from booking_seats s where s.booking = one;
  if n <> (case when b.state = 'cancelled' then 0 else b.seats end) then
    raise exception 'booking % (%) has % seats of %', one, b.state, n, b.seats using errcode = '23514';
  end if;
  return null;
end $$;
create constraint trigger booking_seated after insert or update of state, starts, ends, seats on bookings
  deferrable initially deferred for each row execute function booking_is_seated();
create constraint trigger booking_seat_kept after update or delete on booking_seats
  deferrable initially deferred for each row execute function booking_is_seated();

-- What goes out by e-mail and SMS. Emptied of addresses and words when its booking is erased.
create table booking_messages (
  id bigint generated always as identity primary key,
  booking uuid references bookings on delete set null,
  why text not null,
  channel text not null check (channel in ('email', 'sms')),
  address text,
  subject text,
  body text,
  due_at timestamptz not null,
  sent_at timestamptz,
  tries smallint not null default 0,
  -- A message is not due any more: its booking was moved or cancelled.
  dropped_at timestamptz
);
create index booking_messages_due on booking_messages (due_at) where sent_at is null and dropped_at is null;
create index booking_messages_of on booking_messages (booking);

-- What happened, without persons: for figures and the simulator.
create table booking_events (
  n bigint generated always as identity primary key,
  at timestamptz not null default now(),
  act text not null,
  place text,
  kind text,
  errands text[],
  booking uuid,
  detail jsonb
);
create index booking_events_at on booking_events (at);

-- Against floods: tries of one address (keyed hash) in the running window.
create unlogged table booking_brake (
  address bytea primary key,
  since timestamptz not null,
  tries integer not null
);
