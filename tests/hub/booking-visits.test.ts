import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { DeskSocketDown } from '../../device/contract/api.ts'
import type { Appointment, CheckIn, ServiceCall } from '../../device/contract/booking.ts'
import type { StandbyTicket } from '../../device/contract/standby.ts'
import { byToken } from '../../hub/booking/appointments.ts'
import { checkIn, markNoShows, step } from '../../hub/booking/check-in.ts'
import { schedule } from '../../hub/booking/schedule.ts'
import { seedTriage } from '../../hub/booking/seed-triage.ts'
import { shownLinks } from '../../hub/booking/staff-routes.ts'
import { ask, callNext, standbyStep } from '../../hub/booking/standby.ts'
import { sweepBooking } from '../../hub/booking/sweep.ts'
import { faultsOf } from '../../hub/booking/triage.ts'
import { networkOf } from '../../hub/web/address.ts'
import { aDay, bookOf, slotsOf, type Town, town } from './booking-town.ts'
import { connectDesk, hubHere, is, post, publicKey, signIn } from './clients.ts'

const test = suite('booking: after the appointment was made')
let hub: Awaited<ReturnType<typeof hubHere>>
let here: Town
let mette: string
let tove: string
test.before(async () => {
  hub = await hubHere()
  here = await town(hub.database, { boxes: 1 })
  mette = await signIn(hub.web, 'mette')
  tove = await signIn(hub.web, 'tove')
})
test.after(async () => {
  await here.end()
  await hub.end()
})

const slots = (day: string, place = 'bibliotek', errand = 'passport-renewal') =>
  slotsOf(hub.web, { errand, place, from: day, to: day })
const shown = async (link: string) => (await (await fetch(link)).json()) as Appointment
const sweep = (now: number) => sweepBooking(here.db, { wait: true, sender: null, root: '', now: new Date(now) })
const minutes = (n: number) => n * 60_000

test('a freed time goes down the list in order: the first lets it pass, the second takes it with one tap', async () => {
  const early = aDay(20)
  const late = aDay(30)
  const [free] = await slots(early)
  const holder = await bookOf(hub.web, free!.slot, 'h@example.dk')
  const later = await slots(late)
  const first = await bookOf(hub.web, later[0]!.slot, 'i@example.dk')
  const second = await bookOf(hub.web, later[1]!.slot, 'j@example.dk')
  for (const { link } of [first, second]) assert.is((await post(`${link}/waitlist`, {})).status, 204)
  assert.is((await shown(second.link)).waitlist!.ahead, 1)

  await fetch(holder.link, { method: 'DELETE' })
  await sweep(Date.now())
  const offer = (await shown(first.link)).waitlist!.offer!
  assert.is(offer.start, free!.start)
  assert.is((await shown(second.link)).waitlist!.offer, null, 'one at a time')
  assert.not(
    (await slots(early)).some(({ start }) => start === free!.start),
    'nobody else is shown it meanwhile',
  )
  // The deadline passes: the next in line is asked.
  await sweep(Date.parse(offer.until) + 1000)
  assert.is((await shown(first.link)).waitlist!.offer, null)
  assert.is((await shown(second.link)).waitlist!.offer!.start, free!.start)
  assert.is((await post(`${second.link}/offer`, { take: true })).status, 204)
  const moved = await shown(second.link)
  assert.is(moved.start, free!.start)
  assert.is(moved.code, second.code)
  assert.is(moved.waitlist, null)
  assert.is((await post(`${first.link}/offer`, { take: true })).status, 409)
  const sent = await here.db
    .selectFrom('booking_messages')
    .select('address')
    .where('why', '=', 'offer')
    .orderBy('id')
    .execute()
  assert.equal(
    sent.map(({ address }) => address),
    ['i@example.dk', 'j@example.dk'],
  )
})

test('early, late, wrong place, wrong day: each is told kindly what to do', async () => {
  const plan = await schedule(here.db)
  const day = aDay(40)
  const list = await slots(day)
  const { code, link } = await bookOf(hub.web, list[8]!.slot, 'k@example.dk')
  const start = Date.parse(list[8]!.start)
  const come = (at: number, place = 'bibliotek', typed = code) =>
    checkIn(here.db, plan, { place, code: typed }, new Date(at), 'staff') as Promise<CheckIn>
  assert.is((await come(start - minutes(24 * 60))).is, 'wrong-day')
  const elsewhere = await come(start, 'raadhus')
  assert.is(elsewhere.is, 'wrong-place')
  assert.is('place' in elsewhere && elsewhere.place, 'Biblioteket')
  assert.is((await come(start + minutes(60))).is, 'too-late')
  assert.is((await come(start, 'bibliotek', 'XX 0000')).is, 'unknown')
  assert.is((await come(start - minutes(40))).is, 'early')
  const ready = await come(start - minutes(2), 'bibliotek', code.toLowerCase().replace(' ', '-'))
  assert.is(ready.is, 'ready')
  assert.is('where' in ready && ready.where, 'Boks 1')
  assert.is((await come(start + minutes(8))).is, 'late')
  assert.is((await shown(link)).state, 'arrived')
})

test('from afar a name tells nothing, and a code only of today', async () => {
  const plan = await schedule(here.db)
  const day = aDay(34)
  const list = await slots(day)
  const { code, link } = await bookOf(hub.web, list[8]!.slot, 'z@example.dk')
  const start = Date.parse(list[8]!.start)
  const { name } = (await byToken(here.db, link.split('/').at(-1)!))!
  const wish = { place: 'bibliotek', name: name!, day }
  const asked = await post(`${hub.web}/api/check-in`, wish)
  assert.equal(await asked.json(), { is: 'unknown' })
  const at = new Date(start)
  assert.equal(await checkIn(here.db, plan, wish, at, 'anybody'), { is: 'unknown' })
  const dayBefore = new Date(start - minutes(24 * 60))
  assert.equal(await checkIn(here.db, plan, { place: 'bibliotek', code }, dayBefore, 'anybody'), { is: 'unknown' })
  assert.is((await shown(link)).state, 'booked')
  const byStaff = await post(`${hub.web}/api/check-in`, wish, mette)
  assert.is(((await byStaff.json()) as CheckIn).is, 'wrong-day')
  const byLink = await post(`${link}/check-in`, {})
  assert.is(((await byLink.json()) as CheckIn).is, 'wrong-day')
  let status = 200
  for (let n = 0; n < 45 && status === 200; n++)
    status = (await post(`${hub.web}/api/check-in`, { place: 'bibliotek', code: 'XX 0000' })).status
  assert.is(status, 429, 'wrong codes are counted from everywhere together')
  const known = await post(`${hub.web}/api/check-in`, wish, mette)
  assert.is(known.status, 200)
  const outbox = (cookie: string) => fetch(`${hub.web}/api/booking/messages`, { headers: { cookie } })
  assert.is((await outbox(tove)).status, 403, 'planners need nobody’s number')
  assert.is((await outbox(mette)).status, 200)
  const body = `Se {link}/booking/a/${'x'.repeat(24)} her`
  assert.is(shownLinks(body, 'https://h', true), 'Se https://h/booking/a/… her', 'the secret link is the citizen’s')
  assert.is(shownLinks(body, 'https://h', false), `Se https://h/booking/a/${'x'.repeat(24)} her`)
})

test('a network of IPv6 is one address', () => {
  assert.is(networkOf('2001:db8::1'), networkOf('2001:0db8:0:0:ffff::9'))
  assert.is.not(networkOf('2001:db8::1'), networkOf('2001:db8:0:1::1'))
  assert.is(networkOf('::ffff:192.0.2.7'), '192.0.2.7')
})

test('who does not come is marked by rule, and let in when he comes after all', async () => {
  const plan = await schedule(here.db)
  const list = await slots(aDay(45))
  const { code, link } = await bookOf(hub.web, list[4]!.slot, 'l@example.dk')
  const start = Date.parse(list[4]!.start)
  await markNoShows(here.db, plan, new Date(start + minutes(10)))
  assert.is((await shown(link)).state, 'booked')
  await markNoShows(here.db, plan, new Date(start + minutes(16)))
  assert.is((await shown(link)).state, 'no-show')
  const { id } = (await byToken(here.db, link.split('/').at(-1)!))!
  assert.ok(await step(here.db, await schedule(here.db), id, 'undo-no-show', new Date(start + minutes(17))))
  await markNoShows(here.db, plan, new Date(start + minutes(16)))
  const late = await checkIn(here.db, plan, { place: 'bibliotek', code }, new Date(start + minutes(14)), 'staff')
  assert.is(late.is, 'late')
  assert.is((await shown(link)).state, 'arrived')
})

test('two caseworkers never call the same citizen; a settled call frees the time and is counted', async () => {
  const day = aDay(50)
  const list = await slots(day, 'bibliotek', 'health-card')
  const booked = await bookOf(hub.web, list[0]!.slot, { email: 'm@example.dk', phone: '12345671' }, ['health-card'])
  await bookOf(hub.web, list[4]!.slot, 'n@example.dk', ['passport-renewal'])
  const jens = await signIn(hub.web, 'jens')
  const calls = async (cookie: string) =>
    (await (await fetch(`${hub.web}/api/service-calls?day=${day}`, { headers: { cookie } })).json()) as ServiceCall[]
  const [call, ...more] = await calls(mette)
  assert.equal(more, [], 'a passport renewal cannot be settled by a call')
  assert.is(call!.rule, 'self-service')
  assert.is(call!.phone, '+4512345671')
  const take = (cookie: string) => post(`${hub.web}/api/service-calls/${call!.booking}/take`, {}, cookie)
  const taken = await Promise.all([take(mette), take(jens)])
  assert.equal(taken.map(({ status }) => status).sort(), [204, 409])
  const winner = taken[0]!.status === 204 ? mette : jens
  const other = winner === mette ? jens : mette
  const report = (cookie: string) =>
    post(`${hub.web}/api/service-calls/${call!.booking}`, { outcome: 'settled' }, cookie)
  assert.is((await report(other)).status, 409)
  assert.is((await report(winner)).status, 204)
  assert.is((await shown(booked.link)).state, 'cancelled')
  const effect = (await (
    await fetch(`${hub.web}/api/service-calls/effect`, { headers: { cookie: tove } })
  ).json()) as object[]
  assert.equal(effect, [{ rule: 'self-service', calls: 1, settled: 1, guessed: 0.5, minutesFreed: 15 }])
})

test('the chance queue is off until a planner switches it on; then the booked go first', async () => {
  const place = 'raadhus'
  assert.is((await post(`${hub.web}/api/standby`, { place, errands: ['id-card'] })).status, 409)
  let flood = 409
  for (let n = 0; n < 60 && flood === 409; n++) {
    const from = { 'x-forwarded-for': '192.0.2.30' }
    flood = (await post(`${hub.web}/api/standby`, { place, errands: ['id-card'] }, '', from)).status
  }
  assert.is(flood, 429, 'many from one address are asked to work')
  const policy = {
    place,
    weekday: null,
    opens: 540,
    closes: 960,
    active: true,
    level: 0.9,
    limitMinutes: 5,
    spare: null,
    maxWaiting: 2,
  }
  const set = (cookie: string) =>
    fetch(`${hub.web}/api/standby/policies`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', cookie },
      body: JSON.stringify([policy]),
    })
  assert.is((await set(mette)).status, 403)
  assert.is((await set(tove)).status, 204)

  const plan = await schedule(here.db)
  const list = await slots(aDay(55), place, 'id-card')
  const ten = Date.parse(list[4]!.start)
  const at = (n: number) => new Date(ten + minutes(n))
  // Both counters booked at ten: two minutes before, no gap is long enough.
  for (const contact of ['o@example.dk', 'p@example.dk']) await bookOf(hub.web, list[4]!.slot, contact, ['id-card'])
  const wish = { place, errands: ['id-card'], phone: '+4512345672', need: false }
  const anna = await ask(here.db, plan, wish, at(-2))
  const bo = await ask(here.db, plan, { ...wish, need: true }, at(-1))
  assert.is(anna.is, 'ticket')
  assert.is((await ask(here.db, plan, wish, at(-1))).is, 'no', 'it is full')
  assert.equal(await callNext(here.db, plan, place, at(-1)), [])
  // Twenty minutes on nobody has come: both are no-shows, the floor is free; who has need goes first.
  await markNoShows(here.db, plan, at(20))
  assert.equal(await callNext(here.db, plan, place, at(20)), ['C 2', 'C 1'])
  const told = await here.db
    .selectFrom('standby_tickets')
    .select(['told_chance', 'resource', 'phone'])
    .orderBy('made_at')
    .execute()
  assert.ok(told.every((one) => one.told_chance > 0.5 && one.told_chance <= 1))
  assert.is.not(told[0]!.resource, told[1]!.resource)
  if (bo.is !== 'ticket' || anna.is !== 'ticket') return assert.unreachable()
  const seen = (await (await fetch(`${hub.web}/booking/s/${bo.token}`)).json()) as StandbyTicket
  assert.is(seen.state, 'called')
  assert.match(seen.where!, /^Skranke/)
  assert.ok(await standbyStep(here.db, bo.id, 'start', at(21)))
  assert.ok(await standbyStep(here.db, bo.id, 'served', at(30)))
  assert.not(await standbyStep(here.db, bo.id, 'left', at(31)))
  assert.is((await fetch(`${hub.web}/booking/s/${anna.token}`, { method: 'DELETE' })).status, 204)
  const left = await here.db.selectFrom('standby_tickets').select('phone').execute()
  assert.ok(
    left.every(({ phone }) => phone === null),
    'the telephone number goes with the ticket',
  )
})

test('a closure shows what it cancels before it is saved, and tells those it cancels', async () => {
  const day = aDay(60)
  const list = await slots(day)
  const booked = await bookOf(hub.web, list[0]!.slot, 'q@example.dk')
  const close = async (save: boolean) =>
    (
      await post(
        `${hub.web}/api/closures`,
        { place: 'bibliotek', firstDay: day, lastDay: day, reason: 'Ombygning', save },
        tove,
      )
    ).json()
  assert.equal(await close(false), { cancels: 1, saved: false })
  assert.is((await shown(booked.link)).state, 'booked')
  assert.equal(await close(true), { cancels: 1, saved: true })
  assert.is((await shown(booked.link)).state, 'cancelled')
  assert.equal(await slots(day), [])
  const words = await here.db
    .selectFrom('booking_messages')
    .select('why')
    .where('address', '=', 'q@example.dk')
    .where('why', '=', 'closed')
    .execute()
  assert.is(words.length, 1)
})

test('a tree of questions that leads nowhere is refused with the place; a good one is a new version', async () => {
  const errands = new Set((await schedule(here.db)).errands.keys())
  assert.equal(faultsOf(seedTriage, errands), [])
  const put = (tree: unknown) =>
    fetch(`${hub.web}/api/triage`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', cookie: tove },
      body: JSON.stringify({ from: '2026-01-01', tree }),
    })
  const broken = structuredClone(seedTriage)
  broken.first['mitid'] = 'nowhere'
  const refused = await put(broken)
  assert.is(refused.status, 400)
  assert.match(((await refused.json()) as { error: string }).error, /nowhere/)
  assert.is((await put(seedTriage)).status, 200)
  assert.is(((await (await fetch(`${hub.web}/api/triage`)).json()) as { version: number }).version, 2)
})

test('who has checked in stands in the desk’s queue; claimed there they are called, done there they are served', async () => {
  const day = aDay(25)
  const [slot] = await slots(day, 'raadhus', 'id-card')
  const { code } = await bookOf(hub.web, slot!.slot, 'koen@example.dk', ['id-card'])
  const plan = await schedule(here.db)
  const start = Date.parse(slot!.start)
  assert.is((await checkIn(here.db, plan, { place: 'raadhus', code }, new Date(start), 'anybody')).is, 'ready')
  const desk = await connectDesk(hub.web, 'mette', mette)
  const { queue } = await desk.take(
    is<DeskSocketDown, 'queue'>('queue', (one) => one.queue.some(({ number }) => number === code)),
  )
  const entry = queue.find(({ number }) => number === code)!
  assert.equal([entry.channel, entry.place, entry.why], ['counter', 'Rådhuset', 'visit'])
  const stateOf = async () =>
    (await here.db.selectFrom('bookings').select('state').where('code', '=', code).executeTakeFirstOrThrow()).state
  const key = await publicKey()
  desk.send({ is: 'claim', case: entry.case, sealKey: key, signKey: key })
  const { claim } = await desk.take(is<DeskSocketDown, 'claimed'>('claimed'))
  assert.is(await stateOf(), 'called')
  desk.send({ is: 'release', claim, how: 'done' })
  await desk.take(is<DeskSocketDown, 'queue'>('queue', (one) => one.queue.every((other) => other.case !== entry.case)))
  assert.is(await stateOf(), 'served')
  await desk.close()
})

test.run()
