/** Whether the same contact comes again for the same errand, known without knowing who. */
import { sql } from 'kysely'
import type { Db } from '../store/store.ts'
import { keyed, type Reach } from './codes.ts'
import { DAY_MS } from './local-time.ts'
import type { Schedule } from './schedule.ts'

/** A second visit within this time counts as a repeat (days). */
export const REPEAT_DAYS = 14

/**
 * Leaves a mark for this booking; true: the same contact had a visit for the same errand in the last 14 days. The mark is a keyed
 * hash of contact and errand, deleted 14 days after the visit.
 */
export async function markRepeat(
  db: Db,
  schedule: Schedule,
  booking: { id: string; errand: string; reach: Reach; starts: Date },
  now: Date,
): Promise<boolean> {
  const { email, phone } = booking.reach
  const mark = keyed(schedule.secret, 'repeat', `${email ?? phone ?? ''} ${booking.errand}`)
  const since = new Date(now.getTime() - REPEAT_DAYS * DAY_MS)
  const { rows } = await sql<{ again: boolean }>`
    select exists (select from repeat_marks r join bookings b on b.id = r.booking
      where r.mark = ${mark} and r.visit between ${since} and ${now} and b.state in ('served', 'arrived', 'called')) as again`.execute(
    db,
  )
  await db
    .insertInto('repeat_marks')
    .values({ mark, booking: booking.id, visit: booking.starts })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return rows[0]!.again
}

/** Marks of visits longer ago are deleted. */
export async function forgetRepeats(db: Db, now: Date): Promise<void> {
  await db
    .deleteFrom('repeat_marks')
    .where('visit', '<', new Date(now.getTime() - REPEAT_DAYS * DAY_MS))
    .execute()
}
