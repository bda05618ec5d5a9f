/** What time does by itself: holds and pauses end, offers pass on, reminders go out, no-shows are marked, names are erased. */
import { sql } from 'kysely'
import type { Db } from '../store/store.ts'
import { markNoShows } from './check-in.ts'
import { callsInQueue } from './desk-queue.ts'
import { eraseOld } from './erase.ts'
import { askAfterwards } from './messages.ts'
import { forgetRepeats } from './repeat.ts'
import { schedule } from './schedule.ts'
import { type Sender, sendDue } from './sender.ts'
import { callEverywhere, closeStandby } from './standby.ts'
import { offerFreed, passLate } from './waitlist.ts'

/** How often each hub process looks (ms). One of them works, the others find the lock taken. */
export const BOOKING_SWEEP_MS = 5_000
const SWEEP_LOCK = 78_102

export type SweepOptions = {
  sender: Sender | null
  root: string
  now: Date
  /** Waits for another process that sweeps instead of leaving it to that. */
  wait?: boolean
}

export async function sweepBooking(db: Db, { sender, root, now, wait = false }: SweepOptions): Promise<void> {
  await db.connection().execute(async (own) => {
    if (wait) await sql`select pg_advisory_lock(${SWEEP_LOCK})`.execute(own)
    else {
      const { rows } = await sql<{ mine: boolean }>`select pg_try_advisory_lock(${SWEEP_LOCK}) as mine`.execute(own)
      if (!rows[0]!.mine) return
    }
    try {
      await sweepAll(db, { sender, root, now })
    } finally {
      await sql`select pg_advisory_unlock(${SWEEP_LOCK})`.execute(own)
    }
  })
}

async function sweepAll(db: Db, { sender, root, now }: SweepOptions): Promise<void> {
  const plan = await schedule(db)
  await sql`
    with gone as (delete from bookings where state = 'held' and expires_at <= ${now} returning place, kind, errands)
    insert into booking_events (at, act, place, kind, errands)
    select ${now}::timestamptz, 'hold-expired', place, kind, errands from gone`.execute(db)
  await passLate(db, now)
  await offerFreed(db, plan, now)
  // The waitlist had the first look.
  await sql`delete from booking_seats where until <= ${now}`.execute(db)
  await markNoShows(db, plan, now)
  await callsInQueue(db, plan, now)
  await closeStandby(db, now)
  await callEverywhere(db, plan, now)
  await askAfterwards(db, plan, now)
  await sendDue(db, sender, root, now)
  await eraseOld(db, plan, now)
  await forgetRepeats(db, now)
  await sql`delete from booking_brake where since < ${now}::timestamptz - interval '1 hour'`.execute(db)
}
