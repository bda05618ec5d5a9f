import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Appointment, Booked } from '../../device/contract/booking.ts'
import { sweepBooking } from '../../hub/booking/sweep.ts'
import { aDay, bookOf, holdOf, slotsOf, type Town, town } from './booking-town.ts'
import { hubHere, post, signIn } from './clients.ts'

const test = suite('booking: from a free time to an appointment')
let hub: Awaited<ReturnType<typeof hubHere>>
let here: Town
const day = aDay()
test.before(async () => {
  hub = await hubHere()
  here = await town(hub.database)
})
test.after(async () => {
  await here.end()
  await hub.end()
})

const library = (from = day, more: Record<string, string> = {}) =>
  slotsOf(hub.web, { errand: 'passport-renewal', place: 'bibliotek', from, to: from, ...more })

test('a time is found, held, booked, shown and cancelled by its secret link', async () => {
  const slots = await library()
  const [slot] = slots
  assert.equal(slots.length, 28)
  assert.is(slot!.free, 2)
  const { status, body } = await holdOf(hub.web, slot!.slot)
  assert.is(status, 200)
  assert.ok(Date.parse(body.expires) > Date.now())
  const reply = await post(`${hub.web}/api/appointments`, { hold: body.hold, name: 'Anna', contact: 'anna@example.dk' })
  const booked = (await reply.json()) as Booked
  assert.match(booked.code, /^[A-Z]{2} \d{4}$/)
  assert.ok(booked.link.startsWith(`${hub.web}/booking/a/`))
  assert.is((await library())[0]!.free, 1)

  const shown = (await (await fetch(booked.link)).json()) as Appointment
  assert.is(shown.code, booked.code)
  assert.is(shown.start, slot!.start)
  assert.is(shown.documents[0]!.da, 'Dit seneste pas')
  const page = await fetch(booked.link, { headers: { accept: 'text/html' }, redirect: 'manual' })
  assert.match(page.headers.get('location')!, /^\/booking\/#\/a\//)
  const ics = await (await fetch(`${booked.link}/appointment.ics`)).text()
  assert.match(ics, /BEGIN:VEVENT\r\n/)
  assert.ok(ics.split('\r\n').every((line) => Buffer.byteLength(line) <= 75))

  assert.is((await fetch(booked.link, { method: 'DELETE' })).status, 204)
  assert.is((await fetch(booked.link, { method: 'DELETE' })).status, 204, 'a second time changes nothing')
  assert.is(((await (await fetch(booked.link)).json()) as Appointment).state, 'cancelled')
  assert.is((await library())[0]!.free, 1, 'a cancelled time is not shown again at once')
  await sweepBooking(here.db, { wait: true, sender: null, root: '', now: new Date(Date.now() + 45 * 60_000) })
  assert.is((await library())[0]!.free, 2, 'but later')
})

test('the last place at a time goes to one, and the other is told in a sentence', async () => {
  const [, , slot] = await library()
  assert.is((await holdOf(hub.web, slot!.slot)).status, 200)
  assert.is((await holdOf(hub.web, slot!.slot)).status, 200)
  const third = await holdOf(hub.web, slot!.slot)
  assert.is(third.status, 409)
  assert.match(third.body.error!, /^[A-Z].*\.$/)
})

test('a box needs a caseworker on video: when those are taken elsewhere the box is not free', async () => {
  const at = aDay(21)
  await here.db.updateTable('booking_resources').set({ active: false }).where('name', '=', 'Skærm 2').execute()
  await here.db
    .updateTable('booking_settings')
    .set((eb) => ({ revision: eb('revision', '+', 1) }))
    .execute()
  const [slot] = await library(at)
  assert.is(slot!.free, 1)
  await bookOf(hub.web, slot!.slot)
  assert.is((await holdOf(hub.web, slot!.slot)).status, 409)
  await here.db.updateTable('booking_resources').set({ active: true }).where('name', '=', 'Skærm 2').execute()
  await here.db
    .updateTable('booking_settings')
    .set((eb) => ({ revision: eb('revision', '+', 1) }))
    .execute()
})

test('several errands and persons take as many times in a row', async () => {
  const query = { errand: 'passport-renewal,driving-licence', place: 'raadhus', from: day, to: day, persons: '2' }
  const slots = await slotsOf(hub.web, query)
  assert.is(Date.parse(slots[0]!.end) - Date.parse(slots[0]!.start), 60 * 60_000)
  const reply = await post(`${hub.web}/api/holds`, {
    slot: slots[0]!.slot,
    errands: ['passport-renewal', 'driving-licence'],
    persons: 2,
  })
  assert.is(reply.status, 200)
  const short = await post(`${hub.web}/api/holds`, { slot: slots[0]!.slot, errands: ['passport-renewal'] })
  assert.is(short.status, 404, 'a slot is as long as its errands')
})

test('an interpreter is booked with the time and is nowhere else then', async () => {
  const query = { errand: 'id-card', place: 'raadhus', from: day, to: day, interpreter: 'uk' }
  const [first] = (await slotsOf(hub.web, query)).slice(-1)
  const wish = { slot: first!.slot, errands: ['id-card'], interpreter: 'uk' }
  assert.is((await post(`${hub.web}/api/holds`, wish)).status, 200)
  assert.is((await post(`${hub.web}/api/holds`, wish)).status, 409)
  assert.is((await post(`${hub.web}/api/holds`, { ...wish, interpreter: undefined })).status, 200)
})

test('an appointment moves to another time and keeps its code and link', async () => {
  const at = aDay(28)
  const slots = await library(at)
  const booked = await bookOf(hub.web, slots[0]!.slot)
  const { body } = await holdOf(hub.web, slots[8]!.slot)
  assert.is((await post(`${booked.link}/move`, { hold: body.hold })).status, 204)
  const shown = (await (await fetch(booked.link)).json()) as Appointment
  assert.is(shown.start, slots[8]!.start)
  assert.is(shown.code, booked.code)
  assert.is((await post(`${booked.link}/move`, { hold: body.hold })).status, 409)
})

test('a hold that ran out books nothing, and its time is free again before any sweep', async () => {
  const slots = await library(aDay(35))
  const { body } = await holdOf(hub.web, slots[0]!.slot)
  const past = new Date(Date.now() - 1000)
  await here.db.updateTable('bookings').set({ expires_at: past }).where('id', '=', body.hold).execute()
  const late = await post(`${hub.web}/api/appointments`, { hold: body.hold, name: 'Bo', contact: '12345678' })
  assert.is(late.status, 409)
  assert.is((await library(aDay(35)))[0]!.free, 2)
  for (let n = 0; n < 2; n++) assert.is((await holdOf(hub.web, slots[0]!.slot)).status, 200)
})

test('a lost answer: the same hold again gives the same code', async () => {
  const slots = await library(aDay(35))
  const { body } = await holdOf(hub.web, slots[4]!.slot)
  const wish = { hold: body.hold, name: 'Cille', contact: { email: 'c@example.dk', phone: '12 34 56 79' } }
  const [one, two] = await Promise.all([0, 1].map(() => post(`${hub.web}/api/appointments`, wish)))
  assert.equal(await one!.json(), await two!.json())
})

test('one person books only so much on one day', async () => {
  const slots = await library(aDay(42))
  const replies = await Promise.all(
    slots.slice(0, 7).map(async ({ slot }) => {
      const { body } = await holdOf(hub.web, slot)
      return post(`${hub.web}/api/appointments`, { hold: body.hold, name: 'Dorte', contact: 'dorte@example.dk' })
    }),
  )
  assert.is(replies.filter((reply) => reply.status === 200).length, 4)
  assert.is(replies.filter((reply) => reply.status === 429).length, 3)
})

test('a robot far away is asked to work; a library behind one address is not locked out', async () => {
  const slots = await library(aDay(49))
  const headers = { 'x-forwarded-for': '203.0.113.9' }
  const ask = (slot: string, work?: string) =>
    post(
      `${hub.web}/api/holds`,
      { slot, errands: ['passport-renewal'] },
      '',
      work ? { ...headers, 'x-work': work } : headers,
    )
  for (const { slot } of slots.slice(0, 12)) assert.is((await ask(slot)).status, 200)
  const { slot } = slots[13]!
  const told = await ask(slot)
  assert.is(told.status, 429)
  const { work } = (await told.json()) as { work: { bits: number; minute: number } }
  const { solve } = await import('../../ui/booking/work.ts')
  assert.is((await ask(slot, `${work.minute}.1`)).status, 429)
  assert.is((await ask(slot, await solve(slot, work))).status, 200)
})

test('what is kept for those who ring is not on the page; nothing is offered on closed days', async () => {
  const at = aDay(56)
  const weekday = new Date(`${at}T00:00:00Z`).getUTCDay()
  const row = {
    place: 'raadhus',
    kind: 'counter' as const,
    weekday,
    opens: 600,
    closes: 660,
    keep_phone: 1,
    keep_standby: 1,
  }
  await here.db.insertInto('booking_hours').values(row).execute()
  const bump = () =>
    here.db
      .updateTable('booking_settings')
      .set((eb) => ({ revision: eb('revision', '+', 1) }))
      .execute()
  await bump()
  const query = { errand: 'id-card', place: 'raadhus', from: at, to: at }
  assert.equal(await slotsOf(hub.web, query), [])
  const cookie = await signIn(hub.web, 'mette')
  const phone = await fetch(`${hub.web}/api/slots?${new URLSearchParams(query)}`, {
    headers: { cookie, 'x-channel': 'phone' },
  })
  assert.is(((await phone.json()) as unknown[]).length, 4)
  const stranger = await fetch(`${hub.web}/api/slots?${new URLSearchParams(query)}`, {
    headers: { 'x-channel': 'phone' },
  })
  assert.is(stranger.status, 401)
  await here.db
    .insertInto('booking_closures')
    .values({ place: null, first_day: at, last_day: at, reason: 'Flytning' })
    .execute()
  await bump()
  assert.equal(await library(at), [])
})

test('reminders wait in the outbox, go when due, and are dropped when the time is cancelled; names go in time', async () => {
  const slots = await library(aDay(63))
  const booked = await bookOf(hub.web, slots[0]!.slot, { email: 'e@example.dk', phone: '12345670' })
  const other = await bookOf(hub.web, slots[1]!.slot, { email: 'f@example.dk' })
  await fetch(other.link, { method: 'DELETE' })
  const gone: { channel: string; to: string; text: string }[] = []
  const sender = async (message: (typeof gone)[number]) => void gone.push(message)
  const start = Date.parse(slots[0]!.start)
  const sweep = (now: number) =>
    sweepBooking(here.db, { wait: true, sender, root: 'https://tid.example.dk', now: new Date(now) })
  await sweep(start - 23 * 3_600_000)
  // The confirmation may have gone by the hub's own sweep.
  const mine = gone.filter(({ to, text }) => to === 'e@example.dk' && /Husk din tid/.test(text))
  assert.is(mine.length, 1)
  assert.match(mine[0]!.text, /https:\/\/tid\.example\.dk\/booking\/a\//)
  assert.is(gone.filter(({ to, text }) => to === 'f@example.dk' && /Husk/.test(text)).length, 0)
  const texted = () => gone.filter(({ channel, to }) => channel === 'sms' && to === '+4512345670').length
  assert.is(texted(), 0)
  await sweep(start - 3_600_000)
  assert.is(texted(), 1)
  await sweep(start + 5 * 86_400_000)
  const left = await here.db.selectFrom('bookings').select(['name', 'email', 'phone', 'person']).execute()
  assert.ok(left.filter((row) => row.email === 'e@example.dk' || row.email === 'f@example.dk').length === 0)
  const words = await here.db
    .selectFrom('booking_messages')
    .select('address')
    .where('address', '=', 'e@example.dk')
    .execute()
  assert.equal(words, [])
  assert.is((await fetch(booked.link)).status, 404)
})

test('the contract is written out as OpenAPI, and every fault is one sentence', async () => {
  const document = (await (await fetch(`${hub.web}/api/openapi.json`)).json()) as {
    openapi: string
    paths: Record<string, object>
  }
  assert.is(document.openapi, '3.1.0')
  for (const path of ['/api/slots', '/api/holds', '/api/appointments', '/booking/a/{token}'])
    assert.ok(document.paths[path])
  const wrong = await Promise.all([
    fetch(`${hub.web}/api/slots`),
    fetch(`${hub.web}/api/slots?errand=none`),
    fetch(`${hub.web}/api/slots?errand=id-card&place=none`),
    fetch(`${hub.web}/api/slots?errand=id-card&from=2026-02-30`),
    post(`${hub.web}/api/holds`, { slot: 'x', errands: ['id-card'] }),
    post(`${hub.web}/api/holds`, {}),
    post(`${hub.web}/api/appointments`, { hold: 'x' }),
    fetch(`${hub.web}/booking/a/none`, { method: 'DELETE' }),
  ])
  for (const reply of wrong) {
    assert.ok(reply.status >= 400 && reply.status < 500, `${reply.url} ${reply.status}`)
    const body = (await reply.json()) as { error: string }
    assert.equal(Object.keys(body), ['error'])
    assert.match(body.error, /^[A-Z].*\.$/, `${reply.url}: ${body.error}`)
  }
})

test.run()
