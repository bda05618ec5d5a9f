import { sql } from 'kysely'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { FiguresAnswer, WhatIfAnswer } from '../../device/contract/figures.ts'
import type { NeedDay, PlannedDay, StaffMatrix } from '../../device/contract/staffing.ts'
import { addDays } from '../../device/rules/calendar.ts'
import { step } from '../../hub/booking/check-in.ts'
import { localOf } from '../../hub/booking/local-time.ts'
import { schedule } from '../../hub/booking/schedule.ts'
import { ask, callNext, standbyStep } from '../../hub/booking/standby.ts'
import { sweepBooking } from '../../hub/booking/sweep.ts'
import { factsOf } from '../../hub/figures/facts.ts'
import { figuresOf } from '../../hub/figures/figures.ts'
import type { Line } from '../../hub/figures/lines.ts'
import { aDay, bookOf, slotsOf, type Town, town } from './booking-town.ts'
import { hubHere, signIn } from './clients.ts'

const test = suite('the planner’s room')
let hub: Awaited<ReturnType<typeof hubHere>>
let here: Town
let mette: string
let plan: string
const today = localOf(Date.now()).day
test.before(async () => {
  hub = await hubHere()
  here = await town(hub.database)
  mette = await signIn(hub.web, 'mette')
  plan = await signIn(hub.web, 'tove')
})
test.after(async () => {
  await here.end()
  await hub.end()
})

const send = async (method: string, path: string, body?: unknown, cookie = plan) => {
  const reply = await fetch(`${hub.web}${path}`, {
    method,
    headers: { cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await reply.text()
  return {
    status: reply.status,
    text,
    json: reply.headers.get('content-type')?.startsWith('application/json') ? JSON.parse(text) : null,
  }
}

test('only planners see people and numbers', async () => {
  for (const path of [
    '/api/plan/staff',
    '/api/plan/roster',
    `/api/plan/figures?from=${today}&to=${today}`,
    `/api/plan/lines?from=${today}&to=${today}`,
    '/api/plan/answer?place=raadhus',
  ]) {
    assert.is((await send('GET', path, undefined, mette)).status, 403, path)
    assert.is((await send('GET', path, undefined, '')).status, 401, path)
  }
})

test('a person is put on the roster, the days are made, and nobody is in two places at once', async () => {
  const day = aDay(20)
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  const edit = { name: 'Gudrun', errands: ['passport-renewal'], channels: ['counter', 'video'], places: ['raadhus'] }
  const { json } = await send('POST', '/api/plan/staff', edit)
  const person = json.id as number
  const row = { person, weekday, weeks: 'all', opens: 540, closes: 720, place: 'raadhus', channel: 'counter' }
  assert.is((await send('POST', '/api/plan/roster', row)).status, 200)
  assert.is((await send('POST', '/api/plan/roster', { ...row, opens: 800 })).status, 400, 'ends before it begins')
  assert.is((await send('POST', '/api/plan/roster', { ...row, person: 9999 })).status, 404)
  const made = await send('POST', '/api/plan/roll-out', { from: day, to: day })
  assert.equal(made.json, { days: 1, shifts: 1 })
  assert.equal((await send('POST', '/api/plan/roll-out', { from: day, to: day })).json, { days: 0, shifts: 0 })
  const shift = { person, day, opens: 700, closes: 800, place: null, channel: 'video' }
  assert.is((await send('POST', '/api/plan/shifts', shift)).status, 409, 'is at the counter until 12')
  assert.is((await send('POST', '/api/plan/shifts', { ...shift, opens: 720 })).status, 200)
  const need = async () =>
    (await send('GET', `/api/plan/need?day=${day}&channel=counter&place=raadhus`)).json as NeedDay
  assert.is((await need()).quarters[0]!.planned, 1)
  assert.is((await send('POST', '/api/plan/absences', { person, firstDay: day, lastDay: day })).status, 200)
  assert.is((await need()).quarters[0]!.planned, 0, 'away')
  const planned = (await send('GET', `/api/plan/day?day=${day}`)).json as PlannedDay
  assert.equal([planned.shifts.length, planned.away], [2, [person]])
  const matrix = (await send('GET', '/api/plan/staff')).json as StaffMatrix
  assert.equal([matrix.people[0]!.name, matrix.coverage.share], ['Gudrun', 0])
  // Who leaves is forgotten by name.
  assert.is((await send('DELETE', `/api/plan/staff/${person}`)).status, 204)
  assert.equal(((await send('GET', '/api/plan/staff')).json as StaffMatrix).people, [])
  assert.equal(((await send('GET', `/api/plan/day?day=${day}`)).json as PlannedDay).shifts, [])
})

test('a visit from booking to survey is in the figures, and replay of its events gives the same bytes', async () => {
  // A day on which everything happens: the events are stamped with the times that the rooms are given.
  const day = aDay(15)
  const slots = await slotsOf(hub.web, { errand: 'passport-renewal', place: 'raadhus', from: day, to: day })
  const booked = []
  for (const slot of slots.slice(0, 7))
    booked.push({ slot, ...(await bookOf(hub.web, slot.slot, `b${booked.length}@example.dk`)) })
  const rows = await here.db.selectFrom('bookings').selectAll().where('day', '=', day).orderBy('starts').execute()
  for (const [i, row] of rows.entries()) {
    const at = (minutes: number) => new Date(row.starts.getTime() + minutes * 60_000)
    if (i === 6) await step(here.db, await schedule(here.db), row.id, 'no-show', at(20))
    else {
      await step(here.db, await schedule(here.db), row.id, 'call', at(4))
      await step(here.db, await schedule(here.db), row.id, 'serve', at(14))
    }
  }
  // A walk-in by chance on the same day, before anybody else.
  const now = new Date(Date.parse(slots[0]!.start) + 5 * 3_600_000)
  await here.db
    .insertInto('standby_policies')
    .values({
      place: 'raadhus',
      weekday: null,
      opens: 0,
      closes: 1440,
      active: true,
      level: 0.5,
      limit_minutes: 5,
      spare: 1,
      max_waiting: 5,
    })
    .execute()
  const asked = await ask(
    here.db,
    await schedule(here.db),
    { place: 'raadhus', errands: ['passport-renewal'], phone: null, need: false },
    now,
  )
  assert.is(asked.is, 'ticket')
  assert.is((await callNext(here.db, await schedule(here.db), 'raadhus', now)).length, 1)
  if (asked.is === 'ticket') await standbyStep(here.db, asked.id, 'served', new Date(now.getTime() + 600_000))

  // Two taps and a few words by link; the words are screened before they are stored, and once is enough.
  const token = booked[0]!.link.split('/').at(-1)!
  const survey = `/api/survey/${token}`
  assert.equal((await send('GET', survey)).json, { answered: false, place: 'Rådhuset' })
  const words = 'Mette var sød, ring 22 33 44 55'
  assert.is((await send('POST', survey, { solved: 'yes', times: 'poor', words })).status, 204)
  assert.is((await send('POST', survey, { solved: 'no', times: null })).status, 409)
  assert.is((await send('GET', '/api/survey/nobody')).status, 404)
  const stored = await here.db.selectFrom('surveys').selectAll().executeTakeFirstOrThrow()
  assert.not.match(stored.words!, /Mette|22 33/)
  await sweepBooking(here.db, { sender: null, root: hub.web, now: new Date(), wait: true })
  const sent = await here.db.selectFrom('booking_messages').select('body').where('why', '=', 'survey').execute()
  assert.is(sent.length, 6, 'all who were served are asked')
  assert.match(sent[0]!.body!, /\/booking\/#\/f\//)

  const query = `from=${addDays(today, -1)}&to=${day}`
  const read = async () => (await send('GET', `/api/plan/figures?${query}`)).json as FiguresAnswer
  const before = await read()
  const figure = (id: string) => before.figures.find((one) => one.id === id)!.total
  assert.equal([figure('arrivals').n, figure('noShow').value], [7, 0.1429])
  assert.ok(figure('timesSuited').hidden, 'one answer is nobody’s business')
  assert.is(before.names['raadhus']!.da, 'Rådhuset')

  // From the lines alone, in another order, twice.
  const lines = (await send('GET', `/api/plan/lines?${query}`)).text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)
  const bytes = (of: Line[]) =>
    JSON.stringify(figuresOf(factsOf(of, Date.now()), { from: addDays(today, -1), to: day, place: null }))
  assert.is(bytes([...lines].reverse().concat(lines)), bytes(lines))
  // From the database, with its events written anew in another order.
  const events = await here.db.selectFrom('booking_events').selectAll().execute()
  await here.db.deleteFrom('booking_events').execute()
  assert.is.not(JSON.stringify(await read()), JSON.stringify(before))
  await sql`
    insert into booking_events overriding system value
    select * from jsonb_populate_recordset(null::booking_events, ${JSON.stringify(events.reverse())}::jsonb)`.execute(
    here.db,
  )
  assert.is(JSON.stringify(await read()), JSON.stringify(before))

  const csv = await send('GET', `/api/plan/figures.csv?${query}&lang=da`)
  assert.match(csv.text, /noShow;Udeblevne/)
  const xlsx = await send('GET', `/api/plan/figures.xlsx?${query}&lang=en`)
  assert.is(xlsx.text.slice(0, 2), 'PK')
})

test('“what if” stands side by side with today, with its assumptions; what cannot be asked is said', async () => {
  const today = { posts: 0, boxes: 0, booking: true, standby: false }
  const ask = (body: object) => send('POST', '/api/plan/what-if', { runs: 2, ...body })
  const found = (await ask({ place: null, levers: [today, { ...today, standby: true }] })).json as WhatIfAnswer
  assert.is(found.rows[0]!.against, null)
  assert.ok(found.rows[1]!.against!['served']!.difference > 0)
  assert.ok(found.rows[1]!.result.ci95 !== null && found.assumptions.length > 8)
  assert.ok(found.assumptions.every(({ label, source }) => label === 'assumption' && source.length > 3))
  assert.is((await ask({ place: null, levers: [today, { ...today, posts: -20 }] })).status, 422)
  assert.is((await ask({ place: 'bibliotek', levers: [today] })).status, 422, 'nothing was measured there')
})

test.run()
