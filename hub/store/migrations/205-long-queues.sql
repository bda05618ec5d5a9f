-- Help by voice only: asked for by somebody whom nobody has time for; whoever is free may talk with them.
alter table cases add voice boolean not null default false;
-- Nothing is said of it but since when it waits: such cases stand in the order of `since`, and an index knows it.
alter table cases add routine boolean not null generated always as (
  urgency = 0 and not again and booked_for is null and held_for is null and last_user is null and not_before is null
) stored;
drop index cases_waiting;
create index cases_routine on cases (since) where state = 'waiting' and routine;
create index cases_special on cases (urgency desc, since) where state = 'waiting' and not routine;

-- Waits for the audit log's lock, then reads its end: one question, and the reading is newer than the lock.
create function audit_head(lock bigint) returns table (n bigint, hash text) language plpgsql as $$
begin
  perform pg_advisory_xact_lock(lock);
  return query select a.n, a.hash from audit a order by a.n desc limit 1;
end $$;
