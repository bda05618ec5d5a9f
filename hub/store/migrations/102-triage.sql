-- Versions of the triage tree; the newest whose day has come is in force.
create table triage_trees (
  version integer generated always as identity primary key,
  from_day date not null,
  tree jsonb not null,
  made_by text not null,
  made_at timestamptz not null default now()
);

-- How often each way out was reached, and how often the same browser came again for the same errand.
create table triage_counts (
  day date not null,
  version integer not null references triage_trees,
  exit text not null,
  errand text not null,
  n integer not null default 0,
  came_back integer not null default 0,
  primary key (day, version, exit, errand)
);
