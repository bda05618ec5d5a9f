-- What a person can do and is doing now. A list that is null means: everything.
alter table users
  add column skills jsonb,
  add column languages jsonb,
  add column places jsonb,
  add column availability text not null default 'available' check (availability in ('available', 'pause', 'wrap-up')),
  add column pause_reason text,
  add column availability_since timestamptz not null default now();

-- One queue over all channels: only a box has a screen, a call and evidence.
alter table cases alter column box drop not null;
alter table cases
  add column channel text not null default 'box' check (channel in ('box', 'counter', 'phone')),
  add column place text,
  add column skills jsonb not null default '[]',
  add column booked_for timestamptz,
  -- 0 in turn, 1 soon (small children, illness), 2 now (somebody is threatened)
  add column urgency smallint not null default 0 check (urgency between 0 and 2),
  -- Kept for one person until then: parked, transferred, or the same caseworker after a break.
  add column held_for text,
  add column held_until timestamptz,
  add column last_user text,
  add column note text check (length(note) <= 400),
  add column note_by text,
  -- Not before this: a call-back nobody answered.
  add column not_before timestamptz,
  add constraint box_has_box check ((channel = 'box') = (box is not null));
create index cases_waiting on cases (urgency desc, again desc, since) where state = 'waiting';

-- Where somebody wants to be called; gone when the case ends.
create table call_backs (
  case_id uuid primary key references cases on delete cascade,
  phone text not null
);

-- Somebody feels threatened. Stays on every screen that it concerns until somebody says that they go.
create table emergencies (
  id uuid primary key,
  at timestamptz not null default now(),
  from_whom text not null check (from_whom in ('citizen', 'staff')),
  user_name text,
  box uuid references boxes,
  place text,
  taken_by text,
  taken_at timestamptz
);
create index emergencies_open on emergencies (at) where taken_by is null;
