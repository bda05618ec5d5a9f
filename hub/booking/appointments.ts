/** From a hold to an appointment, and what its secret link may do with it. */
import { sql } from 'kysely'
import type { Contact } from '../../device/contract/booking.ts'
import type { Db } from '../store/store.ts'
import { keyed, linkToken, newCode, type Reach, reachOf, tokenHash } from './codes.ts'
import { event } from './events.ts'
import { DAY_MS, localOf, MINUTE_MS } from './local-time.ts'
import { dropMessages, tell } from './messages.ts'
import { markRepeat } from './repeat.ts'
import type { Schedule } from './schedule.ts'
import type { BookingState } from './tables.ts'

export type BookResult = { is: 'booked'; id: string; code: string; token: string } | { is: 'gone' } | { is: 'capped' }

/** One in five million of a day's codes is taken; three in a row never are. */
const CODE_TRIES = 3
const UNIQUE = '23505'

/** Turns a hold into an appointment. The same hold again gives the same answer: a phone may have lost the first. */
export async function book(
  db: Db,
  schedule: Schedule,
  wish: { hold: string; name: string; contact: Contact; language: 'da' | 'en' | undefined },
  now: Date,
): Promise<BookResult> {
  const reach = reachOf(wish.contact)
  const token = linkToken(schedule.secret, wish.hold)
  const name = wish.name.trim()
  for (let tries = 1; ; tries++) {
    try {
      return await db.transaction().execute(async (tx) => {
        const held = await tx
          .selectFrom('bookings')
          .selectAll()
          .where('id', '=', wish.hold)
          .forUpdate()
          .executeTakeFirst()
        if (held?.state === 'booked' && held.name === name && held.email === reach.email && held.phone === reach.phone)
          return { is: 'booked', id: held.id, code: held.code!, token }
        if (held?.state !== 'held' || held.expires_at! <= now) return { is: 'gone' }
        const person = personOf(schedule, reach)
        const today = localOf(now).day
        const nth = held.channel === 'phone' ? null : await nextOf(tx, person, today, schedule.settings.capADay)
        if (nth === 'full') return { is: 'capped' }
        const code = newCode()
        const booked = {
          state: 'booked' as const,
          expires_at: null,
          booked_at: now,
          code,
          token: tokenHash(token),
          name,
          ...reach,
          language: wish.language ?? held.language,
          ...(nth === null ? {} : { person, booked_on: today, nth }),
        }
        await tx.updateTable('bookings').set(booked).where('id', '=', held.id).execute()
        await event(
          tx,
          {
            act: 'booked',
            place: held.place,
            kind: held.kind,
            errands: held.errands,
            booking: held.id,
            detail: {
              channel: held.channel,
              starts: held.starts.toISOString(),
              repeat: await markRepeat(
                tx,
                schedule,
                { id: held.id, errand: held.errands[0]!, reach, starts: held.starts },
                now,
              ),
              leadHours: Math.round((held.starts.getTime() - now.getTime()) / 3_600_000),
              persons: held.persons,
            },
          },
          now,
        )
        await tell(tx, schedule, { ...held, ...booked }, 'booked', now)
        return { is: 'booked', id: held.id, code, token }
      })
    } catch (error) {
      // Somebody took the same code, or the same person booked at the same moment: both look again.
      if ((error as { code?: string }).code !== UNIQUE || tries === CODE_TRIES) throw error
    }
  }
}

export const personOf = (schedule: Schedule, { email, phone }: Reach) =>
  keyed(schedule.secret, 'person', email ?? phone ?? '')

/** The number of this person's next booking today. Two at once wait for each other; the unique index keeps the count true. */
async function nextOf(tx: Db, person: Buffer, today: string, cap: number): Promise<number | 'full'> {
  await sql`select pg_advisory_xact_lock(${person.readBigInt64BE()})`.execute(tx)
  const { rows } = await sql<{ n: number }>`
    select coalesce(max(nth), 0)::int + 1 as n from bookings where person = ${person} and booked_on = ${today}`.execute(
    tx,
  )
  const n = rows[0]!.n
  return n > cap ? 'full' : n
}

export type Booking = NonNullable<Awaited<ReturnType<typeof byToken>>>

/** The appointment behind a secret link. */
export async function byToken(db: Db, token: string) {
  return db.selectFrom('bookings').selectAll().where('token', '=', tokenHash(token)).executeTakeFirst()
}

/** Until when an appointment can be changed by its link. */
const changeable: BookingState[] = ['booked']

/**
 * Cancels. Its seats stay taken for a while: whoever trades with times cannot hand one over by cancelling at an agreed moment.
 * A second time changes nothing. `over`: the citizen has come, or it is past.
 */
export async function cancel(
  db: Db,
  schedule: Schedule,
  id: string,
  now: Date,
  why: 'citizen' | 'settled' | 'closed' = 'citizen',
): Promise<'cancelled' | 'over'> {
  return db.transaction().execute(async (tx) => {
    const booking = await tx
      .selectFrom('bookings')
      .selectAll()
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirstOrThrow()
    if (booking.state === 'cancelled') return 'cancelled'
    if (!changeable.includes(booking.state) || booking.starts <= now) return 'over'
    await tx.updateTable('bookings').set({ state: 'cancelled', ended_at: now }).where('id', '=', id).execute()
    await release(tx, schedule, id, booking.starts, now)
    await dropMessages(tx, id, now)
    if (why !== 'settled') await tell(tx, schedule, booking, why === 'closed' ? 'closed' : 'cancelled', now)
    const { place, kind, errands } = booking
    const aheadHours = Math.round((booking.starts.getTime() - now.getTime()) / 3_600_000)
    await event(tx, { act: 'cancelled', place, kind, errands, booking: id, detail: { why, aheadHours } }, now)
    return 'cancelled'
  })
}

/** Frees the seats of a booking, not to be shown again before a moment that nobody can foresee. */
async function release(tx: Db, schedule: Schedule, id: string, starts: Date, now: Date): Promise<void> {
  const pause = schedule.settings.resaleMinutes * MINUTE_MS * (1 + Math.random())
  // Close to the start a long pause would waste the time.
  const until = new Date(now.getTime() + Math.min(pause, Math.max(0, starts.getTime() - now.getTime()) / 4))
  await tx.updateTable('booking_seats').set({ booking: null, until }).where('booking', '=', id).execute()
}

/** The hold takes the appointment's place; code and link stay. */
export async function move(
  db: Db,
  schedule: Schedule,
  id: string,
  hold: string,
  now: Date,
): Promise<'moved' | 'gone' | 'over'> {
  return db.transaction().execute(async (tx) => {
    const rows = await tx
      .selectFrom('bookings')
      .selectAll()
      .where('id', 'in', [id, hold])
      // Always in the same order: two moves never wait for each other.
      .orderBy('id')
      .forUpdate()
      .execute()
    const booking = rows.find((row) => row.id === id)
    const held = rows.find((row) => row.id === hold)
    if (!booking || !changeable.includes(booking.state) || booking.starts <= now) return 'over'
    if (!held || (held.state !== 'held' && held.state !== 'offered') || held.expires_at! <= now) return 'gone'
    await release(tx, schedule, id, booking.starts, now)
    await tx.updateTable('booking_seats').set({ booking: id }).where('booking', '=', hold).execute()
    await tx.deleteFrom('bookings').where('id', '=', hold).execute()
    const { place, kind, starts, ends, day, seats, errands, persons, interpreter } = held
    const moved = { place, kind, starts, ends, day, seats, errands, persons, interpreter }
    await tx.updateTable('bookings').set(moved).where('id', '=', id).execute()
    await dropMessages(tx, id, now)
    await tell(tx, schedule, { ...booking, ...moved }, 'moved', now)
    const detail = {
      days: Math.round((starts.getTime() - booking.starts.getTime()) / DAY_MS),
      starts: starts.toISOString(),
    }
    await event(tx, { act: 'moved', place, kind, errands, booking: id, detail }, now)
    return 'moved'
  })
}
