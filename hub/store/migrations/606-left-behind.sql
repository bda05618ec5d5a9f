-- Where a release stood when a box going back stopped it; null: a person took it back, or nobody did.
alter table releases add column stood text check (stood in ('none', 'test', 'tenth', 'all'));
-- Boxes that a release leaves behind: which went back from it, and without which it goes on by whose word.
create table release_boxes (
  version text not null references releases (version) on delete cascade,
  box uuid not null references boxes (id) on delete cascade,
  back_at timestamptz,
  left_by text,
  left_why text,
  left_at timestamptz,
  primary key (version, box)
);
