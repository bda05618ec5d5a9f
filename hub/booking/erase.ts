import { sql } from 'kysely'
import type { Db } from '../store/store.ts'
import { DAY_MS, localOf } from './local-time.ts'
import type { Schedule } from './schedule.ts'

/** Bookings erased in one sweep. */
const BATCH = 500

/**
 * Erases who booked: name, contact, secret link and the words sent, when the visit (or the cancelled one's end) is
 * `keepDays` past. What remains is a count: errand, place, time, how it ended. Returns how many were erased.
 */
export async function eraseOld(db: Db, plan: Schedule, now: Date): Promise<number> {
  const before = new Date(now.getTime() - plan.settings.keepDays * DAY_MS)
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ id: string }>`
      update bookings set name = null, email = null, phone = null, token = null, code = coalesce(code, '-'), erased_at = ${now}
      where id in (
        select id from bookings where erased_at is null and name is not null
          and (ends < ${before} or (state = 'cancelled' and ended_at < ${before})) limit ${BATCH} for update skip locked)
      returning id`.execute(tx)
    const ids = rows.map(({ id }) => id)
    if (ids.length > 0) {
      // From now on nothing leads from an answer back to its visit.
      await sql`update surveys set booking = null where booking = any(${ids}::uuid[])`.execute(tx)
      await sql`update booking_messages set address = null, subject = null, body = null where booking = any(${ids}::uuid[])`.execute(
        tx,
      )
    }
    // Messages of the chance queue belong to no booking.
    await sql`
      update booking_messages set address = null, subject = null, body = null
      where booking is null and address is not null and due_at < ${before}`.execute(tx)
    // The keyed hash serves to count one day's bookings, and no longer.
    await sql`
      update bookings set person = null, nth = null, booked_on = null
      where person is not null and booked_on < ${localOf(now).day}`.execute(tx)
    return rows.length
  })
}
