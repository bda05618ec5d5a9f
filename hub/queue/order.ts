import { sql } from 'kysely'

/** Whoever booked is promised their time: from then on they stand as if they had come this much earlier (minutes). */
const BOOKED_LEAD = 10
/** Meeting the caseworker of before saves the citizen from telling it all again: worth this much waiting (minutes). */
const CONTINUITY = 5

/**
 * The order of those who wait, for SQL over `cases c`: somebody in danger, whoever lost their caseworker, urgent ones, then
 * by when they count as waiting since. `since` comes from the box: a clock that runs ahead must not put it last for ever.
 * With `user`, what is kept for them comes first, and whom they met before comes a little earlier.
 */
export function inOrder(user?: string) {
  const mine = user ? sql`coalesce(c.held_for = ${user} and c.held_until > now(), false) desc,` : sql``
  const met = user
    ? sql`- case when c.last_user = ${user} then interval '${sql.raw(String(CONTINUITY))} min' else '0' end`
    : sql``
  return sql`(c.urgency = 2) desc, ${mine} c.again desc, c.urgency desc,
    case when c.booked_for is null then least(c.since, now())
      when c.booked_for > now() then c.booked_for
      else c.booked_for - interval '${sql.raw(String(BOOKED_LEAD))} min' end ${met}, c.id`
}
