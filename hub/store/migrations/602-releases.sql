-- The box's software: bundles on disk, who gets which. `ring` of a box was never used.
alter table boxes drop column ring;
alter table boxes add column test_box boolean not null default false;
create table releases (
  version text primary key,
  at timestamptz not null default now(),
  who text not null,
  jws text not null,
  bytes bigint not null,
  ring text not null default 'none' check (ring in ('none', 'test', 'tenth', 'all')),
  -- Why nobody gets it any more.
  stopped text
);
