-- Where two must approve: whoever approved first, and under which claim. The other one is somebody else, whatever the program does.
alter table cases
  add column first_user text,
  add column first_claim uuid references claims,
  add constraint first_is_whole check ((first_user is null) = (first_claim is null));
create function second_is_another() returns trigger language plpgsql as $$
begin
  if exists (select from cases where id = new.case_id and first_user = new.user_name) then
    raise exception 'whoever approved first does not look a second time' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger second_look before insert or update of case_id, user_name on claims
  for each row execute function second_is_another();
-- Nobody keeps it for one person either, before somebody has looked a second time.
create function second_is_routed() returns trigger language plpgsql as $$
begin
  if new.held_for is not null and new.held_for = new.first_user then
    raise exception 'a second look is not kept for whoever approved first' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger second_held before update of held_for on cases for each row execute function second_is_routed();
