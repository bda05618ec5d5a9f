-- Hub processes on this database. One is alive as long as its listening connection is (see queue/sweep.ts).
create table hubs (
  id uuid primary key,
  backend integer not null,
  backend_start timestamptz not null
);

create table boxes (
  id uuid primary key,
  name text not null,
  place text not null,
  -- SHA-256 of the client certificate, lower-case hex.
  fingerprint text not null unique,
  enrolled_at timestamptz not null default now(),
  enrolled_by text not null,
  revoked_at timestamptz,
  out_of_service boolean not null default false,
  software text,
  -- The box process that reported last: another one means that its memory, and the evidence in it, is gone.
  boot uuid,
  report jsonb,
  -- Where it is connected now, and which of its connections counts.
  hub uuid references hubs on delete set null,
  connection uuid,
  last_seen timestamptz
);

create table users (
  name text primary key,
  password text not null,
  caseworker jsonb not null,
  roles jsonb not null
);

create table sessions (
  -- SHA-256 of the cookie: a reader of this table cannot sign in with it.
  token text primary key,
  user_name text not null references users on delete cascade,
  expires_at timestamptz not null
);

create table sign_in_brake (
  user_name text primary key,
  tries integer not null,
  closed_until timestamptz not null
);

-- Caseworkers' sockets.
create table desks (
  id uuid primary key,
  hub uuid not null references hubs on delete cascade,
  user_name text not null
);
create index desks_hub on desks (hub);

-- Visits that want a caseworker: never a name, a number or a picture.
create table cases (
  id uuid primary key,
  number text not null,
  box uuid not null references boxes,
  errand text not null,
  language text not null,
  step text not null,
  why text not null,
  since timestamptz not null,
  again boolean not null default false,
  state text not null check (state in ('waiting', 'claimed', 'ended')),
  how text,
  ended_at timestamptz
);
create unique index one_open_case_a_box on cases (box) where state <> 'ended';

create table claims (
  id uuid primary key,
  case_id uuid not null references cases,
  user_name text not null,
  caseworker jsonb not null,
  seal_key jsonb not null,
  sign_key jsonb not null,
  desk uuid references desks on delete set null,
  started_at timestamptz not null default now(),
  -- Since when no desk is behind it.
  lost_at timestamptz,
  ended_at timestamptz,
  how text,
  check ((ended_at is null) = (how is null))
);
create unique index one_claim_a_case on claims (case_id) where ended_at is null;
create index claims_ended on claims (ended_at) where how = 'done';

-- Statistics from the boxes; the key makes each count once.
create table events (
  box uuid not null references boxes,
  n bigint not null,
  at timestamptz not null,
  event jsonb not null,
  primary key (box, n)
);

-- On their way between two hub processes, too large for NOTIFY; deleted on delivery, gone after a crash.
create unlogged table relay (
  id uuid primary key,
  body text not null,
  at timestamptz not null default now()
);

create table audit (
  n bigint primary key,
  at text not null,
  who text,
  act text not null,
  box uuid,
  case_id uuid,
  claim uuid,
  step text,
  detail text,
  previous text not null,
  hash text not null
);
create function audit_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'the audit log is append-only';
end $$;
create trigger audit_append_only before update or delete on audit
  for each row execute function audit_is_append_only();
create trigger audit_no_truncate before truncate on audit
  for each statement execute function audit_is_append_only();
