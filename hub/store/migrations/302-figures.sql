-- What only figures need. No person in it.
create table surveys (
  n bigint generated always as identity primary key,
  at timestamptz not null default now(),
  place text,
  errand text,
  way text not null check (way in ('box', 'link')),
  solved text not null check (solved in ('yes', 'partly', 'no')),
  times text check (times in ('good', 'poor', 'not-booked')),
  -- Screened before it is stored: what looked like a person is not in it.
  words text,
  -- Of the appointment: one answer each.
  booking uuid unique
);

-- A box's connection to the hub, as it came and went.
create table box_links (
  n bigint generated always as identity primary key,
  at timestamptz not null default now(),
  box uuid not null references boxes,
  up boolean not null
);
create index box_links_at on box_links (at);

-- Tells whether a contact books the same errand again: a keyed hash that lives 14 days after the visit and leads back to nobody.
create table repeat_marks (
  mark bytea not null,
  booking uuid not null,
  visit timestamptz not null,
  primary key (mark, booking)
);
create index repeat_marks_visit on repeat_marks (visit);

create index events_at on events (at);
create index cases_since on cases (since);
