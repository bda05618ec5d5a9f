/** The demo’s boxes of the last weeks: visits, steps, handoffs, connections, surveys. They are retired: no page waits for them. */
import { createHash, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { caseNumber } from '../../device/contract/numbers.ts'
import type { Db } from '../store/store.ts'
import type { DemoBooking } from './demo-events.ts'
import { MINUTE_MS } from './local-time.ts'

export type DemoBox = { id: string; place: string }
type BoxRow = { box: string; at: Date; event: object }
type CaseRow = {
  id: string
  number: string
  box: string
  errand: string
  language: string
  why: string
  since: Date
  started: Date | null
  ended: Date
}
export type BoxDay = { events: BoxRow[]; cases: CaseRow[] }

/** Enrolled once, replaced since: their visits stay in the figures. */
export async function writeBoxes(
  db: Db,
  places: { id: string; name: string; boxes: number }[],
  now: Date,
): Promise<DemoBox[]> {
  const rows = places.flatMap(({ id, name, boxes }) =>
    Array.from({ length: boxes }, (_, n) => ({ place: id, name: `Boks ${n + 1} (udskiftet)`, at: name, n })),
  )
  const made = rows.map((row) => {
    const hash = createHash('sha256').update(`demo ${row.place} ${row.n}`).digest('hex')
    const id = `${hash.slice(0, 8)}-${hash.slice(8, 12)}-4${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`
    return { id, place: row.place, fingerprint: hash, name: row.name, at: row.at }
  })
  await db
    .insertInto('boxes')
    .values(
      made.map(({ id, name, at, fingerprint }) => ({
        id,
        name,
        place: at,
        fingerprint,
        enrolled_by: 'demo',
        revoked_at: now,
        retired_at: now,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return made.map(({ id, place }) => ({ id, place }))
}

const steps: [step: string, minutes: number, again: number, reason: string][] = [
  ['errand', 0.2, 0, ''],
  ['privacy', 0.3, 0, ''],
  ['document', 0.5, 0.12, 'chip.lost'],
  ['holder', 0.2, 0, ''],
  ['portrait', 1.1, 0.22, 'face.quality'],
  ['right-index', 0.4, 0.3, 'finger.quality'],
  ['left-index', 0.4, 0.26, 'finger.quality'],
  ['signature', 0.5, 0.08, 'signature.short'],
  ['contact', 0.5, 0, ''],
  ['review', 0.4, 0, ''],
]
const languages: [string, number][] = [
  ['da', 0.86],
  ['en', 0.14],
]

/** One visit for each appointment at a box that was kept: the citizen alone, then a caseworker by video. */
export function boxDay(bookings: readonly DemoBooking[], boxes: readonly DemoBox[], random: () => number): BoxDay {
  const day: BoxDay = { events: [], cases: [] }
  for (const one of bookings) {
    if (one.kind !== 'box' || one.state !== 'served') continue
    const here = boxes.filter(({ place }) => place === one.place)
    const box = here[Math.floor(random() * here.length)]
    if (!box) continue
    visit(day, box.id, one, random)
  }
  day.events.sort((a, b) => a.at.getTime() - b.at.getTime())
  return day
}

function visit(day: BoxDay, box: string, one: DemoBooking, random: () => number): void {
  const visit = randomUUID()
  const errand = one.errand === 'passport-child' ? 'passport-child' : 'passport-renewal'
  const language = random() < languages[0]![1] ? 'da' : 'en'
  let at = one.called!.getTime()
  const began = at
  const say = (event: object) => void day.events.push({ box, at: new Date(at), event: { ...event, visit } })
  say({ is: 'visit-started', language })
  const access = [...(random() < 0.09 ? ['large-text'] : [])]
  const end = (outcome: string) => {
    say({ is: 'visit-ended', errand, outcome, ms: Math.round(at - began), access })
    if (random() < 0.3) {
      const solved = outcome === 'approved' ? (random() < 0.94 ? 'yes' : 'partly') : random() < 0.3 ? 'partly' : 'no'
      say({ is: 'survey', errand, solved, times: random() < 0.8 ? 'good' : 'poor' })
    }
  }
  for (const [step, minutes, again, reason] of steps) {
    let tries = 1
    while (tries < 4 && random() < again) tries++
    at += minutes * (0.6 + 0.8 * random()) * tries * MINUTE_MS
    const reasons = tries > 1 ? { reasons: { [reason]: tries - 1 } } : {}
    say({ is: 'step-done', errand, step, ms: Math.round(minutes * tries * MINUTE_MS), tries, ...reasons })
    if (random() < 0.006) return end(random() < 0.6 ? 'cancelled' : 'timed-out')
  }
  const id = randomUUID()
  const since = new Date(at)
  const wait = -Math.log(random()) * 1.4
  const supervised = errand === 'passport-child' && random() < 0.5
  const why = random() < 0.07 ? 'help' : supervised ? 'supervised' : 'decision'
  const claim = { id, number: caseNumber(id), box, errand, language, why, since }
  if (wait > 8) {
    at += wait * MINUTE_MS
    day.cases.push({ ...claim, started: null, ended: new Date(at) })
    return end('cancelled')
  }
  at += wait * MINUTE_MS
  const started = new Date(at)
  at += (2.5 + 2.5 * (random() + random())) * MINUTE_MS
  day.cases.push({ ...claim, started, ended: new Date(at) })
  const luck = random()
  end(luck < 0.93 ? 'approved' : luck < 0.97 ? 'rejected' : 'referred')
}

/** `numbers`: the last event number of each box; grows. */
export async function writeBoxDay(db: Db, { events, cases }: BoxDay, numbers: Map<string, number>): Promise<void> {
  const rows = events.map((row) => {
    const n = (numbers.get(row.box) ?? 0) + 1
    numbers.set(row.box, n)
    return { ...row, n }
  })
  if (rows.length > 0)
    await sql`
      insert into events (box, n, at, event) select box, n, at, event
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as e(box uuid, n bigint, at timestamptz, event jsonb)
      on conflict do nothing`.execute(db)
  if (cases.length === 0) return
  const values = JSON.stringify(cases)
  await sql`
    insert into cases (id, number, box, errand, language, step, why, since, state, how, ended_at)
    select id, number, box, errand, language, 'decision', why, since, 'ended', case when started is null then 'ended' else 'done' end, ended
    from jsonb_to_recordset(${values}::jsonb)
      as c(id uuid, number text, box uuid, errand text, language text, why text, since timestamptz, started timestamptz, ended timestamptz)`.execute(
    db,
  )
  await sql`
    insert into claims (id, case_id, user_name, caseworker, seal_key, sign_key, started_at, ended_at, how)
    select gen_random_uuid(), id, 'demo', '{}', '{}', '{}', started, ended, 'done'
    from jsonb_to_recordset(${values}::jsonb) as c(id uuid, started timestamptz, ended timestamptz) where started is not null`.execute(
    db,
  )
}

/** Connections of the boxes: up but for a short gap now and then. */
export async function writeLinks(
  db: Db,
  boxes: readonly DemoBox[],
  from: Date,
  to: Date,
  random: () => number,
): Promise<void> {
  const rows: { at: Date; box: string; up: boolean }[] = []
  for (const { id } of boxes) {
    let at = from.getTime()
    rows.push({ at: new Date(at), box: id, up: true })
    for (;;) {
      at += -Math.log(random()) * 6 * 24 * 60 * MINUTE_MS
      if (at >= to.getTime()) break
      rows.push({ at: new Date(at), box: id, up: false })
      at += -Math.log(random()) * 40 * MINUTE_MS
      rows.push({ at: new Date(Math.min(at, to.getTime() - 1)), box: id, up: true })
      if (at >= to.getTime()) break
    }
  }
  rows.sort((a, b) => a.at.getTime() - b.at.getTime())
  for (let i = 0; i < rows.length; i += 5_000)
    await db
      .insertInto('box_links')
      .values(rows.slice(i, i + 5_000))
      .execute()
}
