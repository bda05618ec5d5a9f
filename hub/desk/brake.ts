import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '../store/store.ts'

/** Wrong tries that cost nothing: a caseworker who mistypes. */
export const FREE_TRIES = 5
/** The longest wait after many wrong tries; longer would let anybody lock a caseworker out (s). */
const CLOSED_MAX_S = 60

/** A count is forgotten after this (interval of PostgreSQL). */
const FORGOTTEN = '1 day'

/** People type passwords into the name field: what was typed is never stored. */
function keyOf(user: string): string {
  return createHash('sha256').update(user).digest('hex')
}

/**
 * Counts a try before the password is looked at, so that guessing in parallel gains nothing: after five, each further
 * one waits twice as long. False while this user's sign-in is closed.
 */
export async function mayTry(db: Db, user: string): Promise<boolean> {
  await sql`delete from sign_in_brake where closed_until < now() - ${FORGOTTEN}::interval`.execute(db)
  const { rows } = await sql`
    insert into sign_in_brake (user_name, tries, closed_until) values (${keyOf(user)}, 1, now())
    on conflict (user_name) do update set tries = sign_in_brake.tries + 1,
      closed_until = now() + interval '1 s' * case when sign_in_brake.tries < ${FREE_TRIES - 1} then 0
        else least(${CLOSED_MAX_S}, power(2, least(sign_in_brake.tries - ${FREE_TRIES - 1}, 10))) end
    where sign_in_brake.closed_until <= now() returning tries`.execute(db)
  return rows.length > 0
}

/** After a right password. */
export async function releaseBrake(db: Db, user: string): Promise<void> {
  await db.deleteFrom('sign_in_brake').where('user_name', '=', keyOf(user)).execute()
}
