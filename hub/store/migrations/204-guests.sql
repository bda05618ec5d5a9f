-- One-time links into a call. The token itself is nowhere; whoever uses it first has used it.
create table guests (
  id uuid primary key,
  claim uuid not null references claims on delete cascade,
  kind text not null check (kind in ('interpreter-voice', 'interpreter-sign', 'supervisor', 'relative')),
  token text not null unique,
  expires_at timestamptz not null,
  -- Which hub process their page is connected to.
  hub uuid references hubs on delete set null,
  used_at timestamptz,
  gone_at timestamptz
);
create index guests_claim on guests (claim) where gone_at is null;
