import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '../store/store.ts'

/** Wrong tries that cost nothing: a caseworker who mistypes. */
export const FREE_TRIES = 5
/** The longest wait after many wrong tries (s). */
const CLOSED_MAX_S = 60

/** A count is forgotten after this (interval of PostgreSQL). */
const FORGOTTEN = '1 day'

/** Tries for one name from all addresses in an hour after which each address has one free try instead of five. */
export const NAME_TRIES = 30

/**
 * People type passwords into the name field: what was typed is never stored. Apart by address, so that somebody elsewhere
 * cannot lock a known caseworker out.
 */
function keyOf(user: string, address: string | null): string {
  return createHash('sha256')
    .update(JSON.stringify([user, address]))
    .digest('hex')
}

/**
 * Counts a try before the password is looked at, so that guessing in parallel gains nothing: after five from one address, each
 * further one waits twice as long. After many for one name from anywhere the first wrong one of each address has that effect;
 * a first try is never refused. False while this name's sign-in is closed for this address.
 */
export async function mayTry(db: Db, user: string, address: string): Promise<boolean> {
  await sql`delete from sign_in_brake where closed_until < now() - ${FORGOTTEN}::interval`.execute(db)
  // Of the name's own row “closed_until” is when its hour began: it closes nothing.
  const all = await sql<{ tries: number }>`
    insert into sign_in_brake (user_name, tries, closed_until) values (${keyOf(user, null)}, 1, now())
    on conflict (user_name) do update set
      tries = case when sign_in_brake.closed_until < now() - interval '1 hour' then 1 else sign_in_brake.tries + 1 end,
      closed_until = case when sign_in_brake.closed_until < now() - interval '1 hour' then now()
        else sign_in_brake.closed_until end
    returning tries`.execute(db)
  const free = all.rows[0]!.tries > NAME_TRIES ? 1 : FREE_TRIES
  const { rows } = await sql`
    insert into sign_in_brake (user_name, tries, closed_until)
    values (${keyOf(user, address)}, 1, now() + interval '1 s' * ${free === 1 ? 1 : 0})
    on conflict (user_name) do update set tries = sign_in_brake.tries + 1,
      closed_until = now() + interval '1 s' * case when sign_in_brake.tries < ${free - 1} then 0
        else least(${CLOSED_MAX_S}, power(2, least(sign_in_brake.tries - ${free - 1}, 10))) end
    where sign_in_brake.closed_until <= now() returning tries`.execute(db)
  return rows.length > 0
}

/** After a right password. */
export async function releaseBrake(db: Db, user: string, address: string): Promise<void> {
  await db.deleteFrom('sign_in_brake').where('user_name', '=', keyOf(user, address)).execute()
  await sql`update sign_in_brake set tries = greatest(tries - 1, 0) where user_name = ${keyOf(user, null)}`.execute(db)
}
