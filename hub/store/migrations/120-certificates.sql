-- Papers that anybody can check. `sealed` opens with a key that stands in the paper's QR code and nowhere else.
create table certificates (
  code text primary key,
  case_id uuid not null,
  box uuid not null,
  kind text not null,
  sealed text not null,
  issued_at timestamptz not null default now(),
  revoked_at timestamptz,
  revoked_why text
);
-- One paper of a case at a time is in force.
create unique index certificates_case on certificates (case_id) where revoked_at is null;
