/**
 * The chance queue: walk-ins take the gaps that booked citizens leave. Off unless a planner has switched it on for a place and
 * hour. Whether a gap is offered is decided by the pure admission function over the live state and measured service times.
 */
import { createHmac, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { weekday } from '../../device/rules/calendar.ts'
import { admission, type FloorState, stillComing } from '../planning/admission.ts'
import { empirical, lognormal } from '../planning/distributions.ts'
import type { Db } from '../store/store.ts'
import { tokenHash } from './codes.ts'
import { outOfQueue, walkInInQueue } from './desk-queue.ts'
import { event } from './events.ts'
import { instant, localOf, MINUTE_MS } from './local-time.ts'
import { openOn } from './opening.ts'
import type { Schedule } from './schedule.ts'
import { chanceSoon, type Days, type Lateness, lateAtMost } from './standby-chance.ts'

export type Policy = { level: number; limitMinutes: number; spare: number | null; maxWaiting: number; closes: number }

/** The policy that holds at a place now; null: there is no chance queue. */
export async function policyAt(db: Db, place: string, now: Date): Promise<Policy | null> {
  const { day, minute } = localOf(now)
  const row = await db
    .selectFrom('standby_policies')
    .selectAll()
    .where('place', '=', place)
    .where('active', '=', true)
    .where((eb) => eb.or([eb('weekday', 'is', null), eb('weekday', '=', weekday(day))]))
    .where('opens', '<=', minute)
    .where('closes', '>', minute)
    .orderBy(sql`weekday nulls last`)
    .limit(1)
    .executeTakeFirst()
  return (
    (row && {
      level: row.level,
      limitMinutes: row.limit_minutes,
      spare: row.spare,
      maxWaiting: row.max_waiting,
      closes: row.closes,
    }) ??
    null
  )
}

/** Whether the counters of a place are open now: a policy alone opens no door. */
function isOpen(plan: Schedule, place: string, now: Date): boolean {
  const { day, minute } = localOf(now)
  return openOn(plan, place, 'counter', day).some((one) => one.opens <= minute && minute < one.closes)
}

/** Before anything is measured: about 12 minutes a service, as published (DOMAIN.md). */
const PUBLISHED = { mean: 12, cv: 0.5 }
const PUBLISHED_NO_SHOW = 0.15
/** Visits needed before a place's own figures are used. */
const ENOUGH = 50
/** How far back is measured (days). */
const MEASURED_DAYS = 90

/** An assumption until it is measured: most are there in time, the others a few minutes late. */
const ASSUMED_LATE: Lateness = { onTime: 0.6, mean: 4 }

/** An assumption until it is measured. */
const ASSUMED_NEED_PER_HOUR = 0.5

export type Measured = Days & { noShow: number }

/** Service times, no-shows and lateness of a place as they were measured; cut at what a booking system can see. */
export async function measuredAt(db: Db, place: string, now: Date): Promise<Measured> {
  const since = new Date(now.getTime() - MEASURED_DAYS * 86_400_000)
  const { rows } = await sql<{ minutes: number }>`
    select (extract(epoch from ended_at - called_at) / 60)::float8 as minutes from bookings
    where place = ${place} and state = 'served' and called_at is not null and starts between ${since} and ${now}
      and ended_at > called_at limit 2000`.execute(db)
  const { rows: shows } = await sql<{ all: number; missed: number; came: number; onTime: number; late: number | null }>`
    select count(*)::int as all, count(*) filter (where state = 'no-show')::int as missed, count(arrived_at)::int as came,
      count(*) filter (where arrived_at <= starts)::int as "onTime",
      (avg(extract(epoch from arrived_at - starts) / 60) filter (where arrived_at > starts))::float8 as late from bookings
    where place = ${place} and state in ('served', 'no-show') and starts between ${since} and ${now}`.execute(db)
  // A day's queue is as long as from its first number to its last.
  const { rows: tickets } = await sql<{ all: number; need: number; hours: number }>`
    select sum(n)::int as all, sum(need)::int as need, sum(extract(epoch from span) / 3600)::float8 as hours from (
      select count(*) as n, count(*) filter (where need) as need, max(made_at) - min(made_at) as span
      from standby_tickets where place = ${place} and made_at between ${since} and ${now} group by day) as days`.execute(
    db,
  )
  const { all, missed, came, onTime, late } = shows[0]!
  const queue = tickets[0]!
  return {
    service:
      rows.length >= ENOUGH ? empirical(rows.map((row) => row.minutes)) : lognormal(PUBLISHED.mean, PUBLISHED.cv),
    noShow: all >= ENOUGH ? missed / all : PUBLISHED_NO_SHOW,
    lateness: came >= ENOUGH ? { onTime: onTime / came, mean: Math.max(1, late ?? 1) } : ASSUMED_LATE,
    needPerHour: queue.all >= ENOUGH && queue.hours > 0 ? queue.need / queue.hours : ASSUMED_NEED_PER_HOUR,
  }
}

/** The counters of a place as they are: who is free, busy since when, who is due. Minutes after midnight. */
export async function floorAt(db: Db, plan: Schedule, place: string, measured: Measured, now: Date) {
  const { day, minute } = localOf(now)
  const counters = plan.resources.filter((one) => one.place === place && one.kind === 'counter')
  const { rows } = await sql<{ state: string; starts: Date; called_at: Date | null; resource: number }>`
    select b.state, b.starts, b.called_at, s.resource from bookings b join booking_seats s on s.booking = b.id
    where b.place = ${place} and b.day = ${day} and b.kind = 'counter' and b.state in ('booked', 'arrived', 'called')
      and s.resource = any(${counters.map((one) => one.id)}::int[]) order by b.starts`.execute(db)
  const walkIns = await db
    .selectFrom('standby_tickets')
    .select(['resource', 'started_at', 'called_at'])
    .where('place', '=', place)
    .where('state', 'in', ['called', 'serving'])
    .execute()
  const minuteOf = (at: Date) => localOf(at).minute + (at.getTime() % MINUTE_MS) / MINUTE_MS
  const exact = minute + (now.getTime() % MINUTE_MS) / MINUTE_MS
  const busy = new Map<number, number>()
  for (const row of rows) if (row.state === 'called') busy.set(row.resource, exact - minuteOf(row.called_at ?? now))
  for (const row of walkIns)
    if (row.resource) busy.set(row.resource, exact - minuteOf(row.started_at ?? row.called_at ?? now))
  const due = rows.filter((row) => row.state === 'booked')
  const expected = due.map(({ starts }) => {
    const at = minuteOf(starts)
    const chance =
      at > exact ? 1 - measured.noShow : stillComing(measured.noShow, exact - at, lateAtMost(measured.lateness))
    return { at: Math.max(at, exact), chance }
  })
  const free = counters.filter((one) => !busy.has(one.id))
  const closes = openOn(plan, place, 'counter', day).at(-1)?.closes ?? 0
  const state: FloorState = {
    now: exact,
    free: free.length,
    busy: [...busy.values()],
    // Early ones are due at their time; before it the gap is nobody's.
    waiting: rows.filter((row) => row.state === 'arrived' && row.starts <= now).length,
    expected: [
      ...expected,
      ...rows
        .filter((row) => row.state === 'arrived' && row.starts > now)
        .map(({ starts }) => ({ at: minuteOf(starts), chance: 1 })),
    ].sort((a, b) => a.at - b.at),
    closesAt: closes || null,
  }
  return { state, free }
}

const recallText = {
  da: (number: string, where: string) =>
    `Det er din tur nu. Nummer ${number}: gå til ${where}. Venlig hilsen Borgerservice`,
  en: (number: string, where: string) =>
    `It is your turn now. Number ${number}: go to ${where}. Kind regards, Citizen service`,
}

export type Asked =
  | { is: 'ticket'; id: string; token: string }
  /** Switched off here and now, full, or nobody here can do the errand. */
  | { is: 'no'; why: 'closed' | 'full' | 'errand' }

async function lineAt(db: Db, { place, need }: { place: string; need: boolean }, now: Date) {
  const { rows } = await sql<{ n: number; ahead: number; waiting: number }>`
    select count(*)::int + 1 as n, count(*) filter (where state = 'waiting')::int as waiting,
      count(*) filter (where state = 'waiting' and (need or not ${need}))::int as ahead
    from standby_tickets where place = ${place} and day = ${localOf(now).day}`.execute(db)
  return rows[0]!
}

/** A walk-in asks. What is promised is stored beside the ticket, so that promise and outcome can be compared. */
export async function ask(
  db: Db,
  plan: Schedule,
  wish: { place: string; errands: string[]; phone: string | null; need: boolean; language?: 'da' | 'en' },
  now: Date,
): Promise<Asked> {
  const refuse = async (why: 'closed' | 'full' | 'errand'): Promise<Asked> => {
    await event(db, { act: 'standby-refused', place: wish.place, errands: wish.errands, detail: { why } }, now)
    return { is: 'no', why }
  }
  const policy = await policyAt(db, wish.place, now)
  if (!policy || !isOpen(plan, wish.place, now)) return refuse('closed')
  const can = plan.resources.some(
    (one) =>
      one.place === wish.place &&
      one.kind === 'counter' &&
      (one.skills.length === 0 || wish.errands.every((id) => one.skills.includes(id))),
  )
  if (!can) return refuse('errand')
  const measured = await measuredAt(db, wish.place, now)
  const { state } = await floorAt(db, plan, wish.place, measured, now)
  const closes = Math.min(policy.closes, state.closesAt ?? policy.closes)
  const chance = (ahead: number) =>
    chanceSoon(wish.place, { ...state, closesAt: closes }, measured, policy, ahead, wish.need, now)
  // Worked out before the lock is held, which then mostly finds it ready.
  const before = await lineAt(db, wish, now)
  if (before.waiting < policy.maxWaiting) chance(before.ahead)
  return db.transaction().execute(async (tx) => {
    // Numbers follow each other: one walk-in at a time at a place.
    await sql`select pg_advisory_xact_lock(hashtext(${`standby ${wish.place}`}))`.execute(tx)
    const { day } = localOf(now)
    const { n, ahead, waiting } = await lineAt(tx, wish, now)
    if (waiting >= policy.maxWaiting) return refuse('full')
    const told = chance(ahead)
    const id = randomUUID()
    const token = createHmac('sha256', plan.secret).update(`standby ${id}`).digest('base64url').slice(0, 24)
    await tx
      .insertInto('standby_tickets')
      .values({
        id,
        token: tokenHash(token),
        place: wish.place,
        number: `C ${n}`,
        day,
        errands: wish.errands,
        need: wish.need,
        language: wish.language ?? 'da',
        phone: wish.phone,
        made_at: now,
        told_chance: told.chance,
        told_low: told.wait?.from ?? null,
        told_high: told.wait?.to ?? null,
        told_by: instant(day, closes),
        state: 'waiting',
      })
      .execute()
    await event(
      tx,
      {
        act: 'standby-asked',
        place: wish.place,
        errands: wish.errands,
        detail: { ticket: id, chance: told.chance, ahead, need: wish.need },
      },
      now,
    )
    return { is: 'ticket', id, token }
  })
}

/**
 * Offers free counters to the first in line, as far as the admission function allows. Whoever has need goes first (children,
 * illness, unable to stand or to come again), then who came first. Returns the numbers called.
 */
export async function callNext(db: Db, plan: Schedule, place: string, now: Date): Promise<string[]> {
  const policy = await policyAt(db, place, now)
  if (!policy || !isOpen(plan, place, now)) return []
  const measured = await measuredAt(db, place, now)
  const called: string[] = []
  for (;;) {
    const next = await db.transaction().execute(async (tx) => {
      await sql`select pg_advisory_xact_lock(hashtext(${`standby ${place}`}))`.execute(tx)
      const { state, free } = await floorAt(tx, plan, place, measured, now)
      const line = await tx
        .selectFrom('standby_tickets')
        .selectAll()
        .where('place', '=', place)
        .where('state', '=', 'waiting')
        .orderBy('need', 'desc')
        .orderBy('made_at')
        .limit(1)
        .execute()
      const first = line[0]
      if (!first) return null
      const can = free.filter((one) => one.skills.length === 0 || first.errands.every((id) => one.skills.includes(id)))
      const answer = admission({ ...state, free: Math.min(state.free, can.length) }, measured.service, policy)
      if (answer.is !== 'offer' || !can[0]) return null
      await tx
        .updateTable('standby_tickets')
        .set({ state: 'called', called_at: now, resource: can[0].id })
        .where('id', '=', first.id)
        .execute()
      if (first.phone) {
        const body = recallText[first.language](first.number, can[0].name)
        await tx
          .insertInto('booking_messages')
          .values({
            booking: null,
            why: 'standby',
            channel: 'sms',
            address: first.phone,
            subject: null,
            body,
            due_at: now,
          })
          .execute()
      }
      const detail = {
        ticket: first.id,
        probability: answer.probability,
        reason: answer.reason,
        waited: Math.round((now.getTime() - first.made_at.getTime()) / MINUTE_MS),
      }
      await walkInInQueue(tx, plan, first)
      await event(tx, { act: 'standby-called', place, errands: first.errands, detail }, now)
      return first.number
    })
    if (!next) return called
    called.push(next)
  }
}

/** A called walk-in is served, has been served, or has gone. */
export async function standbyStep(db: Db, id: string, what: 'start' | 'served' | 'left', now: Date): Promise<boolean> {
  const steps = {
    start: { from: ['called'], set: { state: 'serving', started_at: now }, act: 'standby-started' },
    served: {
      from: ['called', 'serving'],
      set: { state: 'served', ended_at: now, phone: null },
      act: 'standby-served',
    },
    left: { from: ['waiting', 'called'], set: { state: 'left', ended_at: now, phone: null }, act: 'standby-left' },
  } as const
  const { from, set, act } = steps[what]
  const row = await db
    .updateTable('standby_tickets')
    .set(set)
    .where('id', '=', id)
    .where('state', 'in', [...from])
    .returning(['place', 'errands', 'made_at'])
    .executeTakeFirst()
  if (!row) return false
  await outOfQueue(db, id)
  const waited = Math.round((now.getTime() - row.made_at.getTime()) / MINUTE_MS)
  await event(db, { act, place: row.place, errands: row.errands, detail: { ticket: id, minutes: waited } }, now)
  return true
}

/** Places with somebody in line. */
export async function callEverywhere(db: Db, plan: Schedule, now: Date): Promise<void> {
  const places = await db
    .selectFrom('standby_tickets')
    .select('place')
    .distinct()
    .where('state', '=', 'waiting')
    .execute()
  for (const { place } of places) await callNext(db, plan, place, now)
}

/** Tickets of days past end by themselves. */
export async function closeStandby(db: Db, now: Date): Promise<void> {
  await sql`
    update standby_tickets set state = 'closed', ended_at = ${now}, phone = null
    where state in ('waiting', 'called', 'serving') and day < ${localOf(now).day}`.execute(db)
}
