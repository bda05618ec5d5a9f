-- Appointments and walk-ins stand in the desk's one queue under their own id. What a caseworker does there is their story too:
-- a trigger, so that it cannot be forgotten by whoever claims or ends a case.
create function visit_is_claimed() returns trigger language plpgsql as $$
begin
  with called as (
    update bookings set state = 'called', called_at = new.started_at
    where id = new.case_id and (state = 'arrived' or (state = 'booked' and kind = 'phone')) returning id, place, kind, errands)
  insert into booking_events (at, act, place, kind, errands, booking, detail)
  select new.started_at, 'called', place, kind, errands, id, '{"by": "queue"}' from called;
  with begun as (
    update standby_tickets set state = 'serving', started_at = new.started_at
    where id = new.case_id and state = 'called' returning place, errands, made_at, id)
  insert into booking_events (at, act, place, errands, detail)
  select new.started_at, 'standby-started', place, errands,
    jsonb_build_object('ticket', id, 'minutes', round(extract(epoch from new.started_at - made_at) / 60)) from begun;
  return null;
end $$;
create trigger visit_claimed after insert on claims for each row execute function visit_is_claimed();

create function visit_is_over() returns trigger language plpgsql as $$
begin
  with served as (
    update bookings set state = 'served', ended_at = new.ended_at
    where id = new.id and state = 'called' returning id, place, kind, errands)
  insert into booking_events (at, act, place, kind, errands, booking, detail)
  select new.ended_at, 'served', place, kind, errands, id, '{"by": "queue"}' from served;
  with served as (
    update standby_tickets set state = 'served', ended_at = new.ended_at, phone = null
    where id = new.id and state = 'serving' returning place, errands, made_at, id)
  insert into booking_events (at, act, place, errands, detail)
  select new.ended_at, 'standby-served', place, errands,
    jsonb_build_object('ticket', id, 'minutes', round(extract(epoch from new.ended_at - made_at) / 60)) from served;
  return null;
end $$;
create trigger visit_over after update of state on cases for each row
  when (new.state = 'ended' and old.state <> 'ended' and new.how = 'done') execute function visit_is_over();
