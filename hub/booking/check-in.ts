/** Coming, being called, having been served, not coming. */
import { sql } from 'kysely'
import type { CheckIn, CheckInRequest } from '../../device/contract/booking.ts'
import { addDays } from '../../device/rules/calendar.ts'
import type { Db } from '../store/store.ts'
import { readCode, spellPhone, tokenHash } from './codes.ts'
import { arrivedInQueue, outOfQueue } from './desk-queue.ts'
import { event } from './events.ts'
import { localOf, MINUTE_MS } from './local-time.ts'
import type { BookingRow } from './messages.ts'
import type { Schedule } from './schedule.ts'

/** Days around today in which a code is looked for: who comes a day wrong is told when to come. */
const LOOK_DAYS = 14

/**
 * Who asks. `staff`: a caseworker. `link`: whoever has the secret link. `box`: whoever stands before a box at the place; a name
 * is no secret there, so it needs the telephone number that was given with it, and finds what is here and today only: anything
 * else looks like nothing. `anybody`: nobody knows, so that a code finds today's appointment only, and a name nothing.
 */
export type Asker = 'staff' | 'link' | 'box' | 'anybody'

/**
 * Checks in by code, by the secret link (its QR code), or by name. A wrong place or day is no check-in but an answer: where and
 * when it is. With a name that two have today nobody is checked in: the code tells them apart.
 */
export async function checkIn(db: Db, plan: Schedule, wish: CheckInRequest, now: Date, asker: Asker): Promise<CheckIn> {
  const today = localOf(now).day
  const found = await find(db, wish, today, now, asker)
  if (!found) {
    await event(db, { act: 'check-in-refused', place: wish.place, detail: { why: 'unknown' } }, now)
    return { is: 'unknown' }
  }
  const elsewhere = (is: 'wrong-place' | 'wrong-day' | 'too-late'): Promise<CheckIn> =>
    event(db, { act: 'check-in-refused', place: wish.place, booking: found.id, detail: { why: is } }, now).then(() => ({
      is,
      place: plan.places.get(found.place)?.name ?? found.place,
      start: found.starts.toISOString(),
    }))
  if (found.day !== today) return elsewhere('wrong-day')
  if (found.place !== wish.place && found.kind !== 'phone') return elsewhere('wrong-place')
  if (found.ends <= now) return elsewhere('too-late')
  const minutes = (now.getTime() - found.starts.getTime()) / MINUTE_MS
  const { earlyMinutes, lateMinutes } = plan.settings
  if (found.state === 'booked' || found.state === 'no-show') {
    await db.transaction().execute(async (tx) => {
      await tx
        .updateTable('bookings')
        .set({ state: 'arrived', arrived_at: now, ended_at: null })
        .where('id', '=', found.id)
        .where('state', 'in', ['booked', 'no-show'])
        .execute()
      const { place, kind, errands, id } = found
      await event(
        tx,
        { act: 'checked-in', place, kind, errands, booking: id, detail: { minutes: Math.round(minutes) } },
        now,
      )
      await arrivedInQueue(tx, plan, found)
    })
  }
  return {
    is: minutes < -earlyMinutes ? 'early' : minutes > lateMinutes ? 'late' : 'ready',
    booking: found.id,
    code: found.code!,
    start: found.starts.toISOString(),
    kind: found.kind,
    where: await whereOf(db, found.id),
  }
}

/** The box or counter that was booked. */
async function whereOf(db: Db, booking: string): Promise<string> {
  const row = await db
    .selectFrom('booking_seats')
    .innerJoin('booking_resources', 'booking_resources.id', 'booking_seats.resource')
    .select('booking_resources.name')
    .where('booking_seats.booking', '=', booking)
    .where('booking_resources.kind', 'in', ['box', 'counter', 'phone'])
    .executeTakeFirst()
  return row?.name ?? ''
}

/** As booked, however it is spaced; or at least two of its names, for whoever has more than they use. */
function isNamed(booked: string | null, typed: string): boolean {
  const [names, said] = [booked ?? '', typed].map((name) =>
    name
      .toLowerCase()
      .split(/[\s,.]+/)
      .filter(Boolean),
  )
  if (said!.join(' ') === names!.join(' ')) return said!.length > 0
  return new Set(said).size >= 2 && said!.every((name) => names!.includes(name))
}

async function find(
  db: Db,
  wish: CheckInRequest,
  today: string,
  now: Date,
  asker: Asker,
): Promise<BookingRow | undefined> {
  const open = db.selectFrom('bookings').selectAll().where('state', 'in', ['booked', 'arrived', 'no-show'])
  const code = wish.code === undefined ? null : readCode(wish.code)
  if (code) {
    const days = asker === 'anybody' ? 0 : LOOK_DAYS
    const near = await open
      .where('code', '=', code)
      .where(sql<boolean>`day between ${addDays(today, -days)} and ${addDays(today, days)}`)
      // Today's first: the same code may stand on another day.
      .orderBy(sql`abs(day - ${today}::date)`)
      .limit(1)
      .execute()
    return near[0]
  }
  if (wish.token) return open.where('token', '=', tokenHash(wish.token)).executeTakeFirst()
  const name = wish.name?.trim().toLowerCase()
  if (name && wish.phone && asker === 'box') {
    const theirs = await open
      .where('day', '=', today)
      .where('place', '=', wish.place)
      .where('phone', '=', spellPhone(wish.phone))
      .where('ends', '>', now)
      .execute()
    const same = theirs.filter((row) => isNamed(row.name, name))
    return same.length === 1 ? same[0] : undefined
  }
  // A name is no secret: from anybody it would tell who has an appointment, and its code.
  if (!name || asker !== 'staff') return undefined
  const day = wish.day ?? today
  const same = await open.where('day', '=', day).where(sql<boolean>`lower(name) = ${name}`).limit(2).execute()
  return same.length === 1 ? same[0] : undefined
}

export type Step = 'check-in' | 'call' | 'start' | 'serve' | 'no-show' | 'undo-no-show'

/** A caseworker moves an appointment on. False: it is not where that step begins. */
export async function step(db: Db, plan: Schedule, id: string, what: Step, now: Date): Promise<boolean> {
  const steps = {
    'check-in': {
      from: ['booked', 'no-show'],
      set: { state: 'arrived', arrived_at: now, ended_at: null },
      act: 'checked-in',
    },
    call: { from: ['booked', 'arrived'], set: { state: 'called', called_at: now }, act: 'called' },
    // Still “called” for everybody else; the time tells that they have sat down.
    start: { from: ['called'], set: { started_at: now }, act: 'started' },
    serve: { from: ['arrived', 'called', 'booked'], set: { state: 'served', ended_at: now }, act: 'served' },
    'no-show': { from: ['booked', 'called'], set: { state: 'no-show', ended_at: now }, act: 'no-show' },
    'undo-no-show': { from: ['no-show'], set: { state: 'booked', ended_at: null }, act: 'no-show-corrected' },
  } as const
  const { from, set, act } = steps[what]
  return db.transaction().execute(async (tx) => {
    const row = await tx
      .updateTable('bookings')
      .set(set)
      .where('id', '=', id)
      .where('state', 'in', [...from])
      .$if(what === 'start', (only) => only.where('started_at', 'is', null))
      .returningAll()
      .executeTakeFirst()
    if (!row) return false
    const { place, kind, errands } = row
    await event(tx, { act, place, kind, errands, booking: id, detail: { by: 'staff' } }, now)
    if (what === 'check-in') await arrivedInQueue(tx, plan, row)
    else if (what !== 'start') await outOfQueue(tx, id)
    return true
  })
}

/** By rule: not checked in some minutes after the start. Who still comes is let in, and the mark is gone. */
export async function markNoShows(db: Db, plan: Schedule, now: Date): Promise<void> {
  const before = new Date(now.getTime() - plan.settings.noShowMinutes * MINUTE_MS)
  // A call is made by us: nobody fails to come.
  await sql`
    with gone as (
      update bookings set state = 'no-show', ended_at = ${now}
      where state = 'booked' and starts < ${before} and kind <> 'phone' returning id, place, kind, errands)
    insert into booking_events (at, act, place, kind, errands, booking, detail)
    select ${now}::timestamptz, 'no-show', place, kind, errands, id, '{"by": "rule"}' from gone`.execute(db)
}
