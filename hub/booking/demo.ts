/**
 * A year of appointments for the demo: half of it past, with visits and no-shows at the published rates, half to come, fuller
 * the nearer. The same seed and day make the same year. Names are made up; past ones are erased, as in a real hub.
 */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { addDays, isoWeek, weekday } from '../../device/rules/calendar.ts'
import { mondayFactor, weekIndex } from '../planning/published.ts'
import { stream } from '../planning/random.ts'
import type { Db } from '../store/store.ts'
import { guessFor } from './calls.ts'
import { linkToken, newCode, tokenHash } from './codes.ts'
import { boxDay, type DemoBox, writeBoxDay, writeBoxes, writeLinks } from './demo-boxes.ts'
import { type DemoBooking, dropInsOf, eventStream, eventsOf, STANDBY_DAYS, writeEvents } from './demo-events.ts'
import { writeLife } from './demo-life.ts'
import { writeStaff } from './demo-staff.ts'
import { demoPlaces, writeTown } from './demo-town.ts'
import { writeVoices } from './demo-voices.ts'
import { instant, localOf, MINUTE_MS } from './local-time.ts'
import { openOn } from './opening.ts'
import { type Schedule, schedule } from './schedule.ts'

/** Days past and to come. */
const YEAR = { past: 270, coming: 90 }
/** Share of a place's times that is booked on an average past day. */
const USE = 0.62
/** Berlin, first quarter of 2023 (DOMAIN.md). */
const NO_SHOW = 0.11
/** Visits at boxes are told step by step so far back. */
const BOX_DAYS = 60
const DEMO_LOCK = 78_103
/** What the days share: the boxes, and each box’s last event number. */
type Town = { boxes: DemoBox[]; numbers: Map<string, number> }

const names = [
  'Anna',
  'Bo',
  'Cecilie',
  'Dagny',
  'Emil',
  'Freja',
  'Gorm',
  'Hanne',
  'Ib',
  'Jytte',
  'Karl',
  'Liv',
  'Mads',
  'Nora',
  'Oskar',
  'Pia',
]
const families = ['Prøvesen', 'Eksempelsen', 'Kystgaard', 'Demostrup', 'Testrup', 'Boksgaard']

/** Shares invented, in the order of the published ones: passports first. */
const errands: [id: string, share: number][] = [
  ['passport-renewal', 0.34],
  ['passport-child', 0.16],
  ['driving-licence', 0.16],
  ['mitid', 0.12],
  ['id-card', 0.05],
  ['health-card', 0.06],
  ['address-change', 0.05],
  ['residence-certificate', 0.06],
]

/** Fills an empty hub; one that has places stays as it is. `stop` ends it between two days. Returns the appointments made. */
export async function fillDemo(
  db: Db,
  seed: number,
  now: Date,
  stop: () => boolean = () => false,
  { past, coming } = YEAR,
): Promise<number> {
  return db.connection().execute(async (own) => {
    await sql`select pg_advisory_lock(${DEMO_LOCK})`.execute(own)
    try {
      const there = await db.selectFrom('booking_places').select('id').limit(1).executeTakeFirst()
      if (there) return 0
      await db.transaction().execute(writeTown)
      const plan = await schedule(db)
      const today = localOf(now).day
      let made = 0
      const luck = stream(seed, 0, 9)
      const town: Town = { boxes: await writeBoxes(db, demoPlaces, now), numbers: new Map() }
      const reach = { from: addDays(today, -past), to: addDays(today, coming), today }
      await writeStaff(db, plan, demoPlaces, reach, luck)
      await writeLinks(db, town.boxes, instant(addDays(today, -BOX_DAYS), 0), now, luck)
      // The coming weeks first: pages have life at once, the past follows.
      const days = [...Array.from({ length: coming }, (_, n) => n), ...Array.from({ length: past }, (_, n) => n - past)]
      for (const n of days) {
        if (stop()) break
        made += await fillDay(db, plan, town, addDays(today, n), n, seed, now)
      }
      if (!stop()) await writeLife(db, plan, seed, now)
      const open = demoPlaces.filter(({ counters }) => counters > 0).map(({ id }) => id)
      await writeVoices(db, open, pick, { today, count: past, now }, luck)
      await sql`analyze bookings, booking_seats, booking_events, events`.execute(db)
      return made
    } finally {
      await sql`select pg_advisory_unlock(${DEMO_LOCK})`.execute(own)
    }
  })
}

async function fillDay(
  db: Db,
  plan: Schedule,
  town: Town,
  day: string,
  ahead: number,
  seed: number,
  now: Date,
): Promise<number> {
  const random = stream(seed, Math.round(Date.parse(day) / 86_400_000))
  // Bookings thin out: next week is nearly full, in two months little is taken.
  const fullness = ahead <= 0 ? 1 : Math.exp(-ahead / 25)
  const level = USE * fullness * weekIndex.value(isoWeek(day)) * (weekday(day) === 1 ? mondayFactor.value : 1)
  const videos = plan.resources.filter((one) => one.kind === 'video')
  const bookings: object[] = []
  const seats: object[] = []
  const taken = new Map<number, Set<number>>()
  const takeVideo = (minute: number) => {
    const free = videos.find((one) => !taken.get(one.id)?.has(minute))
    if (free) taken.set(free.id, (taken.get(free.id) ?? new Set()).add(minute))
    return free
  }
  for (const { id: place } of demoPlaces) {
    for (const kind of ['box', 'counter'] as const) {
      const rooms = plan.resources.filter((one) => one.place === place && one.kind === kind)
      for (const open of openOn(plan, place, kind, day)) {
        for (const room of rooms.slice(0, rooms.length - open.keepStandby)) {
          for (let minute = open.opens; minute + 15 <= open.closes; minute += 15) {
            if (random() > Math.min(0.97, level)) continue
            const errand = pick(random)
            if (!plan.errands.get(errand)?.kinds.includes(kind) || plan.errands.get(errand)!.minutes > 15) continue
            const video = kind === 'box' && plan.errands.get(errand)!.video
            const screen = video ? takeVideo(minute) : null
            if (video && (!screen || minute < 540)) continue
            const starts = instant(day, minute)
            const id = randomUUID()
            bookings.push(bookingOf(plan, { id, place, kind, errand, day, starts, seats: video ? 2 : 1 }, random, now))
            for (const one of screen ? [room, screen] : [room])
              seats.push({ resource: one.id, starts, ends: new Date(starts.getTime() + 15 * MINUTE_MS), booking: id })
          }
        }
      }
    }
  }
  const past = ahead < 0
  const luck = eventStream(seed, day)
  const made = bookings as DemoBooking[]
  const ruleOf = (id: string) => {
    const errand = plan.errands.get(id)
    return errand && guessFor(errand)
  }
  const events = eventsOf(made, ruleOf, luck)
  for (const { id, counters, standby = false } of past ? demoPlaces : []) {
    const [open] = openOn(plan, id, 'counter', day)
    if (!open || counters === 0) continue
    const opening = { opens: instant(day, open.opens), closes: instant(day, open.closes) }
    events.push(...dropInsOf({ id, counters, standby: standby && ahead >= -STANDBY_DAYS }, opening, pick, luck))
  }
  const boxes = past && ahead >= -BOX_DAYS ? boxDay(made, town.boxes, luck) : { events: [], cases: [] }
  if (bookings.length === 0) return 0
  // As one value each: hundreds of rows a day, and a year of days.
  await db.transaction().execute(async (tx) => {
    await sql`
      insert into bookings (id, state, place, kind, errands, persons, starts, ends, day, seats, channel, made_at, booked_at,
        arrived_at, called_at, ended_at, code, token, name, email, erased_at)
      select id, state, place, kind, array[errand], 1, starts, starts + interval '15 minutes', day, seats, channel, made, made,
        arrived, called, ended, code, decode(token, 'hex'), name, email, erased
      from jsonb_to_recordset(${JSON.stringify(bookings)}::jsonb) as b(id uuid, state text, place text, kind text, errand text,
        starts timestamptz, day date, seats smallint, channel text, made timestamptz, arrived timestamptz, called timestamptz,
        ended timestamptz, code text, token text, name text, email text, erased timestamptz)`.execute(tx)
    await sql`
      insert into booking_seats (resource, starts, ends, booking)
      select resource, starts, ends, booking from jsonb_to_recordset(${JSON.stringify(seats)}::jsonb)
        as s(resource integer, starts timestamptz, ends timestamptz, booking uuid)`.execute(tx)
    await writeEvents(tx, events)
    await writeBoxDay(tx, boxes, town.numbers)
  })
  return bookings.length
}

type Made = { id: string; place: string; kind: string; errand: string; day: string; starts: Date; seats: number }

const codes = new Map<string, Set<string>>()
function codeOn(day: string): string {
  if (!codes.has(day)) codes.clear()
  const used = codes.get(day) ?? new Set<string>()
  codes.set(day, used)
  let code = newCode()
  while (used.has(code)) code = newCode()
  used.add(code)
  return code
}

function bookingOf(plan: Schedule, made: Made, random: () => number, now: Date): object {
  const lead = Math.floor(-Math.log(random()) * 9 * 24 * 60) * MINUTE_MS
  const at = new Date(Math.min(made.starts.getTime() - lead, now.getTime() - 60_000))
  const base = { ...made, channel: random() < 0.8 ? 'web' : 'phone', made: at, code: codeOn(made.day) }
  if (made.starts <= now) {
    if (random() < NO_SHOW)
      return { ...base, state: 'no-show', ended: new Date(made.starts.getTime() + 15 * MINUTE_MS), erased: now }
    const arrived = made.starts.getTime() + (random() * 18 - 11) * MINUTE_MS
    const called = Math.max(arrived, made.starts.getTime()) + random() * 5 * MINUTE_MS
    // About 12 minutes a service, seldom twice that.
    const ended = called + (6 + (12 * (random() + random())) / 2) * MINUTE_MS
    return {
      ...base,
      state: 'served',
      arrived: new Date(arrived),
      called: new Date(called),
      ended: new Date(ended),
      erased: now,
    }
  }
  const first = names[Math.floor(random() * names.length)]!
  const name = `${first} ${families[Math.floor(random() * families.length)]!}`
  const token = tokenHash(linkToken(plan.secret, made.id)).toString('hex')
  return { ...base, state: 'booked', token, name, email: `${first.toLowerCase()}@example.dk` }
}

function pick(random: () => number): string {
  let at = random()
  for (const [id, share] of errands) if ((at -= share) < 0) return id
  return 'passport-renewal'
}
