-- Boxes are known by an identity key (in the box's TPM) that vouches for short-lived certificates; `fingerprint` is that of
-- the one certificate that counts now, null until the box has fetched its first.
alter table boxes alter column fingerprint drop not null;
alter table boxes add column identity jsonb;
alter table boxes add column key_home text not null default 'software' check (key_home in ('software', 'tpm'));
alter table boxes add column certificate_until timestamptz;
-- Time of the last renewal challenge that was used: an older one is never taken again.
alter table boxes add column renewed_with bigint not null default 0;
-- In service only with a passed acceptance test since it last moved or changed.
alter table boxes add column accepted_at timestamptz;
alter table boxes add column retiring boolean not null default false;
alter table boxes add column retired_at timestamptz;
-- What citizens read while it is out of service: {"da": …, "en": …}.
alter table boxes add column out_text jsonb;
alter table boxes add column latitude double precision;
alter table boxes add column longitude double precision;
-- Newest health message; never a person in it.
alter table boxes add column health jsonb;
alter table boxes add column last_visit timestamptz;
alter table boxes add column ring integer not null default 3;

-- A box that shows its code and waits for a technician. Gone after a quarter of an hour.
create table pairings (
  id uuid primary key,
  at timestamptz not null default now(),
  commit_hash text not null,
  nonce text not null,
  authority jsonb not null,
  hub_url text not null,
  code text unique,
  request jsonb,
  fingerprint text,
  -- SHA-256 of the secret in the TPM's challenge, and whether the TPM opened it.
  secret_hash text,
  proven boolean not null default false,
  maker_known boolean not null default false,
  state text not null default 'waiting' check (state in ('waiting', 'typed', 'refused', 'enrolled')),
  box uuid references boxes
);

-- Signed configurations, one row a version; never changed, only added.
create table box_configs (
  box uuid not null references boxes,
  version integer not null,
  at timestamptz not null default now(),
  who text not null,
  settings jsonb not null,
  jws text not null,
  -- What the box made of it.
  state text not null default 'sent' check (state in ('sent', 'applied', 'rolled-back')),
  why text,
  primary key (box, version)
);

create table acceptances (
  id uuid primary key,
  box uuid not null references boxes,
  at timestamptz not null,
  passed boolean not null,
  report jsonb not null,
  jws text not null
);
create index acceptances_box on acceptances (box, at);

-- An alarm is open until its cause is gone; a person may silence it for a while or take it over.
create table alarms (
  id uuid primary key,
  box uuid not null references boxes,
  kind text not null,
  -- Which device or part; empty for the box itself.
  part text not null default '',
  since timestamptz not null default now(),
  ended_at timestamptz,
  silent_until timestamptz,
  handed_to text
);
create unique index one_open_alarm on alarms (box, kind, part) where ended_at is null;
create index alarms_since on alarms (box, since);
