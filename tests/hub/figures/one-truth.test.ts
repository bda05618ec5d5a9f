/** A wait, a way and a settled call are the same number at the box, at the desk, in the list of calls and on the planner's page. */
import { randomUUID } from 'node:crypto'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { DeskSocketDown } from '../../../device/contract/api.ts'
import type { FiguresAnswer } from '../../../device/contract/figures.ts'
import type { LinkDown } from '../../../device/contract/link.ts'
import { waitsFrom } from '../../../device/contract/waiting.ts'
import { byToken } from '../../../hub/booking/appointments.ts'
import { reportCall, takeCall } from '../../../hub/booking/calls.ts'
import { step } from '../../../hub/booking/check-in.ts'
import { localOf } from '../../../hub/booking/local-time.ts'
import { schedule } from '../../../hub/booking/schedule.ts'
import { factsOf } from '../../../hub/figures/facts.ts'
import type { Line } from '../../../hub/figures/lines.ts'
import { calibrationCsv } from '../../../hub/figures/visits-of.ts'
import { visitsOf } from '../../../hub/planning/visits-csv.ts'
import { aDay, bookOf, slotsOf, type Town, town } from '../booking-town.ts'
import { connectBox, connectDesk, enrolBox, handoff, hubHere, is, post, publicKey, report, signIn } from '../clients.ts'

const test = suite('one truth')
let hub: Awaited<ReturnType<typeof hubHere>>
let here: Town
let mette: string
let tove: string
test.before(async () => {
  hub = await hubHere()
  here = await town(hub.database)
  mette = await signIn(hub.web, 'mette')
  tove = await signIn(hub.web, 'tove')
})
test.after(async () => {
  await here.end()
  await hub.end()
})

const today = localOf(Date.now()).day
const get = async (path: string) => fetch(`${hub.web}${path}`, { headers: { cookie: tove } })
const figures = async (from: string, to = from) =>
  (await (await get(`/api/plan/figures?from=${from}&to=${to}`)).json()) as FiguresAnswer
const of = (answer: FiguresAnswer, id: string) => answer.figures.find((one) => one.id === id)!
const minutes = (n: number) => n * 60_000
const close = (a: number, b: number, by: number, what: string) =>
  assert.ok(Math.abs(a - b) <= by, `${what}: ${a}, ${b}`)

test('at a box: from its own wish until somebody takes it; a second wish under the same number is a wait of its own', async () => {
  const line = await connectBox(hub.box, await enrolBox(hub.web), randomUUID())
  const desk = await connectDesk(hub.web, 'mette', mette)
  const key = await publicKey()
  const atBox: { least: number; most: number }[] = []
  let wish = handoff()
  for (let turn = 0; turn < 6; turn++) {
    // The last wish is the fifth citizen's second.
    const since = new Date(Date.now() - minutes(turn === 5 ? 0 : 3 + turn))
    wish = turn === 5 ? { ...wish, since: since.toISOString() } : handoff(since)
    line.send(report(wish))
    const shown = await desk.take(
      is<DeskSocketDown, 'queue'>('queue', ({ queue }) =>
        queue.some((one) => one.case === wish.case && one.since === wish.since && one.claimedBy === null),
      ),
    )
    const entry = shown.queue.find((one) => one.case === wish.case)!
    assert.is(Date.parse(entry.waitsFrom), since.getTime(), 'the desk counts from the box’s own moment')
    const before = Date.now()
    desk.send({ is: 'claim', case: wish.case, sealKey: key, signKey: key })
    const taken = await desk.take((message) => message.is === 'claimed' || message.is === 'not-claimed')
    assert.is(taken.is, 'claimed')
    await line.take(is<LinkDown, 'target'>('target', ({ target }) => target.claim?.case === wish.case))
    atBox.push({ least: before - since.getTime(), most: Date.now() - since.getTime() })
    if (taken.is === 'claimed') desk.send({ is: 'release', claim: taken.claim, how: 'done' })
    await line.take(is<LinkDown, 'target'>('target', ({ target }) => !target.claim))
  }
  const answer = await figures(today)
  const wait = of(answer, 'wait')
  const video = wait.by.find(({ dim }) => dim === 'channel')!.groups.find((one) => one.key === 'video')!
  assert.is(video.n, 6)
  const mean = (one: 'least' | 'most') => atBox.reduce((sum, turn) => sum + turn[one], 0) / atBox.length / 60_000
  assert.ok(mean('least') - 0.001 <= video.value! && video.value! <= mean('most') + 0.001, `${video.value}`)
  assert.is(of(answer, 'handoffReasons').total.n, 6)
  line.send(report(null))
  await Promise.all([line.close(), desk.close()])
})

test('at a counter: from being here and due until the call; then the way, then the service; the same in the file for the simulator', async () => {
  const day = aDay(15)
  const slots = await slotsOf(hub.web, { errand: 'passport-renewal', place: 'raadhus', from: day, to: day })
  const plan = await schedule(here.db)
  const came = [-6, -2, 0, 3, 5]
  const waits: number[] = []
  for (const [i, late] of came.entries()) {
    const { link } = await bookOf(hub.web, slots[4 * i]!.slot, `w${i}@example.dk`)
    const { id, starts } = (await byToken(here.db, link.split('/').at(-1)!))!
    const at = (after: number) => new Date(starts.getTime() + minutes(after))
    const called = 6 + i
    waits.push((at(called).getTime() - waitsFrom(at(late).getTime(), starts.getTime())) / 60_000)
    assert.ok(await step(here.db, plan, id, 'check-in', at(late)))
    assert.not.ok(await step(here.db, plan, id, 'start', at(late)), 'nobody has called yet')
    assert.ok(await step(here.db, plan, id, 'call', at(called)))
    assert.ok(await step(here.db, plan, id, 'start', at(called + 1.5)))
    assert.not.ok(await step(here.db, plan, id, 'start', at(called + 2)), 'begins once')
    assert.ok(await step(here.db, plan, id, 'serve', at(called + 9.5)))
  }
  const mean = waits.reduce((sum, wait) => sum + wait, 0) / waits.length
  const answer = await figures(day)
  assert.is(of(answer, 'wait').total.n, 5)
  close(of(answer, 'wait').total.value!, mean, 1e-4, 'wait')
  close(of(answer, 'wayTime').total.value!, 1.5, 1e-4, 'way')
  close(of(answer, 'serviceTime').total.value!, 8, 1e-4, 'service')
  const lines = (await (await get(`/api/plan/lines?from=${day}&to=${day}`)).text()).trim().split('\n')
  const facts = factsOf(
    lines.map((one) => JSON.parse(one) as Line),
    Date.now(),
  )
  const { visits } = visitsOf(calibrationCsv(facts, 'raadhus'))
  const read = visits.map((one) => one.started! - waitsFrom(one.arrived!, one.bookedFor))
  close(read.reduce((sum, wait) => sum + wait, 0) / read.length, mean, 1e-6, 'wait in the file')
})

test('calls before the visit: the caseworkers’ list and the planner’s figure count the same', async () => {
  const day = aDay(30)
  const slots = await slotsOf(hub.web, { errand: 'health-card', place: 'raadhus', from: day, to: day })
  const plan = await schedule(here.db)
  const outcomes = ['settled', 'needed', 'settled', 'no-answer', 'documents-missing', 'needed'] as const
  const now = new Date()
  for (const [i, outcome] of outcomes.entries()) {
    const { link } = await bookOf(hub.web, slots[i]!.slot, `c${i}@example.dk`, ['health-card'])
    const { id } = (await byToken(here.db, link.split('/').at(-1)!))!
    assert.ok(await takeCall(here.db, plan, id, 'mette', now))
    assert.is(await reportCall(here.db, plan, id, 'mette', { outcome }, now), 'reported')
    if (i !== 1) continue
    // Reached at the second try.
    assert.is(await reportCall(here.db, plan, id, 'mette', { outcome: 'settled' }, now), 'not-yours')
  }
  const effect = (await (await get('/api/service-calls/effect')).json()) as { calls: number; settled: number }[]
  const sum = (name: 'calls' | 'settled') => effect.reduce((all, one) => all + one[name], 0)
  const { n, value } = of(await figures(today), 'callHit').total
  assert.equal([sum('calls'), sum('settled')], [5, 2])
  assert.equal([n, value], [5, 0.4])
  // What a call brought stays counted when the appointment is erased.
  await here.db.deleteFrom('service_calls').execute()
  assert.equal(await (await get('/api/service-calls/effect')).json(), effect)
})

test('“begin” is asked for by the page of the day and by the desk: once, after the call', async () => {
  const day = aDay(16)
  const [slot] = await slotsOf(hub.web, { errand: 'passport-renewal', place: 'raadhus', from: day, to: day })
  const { link } = await bookOf(hub.web, slot!.slot, 'begin@example.dk')
  const { id } = (await byToken(here.db, link.split('/').at(-1)!))!
  const press = async (name: string) => (await post(`${hub.web}/api/booking/${id}/${name}`, {}, mette)).status
  assert.equal(
    [await press('start'), await press('call'), await press('start'), await press('start')],
    [409, 204, 204, 409],
  )
  assert.is(await press('serve'), 204)
})

test.run()
