/**
 * The waitlist: freed times are offered to those who asked for an earlier one, in the order in which they asked, each with a
 * deadline. An offer holds its seats like any hold, so that nobody else can take them meanwhile.
 */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Appointment } from '../../device/contract/booking.ts'
import { addDays } from '../../device/rules/calendar.ts'
import type { Db } from '../store/store.ts'
import { type Booking, move } from './appointments.ts'
import { event } from './events.ts'
import { hold } from './holds.ts'
import { HOUR_MS, localOf, MINUTE_MS } from './local-time.ts'
import { tell } from './messages.ts'
import type { Schedule } from './schedule.ts'
import { kindsOf, lengthOf, type Wish } from './slots.ts'

/** Puts an appointment on the list, or changes until when. */
export async function joinWaitlist(db: Db, booking: Booking, latest: string | undefined, now: Date): Promise<void> {
  const before = addDays(booking.day, -1)
  await db
    .insertInto('waitlist')
    .values({
      id: randomUUID(),
      booking: booking.id,
      earliest: localOf(now).day,
      latest: latest && latest < booking.day ? latest : before,
      made_at: now,
    })
    .onConflict((conflict) =>
      conflict
        .column('booking')
        .doUpdateSet({ latest: latest && latest < booking.day ? latest : before, ended_at: null, how: null }),
    )
    .execute()
}

export async function leaveWaitlist(db: Db, booking: string, now: Date): Promise<void> {
  await passOffer(db, booking, now)
  await db
    .updateTable('waitlist')
    .set({ ended_at: now, how: 'left' })
    .where('booking', '=', booking)
    .where('ended_at', 'is', null)
    .execute()
}

/** Where an appointment stands on the list. */
export async function standingOf(db: Db, booking: string): Promise<Appointment['waitlist']> {
  const { rows } = await sql<{
    latest: string
    ahead: number
    place: string | null
    starts: Date | null
    until: Date | null
  }>`
    select w.latest, o.place, o.starts, w.offered_until as until,
      (select count(*)::int from waitlist v where v.ended_at is null and v.made_at < w.made_at) as ahead
    from waitlist w left join bookings o on o.id = w.offered and o.state = 'offered'
    where w.booking = ${booking} and w.ended_at is null`.execute(db)
  const row = rows[0]
  if (!row) return null
  const offer =
    row.place && row.starts && row.until
      ? { place: row.place, start: row.starts.toISOString(), until: row.until.toISOString() }
      : null
  return { latest: row.latest, ahead: row.ahead, offer }
}

/** One tap: the offer takes the appointment's place. `gone`: its deadline has passed. */
export async function takeOffer(
  db: Db,
  plan: Schedule,
  booking: string,
  now: Date,
): Promise<'moved' | 'gone' | 'over'> {
  const row = await db
    .selectFrom('waitlist')
    .select('offered')
    .where('booking', '=', booking)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  if (!row?.offered) return 'gone'
  const moved = await move(db, plan, booking, row.offered, now)
  if (moved !== 'moved') return moved
  await db
    .updateTable('waitlist')
    .set({ offered: null, offered_until: null, ended_at: now, how: 'served' })
    .where('booking', '=', booking)
    .execute()
  await event(db, { act: 'offer-taken', booking }, now)
  return 'moved'
}

/** No thanks, or too late: the next one in line is asked. */
export async function passOffer(db: Db, booking: string, now: Date): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const row = await tx
      .selectFrom('waitlist')
      .selectAll()
      .where('booking', '=', booking)
      .where('offered', 'is not', null)
      .forUpdate()
      .executeTakeFirst()
    if (!row) return
    const offer = await tx.selectFrom('bookings').selectAll().where('id', '=', row.offered!).executeTakeFirst()
    await tx
      .updateTable('waitlist')
      .set({ offered: null, offered_until: null, refused: row.refused + 1 })
      .where('id', '=', row.id)
      .execute()
    if (!offer) return
    // The seats stay a freed time, due at once, so that the next in line is offered it.
    await tx.updateTable('booking_seats').set({ booking: null, until: now }).where('booking', '=', offer.id).execute()
    await tx.deleteFrom('bookings').where('id', '=', offer.id).execute()
    await tx
      .insertInto('waitlist_passed')
      .values({ waitlist: row.id, place: offer.place, starts: offer.starts })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    await event(tx, { act: 'offer-passed', place: offer.place, kind: offer.kind, booking }, now)
  })
}

/** A freed time closer than this is not worth a message (hours). */
const NOTICE_HOURS = 1
/** Freed times offered in one sweep. */
const BATCH = 20

/**
 * Offers freed times to the first on the list whom they suit. `unlock` runs in one hub process at a time (the sweep holds a
 * lock). Returns how many offers were made.
 */
export async function offerFreed(db: Db, plan: Schedule, now: Date): Promise<number> {
  const { rows: freed } = await sql<{ place: string; starts: Date; kind: 'box' | 'counter' | 'phone' }>`
    select distinct r.place, s.starts, r.kind from booking_seats s join booking_resources r on r.id = s.resource
    where s.until is not null and r.place is not null and s.starts > ${new Date(now.getTime() + NOTICE_HOURS * HOUR_MS)}
    order by s.starts limit ${BATCH}`.execute(db)
  let offers = 0
  for (const { place, starts, kind } of freed) {
    const at = plan.places.get(place)
    if (!at) continue
    const { day, minute } = localOf(starts)
    const { rows: line } = await sql<{ id: string; booking: string }>`
      select w.id, w.booking from waitlist w join bookings b on b.id = w.booking
      where w.ended_at is null and w.offered is null and b.state = 'booked' and b.starts > ${starts}
        and w.earliest <= ${day} and ${day} <= w.latest and coalesce(w.place, ${place}) = ${place} and b.kind = ${kind}
        and not exists (select from waitlist_passed p where p.waitlist = w.id and p.place = ${place} and p.starts = ${starts})
      order by w.made_at limit ${BATCH}`.execute(db)
    for (const { id, booking } of line) {
      const waiting = await db.selectFrom('bookings').selectAll().where('id', '=', booking).executeTakeFirst()
      if (!waiting) continue
      const errands = waiting.errands.flatMap((one) => plan.errands.get(one) ?? [])
      const wish: Wish = { errands, persons: waiting.persons, channel: 'web', interpreter: waiting.interpreter }
      if (!kindsOf(wish).includes(kind)) continue
      const slot = { place, kind, day, minute, length: lengthOf(wish, at.slotMinutes) }
      const until = new Date(
        Math.min(
          now.getTime() + plan.settings.offerMinutes * MINUTE_MS,
          starts.getTime() - (NOTICE_HOURS * HOUR_MS) / 2,
        ),
      )
      const result = await hold(db, plan, wish, slot, waiting.language, now, { expires: until })
      if (result.is !== 'held') continue
      await db
        .updateTable('waitlist')
        .set({ offered: result.hold, offered_until: until })
        .where('id', '=', id)
        .execute()
      const offer = { ...waiting, place, kind, starts }
      await tell(db, plan, offer, 'offer', now, until)
      offers++
      break
    }
  }
  return offers
}

/** Offers whose deadline has passed go to the next in line. */
export async function passLate(db: Db, now: Date): Promise<void> {
  const late = await db
    .selectFrom('waitlist')
    .select('booking')
    .where('offered', 'is not', null)
    .where('offered_until', '<=', now)
    .execute()
  for (const { booking } of late) await passOffer(db, booking, now)
}
