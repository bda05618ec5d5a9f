/** Visits that caseworkers take come into the desk's one queue, beside the boxes' handoffs, under their own id. */
import { sql } from 'kysely'
import { intake, leaveQueue } from '../queue/intake.ts'
import type { Db } from '../store/store.ts'
import { MINUTE_MS } from './local-time.ts'
import type { BookingRow } from './messages.ts'
import type { Schedule } from './schedule.ts'

/** A call that was booked stands in the queue this much before its time (minutes). */
const CALL_LEAD = 2

type Visit = Pick<BookingRow, 'id' | 'kind' | 'place' | 'errands' | 'language' | 'starts'> & {
  code: string | null
  phone: string | null
}

/** Whoever has checked in for a counter waits there for their time. A box calls its caseworker itself. */
export async function arrivedInQueue(db: Db, plan: Schedule, visit: Visit): Promise<void> {
  if (visit.kind === 'box') return
  const { id, kind, errands, language, starts } = visit
  await intake(db, {
    id,
    channel: kind,
    errand: errands[0]!,
    skills: errands,
    language,
    place: kind === 'phone' ? null : (plan.places.get(visit.place)?.name ?? visit.place),
    ...(visit.code ? { number: visit.code } : {}),
    bookedFor: starts,
    urgency: 0,
    ...(kind === 'phone' && visit.phone ? { phone: visit.phone } : {}),
  })
}

/** A walk-in whom the chance queue has called. */
export async function walkInInQueue(
  db: Db,
  plan: Schedule,
  ticket: { id: string; number: string; place: string; errands: string[]; language: string; need: boolean },
): Promise<void> {
  const { id, number, errands, language } = ticket
  await intake(db, {
    ...{ id, number, language },
    channel: 'counter',
    errand: errands[0]!,
    skills: errands,
    place: plan.places.get(ticket.place)?.name ?? ticket.place,
    // Called because a counter is free for them now; who has need stands before other walk-ins.
    urgency: ticket.need ? 1 : 0,
  })
}

/** They were called by hand, have left, or did not come. */
export const outOfQueue = (db: Db, id: string): Promise<void> => leaveQueue(db, id)

/** Booked telephone calls whose time has come. */
export async function callsInQueue(db: Db, plan: Schedule, now: Date): Promise<void> {
  const due = new Date(now.getTime() + CALL_LEAD * MINUTE_MS)
  const rows = await db
    .selectFrom('bookings')
    .select(['id', 'kind', 'place', 'errands', 'language', 'starts', 'code', 'phone'])
    .where('state', '=', 'booked')
    .where('kind', '=', 'phone')
    .where('phone', 'is not', null)
    .where('starts', '<=', due)
    .where('ends', '>', now)
    .where(sql<boolean>`not exists (select from cases c where c.id = bookings.id)`)
    .execute()
  for (const row of rows) await arrivedInQueue(db, plan, row)
}
