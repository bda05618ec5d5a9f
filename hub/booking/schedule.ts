/** Places, hours, errands and settings as planners keep them; read anew when their revision grows. */
import { sql } from 'kysely'
import type { BookingKind, Words } from '../../device/contract/booking.ts'
import type { Db } from '../store/store.ts'
import type { SeatKind } from './tables.ts'

export type Place = { id: string; name: string; address: string; slotMinutes: number }
export type Resource = {
  id: number
  place: string | null
  kind: SeatKind
  name: string
  skills: string[]
  languages: string[]
}
export type Hours = {
  place: string | null
  kind: SeatKind | null
  weekday: number
  weeks: 'all' | 'odd' | 'even'
  opens: number
  closes: number
  firstDay: string | null
  lastDay: string | null
  keepPhone: number
  keepStandby: number
}
export type Closure = { place: string | null; firstDay: string; lastDay: string; reason: string }
export type BookingErrand = {
  id: string
  name: Words
  minutes: number
  kinds: BookingKind[]
  video: boolean
  documents: Words[]
  self: { url: string; need: Words } | null
}

/** What a municipality may set; `booking_settings.settings` holds what differs. */
export const defaultSettings = {
  /** A filled form takes a minute; slow typists get ten (minutes). */
  holdMinutes: 10,
  /** A cancelled slot is not shown again before this, plus up to as much again by chance (minutes). */
  resaleMinutes: 20,
  /** One contact books at most this many a day. */
  capADay: 4,
  /** Nobody books further ahead (days). */
  horizonDays: 90,
  /** The first slot that can be booked starts at least this far ahead (minutes). */
  leadMinutes: 5,
  /** Name and contact are erased this long after the visit, or after it was cancelled (days). */
  keepDays: 3,
  /** Before the start (hours): e-mail and SMS. */
  remindEmailHours: 24,
  remindSmsHours: 2,
  /** Who checks in this much before the start is early, this much after is late (minutes). */
  earlyMinutes: 15,
  lateMinutes: 5,
  /** Marked a no-show when not checked in by then (minutes after the start). */
  noShowMinutes: 15,
  /** How long a freed slot is offered to one on the waitlist (minutes). */
  offerMinutes: 30,
  /** Holds of one address in ten minutes that cost nothing. */
  freeHolds: 12,
}
export type Settings = typeof defaultSettings

export type Schedule = {
  revision: number
  secret: Buffer
  settings: Settings
  places: Map<string, Place>
  resources: Resource[]
  hours: Hours[]
  closures: Closure[]
  errands: Map<string, BookingErrand>
}

const cache = new WeakMap<Db, Schedule>()

/** The schedule as it is now: one short query when nothing changed. */
export async function schedule(db: Db): Promise<Schedule> {
  const row = await db.selectFrom('booking_settings').select('revision').executeTakeFirstOrThrow()
  const known = cache.get(db)
  if (known?.revision === row.revision) return known
  const fresh = await read(db)
  cache.set(db, fresh)
  return fresh
}

/** Call in the transaction that changes the schedule. */
export async function scheduleChanged(db: Db): Promise<void> {
  await sql`update booking_settings set revision = revision + 1`.execute(db)
}

async function read(db: Db): Promise<Schedule> {
  // One snapshot: the revision never belongs to other rows than those read with it.
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (tx) => {
      const own = await tx.selectFrom('booking_settings').selectAll().executeTakeFirstOrThrow()
      const places = await tx
        .selectFrom('booking_places')
        .selectAll()
        .where('active', '=', true)
        .orderBy('name')
        .execute()
      const resources = await tx
        .selectFrom('booking_resources')
        .select(['id', 'place', 'kind', 'name', 'skills', 'languages'])
        .where('active', '=', true)
        .orderBy('id')
        .execute()
      const hours = await sql<Hours>`
        select place, kind, weekday, weeks, opens, closes, first_day::text as "firstDay", last_day::text as "lastDay",
          keep_phone as "keepPhone", keep_standby as "keepStandby" from booking_hours order by id`.execute(tx)
      const closures = await sql<Closure>`
        select place, first_day::text as "firstDay", last_day::text as "lastDay", reason from booking_closures
        order by id`.execute(tx)
      const errands = await tx
        .selectFrom('booking_errands')
        .selectAll()
        .where('active', '=', true)
        .orderBy('rank')
        .execute()
      return {
        revision: own.revision,
        secret: own.secret,
        settings: { ...defaultSettings, ...own.settings },
        places: new Map(
          places.map(({ id, name, address, slot_minutes }) => [id, { id, name, address, slotMinutes: slot_minutes }]),
        ),
        resources,
        hours: hours.rows,
        closures: closures.rows,
        errands: new Map(errands.map(({ rank: _, active: __, ...errand }) => [errand.id, errand])),
      }
    })
}
