import type { Db } from '../store/store.ts'

/** What happens to bookings, for figures and the simulator. Never about whom. */
export type BookingAct =
  | 'held'
  | 'hold-expired'
  | 'booked'
  | 'moved'
  | 'cancelled'
  | 'checked-in'
  | 'check-in-refused'
  | 'called'
  | 'started'
  | 'served'
  | 'no-show'
  | 'no-show-corrected'
  | 'offered'
  | 'offer-taken'
  | 'offer-passed'
  | 'call-taken'
  | 'call-ended'
  | 'standby-asked'
  | 'standby-refused'
  | 'standby-called'
  | 'standby-started'
  | 'standby-served'
  | 'standby-left'
  | 'standby-looked'

export type BookingEvent = {
  act: BookingAct
  place?: string
  kind?: string
  errands?: string[]
  booking?: string | null
  detail?: Record<string, unknown>
}

export async function event(db: Db, { detail, ...event }: BookingEvent, at: Date): Promise<void> {
  await db
    .insertInto('booking_events')
    .values({ ...event, at, detail: detail ? JSON.stringify(detail) : null })
    .execute()
}
