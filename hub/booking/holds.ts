import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Hold } from '../../device/contract/booking.ts'
import type { Db } from '../store/store.ts'
import { event } from './events.ts'
import { instant, MINUTE_MS } from './local-time.ts'
import type { Resource, Schedule } from './schedule.ts'
import { freeAt, resourcesOf, type SlotAt, type Wish } from './slots.ts'
import { clearRunOut, takenBetween } from './taken.ts'

export type HoldResult = ({ is: 'held' } & Hold) | { is: 'taken' } | { is: 'no-slot' }

/** Who is first wins by the exclusion constraint; whoever loses tries the next resource, then is told. */
class Lost extends Error {}

/** After every pause: for the waitlist. */
const ALL_PAUSES = new Date('9999-01-01T00:00:00Z')
/** Times that a deadlock between two holds of several resources is tried again. */
const TRIES = 3
const DEADLOCK = '40P01'

/**
 * Takes a slot for as long as a form is filled. `state` `offered` is for one on the waitlist, until `expires`.
 * `no-slot`: that is not a slot of the schedule at all.
 */
export async function hold(
  db: Db,
  schedule: Schedule,
  wish: Wish,
  at: SlotAt,
  language: 'da' | 'en',
  now: Date,
  offer?: { expires: Date },
): Promise<HoldResult> {
  const starts = instant(at.day, at.minute)
  const ends = new Date(starts.getTime() + at.length * MINUTE_MS)
  if (!freeAt(schedule, wish, at, new Map(), now.getTime())) return { is: 'no-slot' }
  const resources = resourcesOf(schedule, wish, [at.place], [at.kind])
  const pauses = offer ? ALL_PAUSES : now
  const taken = await takenBetween(db, resources, starts, ends, now, pauses)
  const free = freeAt(schedule, wish, at, taken, now.getTime())
  if (!free) return { is: 'taken' }
  const expires = offer?.expires ?? new Date(now.getTime() + schedule.settings.holdMinutes * MINUTE_MS)
  for (let tries = 1; ; tries++) {
    try {
      return await db.transaction().execute(async (tx) => {
        const id = randomUUID()
        await clearRunOut(
          tx,
          free.roles.flat().map((one) => one.id),
          starts,
          ends,
          now,
          pauses,
        )
        await tx
          .insertInto('bookings')
          .values({
            id,
            state: offer ? 'offered' : 'held',
            place: at.place,
            kind: at.kind,
            errands: wish.errands.map((errand) => errand.id),
            persons: wish.persons,
            starts,
            ends,
            day: at.day,
            seats: free.roles.length,
            channel: wish.channel,
            language,
            interpreter: wish.interpreter,
            made_at: now,
            expires_at: expires,
          })
          .execute()
        for (const role of free.roles) await seat(tx, id, role, starts, ends)
        await event(tx, { act: offer ? 'offered' : 'held', place: at.place, kind: at.kind, booking: id }, now)
        return { is: 'held', hold: id, expires: expires.toISOString() }
      })
    } catch (error) {
      if (error instanceof Lost) return { is: 'taken' }
      if ((error as { code?: string }).code !== DEADLOCK || tries === TRIES) throw error
    }
  }
}

async function seat(tx: Db, booking: string, role: Resource[], starts: Date, ends: Date): Promise<void> {
  for (const resource of role) {
    const { rows } = await sql`
      insert into booking_seats (resource, starts, ends, booking) values (${resource.id}, ${starts}, ${ends}, ${booking})
      on conflict do nothing returning id`.execute(tx)
    if (rows.length === 1) return
  }
  throw new Lost()
}
