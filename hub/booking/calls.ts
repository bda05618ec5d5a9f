/**
 * Service calls: booked visits that a call before the day may settle. Simple rules say which, with a guess; once enough calls
 * were made the measured share takes the guess's place.
 */
import { sql } from 'kysely'
import type { CallReport, ServiceCall } from '../../device/contract/booking.ts'
import type { Db } from '../store/store.ts'
import { cancel } from './appointments.ts'
import { event } from './events.ts'
import type { BookingErrand, Schedule } from './schedule.ts'
import { lengthOf, type Wish } from './slots.ts'

type Rule = { id: string; guess: number; fits(errands: BookingErrand[]): boolean }

/** The first that fits counts. Guesses are to be replaced by measurement. */
const rules: Rule[] = [
  { id: 'self-service', guess: 0.5, fits: (errands) => errands.every((one) => one.self) },
  { id: 'by-telephone', guess: 0.4, fits: (errands) => errands.every((one) => one.kinds.includes('phone')) },
  { id: 'mitid', guess: 0.3, fits: (errands) => errands.some((one) => one.id === 'mitid') },
  // The visit stays, but a missing consent would make it useless.
  { id: 'consent', guess: 0.15, fits: (errands) => errands.some((one) => one.id === 'passport-child') },
]

/** A rule that fits such an errand, with its guess; for made-up data. */
export const guessFor = (errand: BookingErrand): Pick<Rule, 'id' | 'guess'> | undefined =>
  rules.find((one) => one.fits([errand]))

/** A guess weighs as much as this many calls. */
const GUESS_WEIGHT = 20
/** A call that was taken and not reported is free again after this (hours). */
const TAKEN_HOURS = 2

/** How each booking's call went in the end, from the events; who was not reached does not count. */
const ended = sql`(
  select rule, chance, minutes, outcome = 'settled' as settled from (
    select distinct on (booking) detail->>'rule' as rule, detail->>'outcome' as outcome,
      (detail->>'chance')::float8 as chance, (detail->>'minutes')::float8 as minutes
    from booking_events where act = 'call-ended' order by booking, n desc) as last
  where outcome <> 'no-answer')`

async function measured(db: Db): Promise<Map<string, { calls: number; settled: number }>> {
  const { rows } = await sql<{ rule: string; calls: number; settled: number }>`
    select rule, count(*)::int as calls, count(*) filter (where settled)::int as settled
    from ${ended} as e group by rule`.execute(db)
  return new Map(rows.map((row) => [row.rule, row]))
}

const chanceOf = (rule: Rule, seen: { calls: number; settled: number } | undefined) =>
  ((seen?.settled ?? 0) + rule.guess * GUESS_WEIGHT) / ((seen?.calls ?? 0) + GUESS_WEIGHT)

/** The calls of a day, likeliest first. */
export async function callsOf(db: Db, plan: Schedule, day: string, now: Date): Promise<ServiceCall[]> {
  const rates = await measured(db)
  const { rows } = await sql<{
    id: string
    name: string
    phone: string | null
    email: string | null
    place: string
    starts: Date
    errands: string[]
    state: string
    taken_by: string | null
    taken_at: Date | null
    outcome: ServiceCall['outcome']
  }>`
    select b.id, b.name, b.phone, b.email, b.place, b.starts, b.errands, b.state, c.taken_by, c.taken_at, c.outcome
    from bookings b left join service_calls c on c.booking = b.id
    where b.day = ${day} and b.name is not null and b.kind <> 'phone' and (b.state = 'booked' or c.outcome is not null)
    order by b.starts`.execute(db)
  const stale = now.getTime() - TAKEN_HOURS * 3_600_000
  const calls = rows.flatMap((row) => {
    const errands = row.errands.flatMap((id) => plan.errands.get(id) ?? [])
    const rule = rules.find((one) => errands.length > 0 && one.fits(errands))
    if (!rule) return []
    const seen = rates.get(rule.id)
    const { name, phone, email, place, errands: ids, outcome } = row
    const taken = row.taken_at && row.taken_at.getTime() > stale ? row.taken_by : null
    return {
      booking: row.id,
      ...{ name, phone, email, place, errands: ids, outcome },
      start: row.starts.toISOString(),
      rule: rule.id,
      chance: chanceOf(rule, seen),
      measured: (seen?.calls ?? 0) >= GUESS_WEIGHT,
      takenBy: outcome ? row.taken_by : taken,
    }
  })
  return calls.sort((a, b) => b.chance - a.chance)
}

/** One caseworker takes a call; false when a colleague has it. */
export async function takeCall(db: Db, plan: Schedule, booking: string, who: string, now: Date): Promise<boolean> {
  const row = await db.selectFrom('bookings').selectAll().where('id', '=', booking).executeTakeFirst()
  const errands = row?.errands.flatMap((id) => plan.errands.get(id) ?? []) ?? []
  const rule = rules.find((one) => one.fits(errands))
  if (row?.state !== 'booked' || !rule) return false
  const chance = chanceOf(rule, (await measured(db)).get(rule.id))
  const stale = new Date(now.getTime() - TAKEN_HOURS * 3_600_000)
  const { rows } = await sql`
    insert into service_calls (booking, chance, rule, taken_by, taken_at)
    values (${booking}, ${chance}, ${rule.id}, ${who}, ${now})
    on conflict (booking) do update set taken_by = ${who}, taken_at = ${now}, outcome = null, ended_at = null
      where service_calls.outcome = 'no-answer'
        or (service_calls.outcome is null and (service_calls.taken_by = ${who} or service_calls.taken_at < ${stale}))
    returning booking`.execute(db)
  if (rows.length > 0) await event(db, { act: 'call-taken', booking, detail: { rule: rule.id } }, now)
  return rows.length > 0
}

export type Reported = 'reported' | 'not-yours' | 'over' | 'too-long'

/** How a call went. `settled` frees the time; `changed-errand` keeps it when the other errand fits into it. */
export async function reportCall(
  db: Db,
  plan: Schedule,
  booking: string,
  who: string,
  report: CallReport,
  now: Date,
): Promise<Reported> {
  const call = await db.selectFrom('service_calls').selectAll().where('booking', '=', booking).executeTakeFirst()
  if (!call || call.taken_by !== who || (call.outcome && call.outcome !== 'no-answer')) return 'not-yours'
  if (report.outcome === 'settled' && (await cancel(db, plan, booking, now, 'settled')) === 'over') return 'over'
  return db.transaction().execute(async (tx) => {
    const row = await tx
      .selectFrom('bookings')
      .selectAll()
      .where('id', '=', booking)
      .forUpdate()
      .executeTakeFirstOrThrow()
    if (report.outcome === 'changed-errand' && report.errands) {
      const errands = report.errands.flatMap((id) => plan.errands.get(id) ?? [])
      const wish: Wish = { errands, persons: row.persons, channel: 'phone', interpreter: null }
      const minutes = (row.ends.getTime() - row.starts.getTime()) / 60_000
      const place = plan.places.get(row.place)
      if (errands.length < report.errands.length || !place || lengthOf(wish, place.slotMinutes) > minutes)
        return 'too-long'
      await tx.updateTable('bookings').set({ errands: report.errands }).where('id', '=', booking).execute()
    }
    const { outcome, department = null } = report
    await tx
      .updateTable('service_calls')
      .set({ outcome, department, ended_at: now })
      .where('booking', '=', booking)
      .execute()
    const { place, kind, errands } = row
    const minutes = Math.round((row.ends.getTime() - row.starts.getTime()) / 60_000)
    const detail = { outcome, rule: call.rule, chance: call.chance, minutes, ...(department ? { department } : {}) }
    await event(tx, { act: 'call-ended', place, kind, errands, booking, detail }, now)
    return 'reported'
  })
}

/** What the calls bring: by rule how many were made and settled, and the minutes of caseworkers' time that it freed. */
export async function callEffect(db: Db) {
  const { rows } = await sql<{ rule: string; calls: number; settled: number; guessed: number; minutesFreed: number }>`
    select rule, count(*)::int as calls, count(*) filter (where settled)::int as settled,
      coalesce(round(avg(chance)::numeric, 3), 0)::float8 as guessed,
      coalesce(sum(minutes) filter (where settled), 0)::int as "minutesFreed"
    from ${ended} as e group by rule order by rule`.execute(db)
  return rows
}
