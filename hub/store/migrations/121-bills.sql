-- Fees that were not paid by card at a box. Whose they are stands in the authority's case; here is no person.
create table bills (
  case_id uuid primary key,
  application uuid not null,
  box uuid not null,
  errand text not null,
  -- In øre.
  amount integer not null check (amount > 0),
  way text not null check (way in ('invoice', 'desk', 'unknown')),
  at timestamptz not null,
  ended_at timestamptz,
  ended_how text check (ended_how in ('paid', 'dropped')),
  ended_why text,
  ended_by text,
  check ((ended_at is null) = (ended_how is null) and (ended_at is null) = (ended_why is null))
);
create index bills_open on bills (at) where ended_at is null;
