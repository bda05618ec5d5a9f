-- A technician's one-time code for the acceptance test at a box's own screen. One a box; the tag is keyed by the hub's CA.
create table accept_codes (
  box uuid primary key references boxes (id) on delete cascade,
  tag text not null,
  until timestamptz not null,
  tries_left integer not null
);
