-- When a booked citizen sat down: “called” until then is the way through the house.
alter table bookings add column started_at timestamptz;

-- A box's case may wish for a caseworker again after one has left, under the same number. Figures count each wish, so each is kept;
-- a trigger, because several rooms write cases and claims.
create table wishes (
  n bigint generated always as identity primary key,
  case_id uuid not null references cases on delete cascade,
  since timestamptz not null,
  errand text not null,
  language text not null,
  why text not null,
  unique (case_id, since)
);
create index wishes_since on wishes (since);
alter table claims add column wish bigint references wishes on delete set null;

create function wish_is_noted() returns trigger language plpgsql as $$
begin
  insert into wishes (case_id, since, errand, language, why) values (new.id, new.since, new.errand, new.language, new.why)
  on conflict (case_id, since) do update set errand = excluded.errand, language = excluded.language, why = excluded.why;
  return null;
end $$;
create trigger wish_noted after insert or update of since, errand, language, why on cases
  for each row when (new.box is not null) execute function wish_is_noted();

-- By order of writing, not by time: box and hub may differ by seconds.
create function claim_meets_wish() returns trigger language plpgsql as $$
begin
  new.wish = (select max(n) from wishes where case_id = new.case_id);
  return new;
end $$;
create trigger claim_met_wish before insert on claims for each row execute function claim_meets_wish();

insert into wishes (case_id, since, errand, language, why)
select id, since, errand, language, why from cases where box is not null order by since;
update claims set wish = w.n from wishes w where w.case_id = claims.case_id;

-- How service calls went is told by their events alone: a booking may be erased, what its call brought stays counted.
create index booking_events_calls on booking_events (booking, n desc) where act = 'call-ended';
update booking_events e
set detail = e.detail || jsonb_build_object('chance', c.chance, 'minutes', round(extract(epoch from b.ends - b.starts) / 60))
from service_calls c join bookings b on b.id = c.booking
where e.act = 'call-ended' and e.booking = c.booking;
drop index service_calls_outcome;
