/** What would have been written down while the demo’s appointments happened: every event of a visit, those sent away, surveys. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { stream } from '../planning/random.ts'
import type { Db } from '../store/store.ts'
import { MINUTE_MS } from './local-time.ts'

/** A booking as `demo.ts` makes it. */
export type DemoBooking = {
  id: string
  state: string
  place: string
  kind: string
  errand: string
  starts: Date
  channel: string
  made: Date
  arrived?: Date
  called?: Date
  ended?: Date
}
type Row = {
  at: Date
  act: string
  place: string
  kind: string | null
  errand: string | null
  booking: string | null
  detail: object | null
}

/** Shares invented, about as offices tell; a demo, no figure of anybody’s. */
const CANCELLED = 0.07
const MOVED = 0.05
const REPEAT = 0.06
/** Of the visits that a call may settle: called, and settled. */
const CALLED_BEFORE = 0.25
const SETTLED = 0.38
/** From the call until the citizen sits down: mean minutes. */
const WAY_MINUTES = 0.8

/** Minutes that a settled call frees: the usual slot. */
const FREED_MINUTES = 15

/**
 * Events of one day’s bookings, and of those who cancelled and are in no list any more. `random` is this day’s own; `ruleOf`: the rule by
 * which an errand may be settled by a call, if any.
 */
export function eventsOf(
  bookings: readonly DemoBooking[],
  ruleOf: (errand: string) => { id: string; guess: number } | undefined,
  random: () => number,
): Row[] {
  return bookings.flatMap((one) => {
    const { id, place, kind, errand, starts, made, channel } = one
    const base = { place, kind, errand, booking: id }
    const booked = (at: Date, booking: string): Row => ({
      ...base,
      booking,
      at,
      act: 'booked',
      detail: {
        channel,
        starts: starts.toISOString(),
        leadHours: Math.round((starts.getTime() - at.getTime()) / 3_600_000),
        persons: 1,
        repeat: random() < REPEAT,
      },
    })
    const rows: Row[] = [booked(made, id)]
    const between = (share: number) => new Date(made.getTime() + (starts.getTime() - made.getTime()) * share)
    if (random() < MOVED)
      rows.push({ ...base, at: between(0.3), act: 'moved', detail: { days: 2, starts: starts.toISOString() } })
    const rule = ruleOf(errand)
    const called = rule ? CALLED_BEFORE : 0
    const call = (booking: string, share: number, outcome: string): Row => ({
      ...{ ...base, booking },
      at: between(share),
      act: 'call-ended',
      detail: { outcome, rule: rule!.id, chance: rule!.guess, minutes: FREED_MINUTES },
    })
    if (random() < called * (1 - SETTLED) && one.state !== 'booked')
      rows.push(call(id, 0.8, pick(['needed', 'documents-missing', 'no-answer'], random)))
    const gone = random()
    if (gone < CANCELLED + called * SETTLED) {
      // Somebody else had booked, and did not need it after all.
      const settled = gone >= CANCELLED
      const other = randomUUID()
      rows.push(booked(between(0.1), other))
      if (settled) rows.push(call(other, 0.7, 'settled'))
      rows.push({
        ...base,
        booking: other,
        at: between(0.7),
        act: 'cancelled',
        detail: { why: settled ? 'settled' : 'citizen' },
      })
    }
    if (one.state === 'no-show') rows.push({ ...base, at: one.ended!, act: 'no-show', detail: { by: 'rule' } })
    if (one.state === 'served') {
      const minutes = Math.round((one.arrived!.getTime() - starts.getTime()) / MINUTE_MS)
      const way = -Math.log(random()) * WAY_MINUTES
      rows.push(
        { ...base, at: one.arrived!, act: 'checked-in', detail: { minutes } },
        { ...base, at: one.called!, act: 'called', detail: { by: 'staff' } },
        { ...base, at: new Date(one.called!.getTime() + Math.min(3, way) * MINUTE_MS), act: 'started', detail: null },
        { ...base, at: one.ended!, act: 'served', detail: { by: 'staff' } },
      )
    }
    return rows
  })
}

/** Without a time an hour, at a place that has counters. */
const DROP_INS_PER_HOUR = 1.6
/** Days before today since when the chance queue has been tried. */
export const STANDBY_DAYS = 45

/** Those who came without a time on one day: turned away, or, where the chance queue is on, given a number. */
export function dropInsOf(
  place: { id: string; counters: number; standby: boolean },
  opening: { opens: Date; closes: Date },
  errands: (random: () => number) => string,
  random: () => number,
): Row[] {
  const rows: Row[] = []
  const perMinute = (DROP_INS_PER_HOUR * Math.min(place.counters, 3)) / 3 / 60
  let at = opening.opens.getTime()
  for (;;) {
    at += (-Math.log(random()) / perMinute) * MINUTE_MS
    if (at >= opening.closes.getTime()) return rows
    const base = { place: place.id, kind: null, errand: errands(random), booking: null }
    if (!place.standby) {
      rows.push({ ...base, at: new Date(at), act: 'standby-refused', detail: { why: 'closed' } })
      continue
    }
    const ticket = randomUUID()
    const event = (minutes: number, act: string, detail: object = {}): void =>
      void rows.push({ ...base, at: new Date(at + minutes * MINUTE_MS), act, detail: { ticket, ...detail } })
    event(0, 'standby-asked', { chance: 0.8, ahead: 0, need: false })
    const wait = -Math.log(random()) * 11
    const late = at + wait * MINUTE_MS > closesLate(opening.closes)
    if (late || random() < 0.08) {
      event(Math.min(wait, 25) * random() + 3, 'standby-left')
      continue
    }
    const service = 6 + 6 * (random() + random())
    event(wait, 'standby-called', { probability: 0.93, reason: 'gap-long-enough', waited: Math.round(wait) })
    event(wait + 0.7, 'standby-started')
    event(wait + 0.7 + service, 'standby-served')
  }
}
/** Nobody is called by chance so shortly before the doors close (minutes). */
const LAST_CALL = 12
const closesLate = (closes: Date) => closes.getTime() - LAST_CALL * MINUTE_MS

/** Writes them in order of time, as a hub would have. */
export async function writeEvents(db: Db, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return
  await sql`
    insert into booking_events (at, act, place, kind, errands, booking, detail)
    select at, act, place, kind, case when errand is null then null else array[errand] end, booking, detail
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as e(at timestamptz, act text, place text, kind text, errand text, booking uuid, detail jsonb)
    order by at`.execute(db)
}

const pick = <T>(list: readonly T[], random: () => number): T => list[Math.floor(random() * list.length)]!

/** This day’s own luck for events, apart from that of the bookings. */
export const eventStream = (seed: number, day: string) => stream(seed, Math.round(Date.parse(day) / 86_400_000), 9)
