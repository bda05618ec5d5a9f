-- The visit at a box that a booked citizen began there: its end is the appointment's end.
alter table bookings add column box_visit uuid;
create unique index bookings_box_visit on bookings (box_visit) where box_visit is not null;
-- Who is asked how it went: looked for every few seconds.
create index bookings_just_served on bookings (ended_at) where state = 'served';
