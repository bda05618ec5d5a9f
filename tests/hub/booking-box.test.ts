/** Check-in and booking at a box, over its real line to a real hub. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { readScan } from '../../device/appointments/check-in.ts'
import { AppointmentVisit } from '../../device/appointments/visit.ts'
import type { AppointmentAnswer, AppointmentPage } from '../../device/contract/appointment.ts'
import type { BoxEvent, LinkDown } from '../../device/contract/link.ts'
import type { ScreenUp } from '../../device/contract/screen.ts'
import type { Note } from '../../device/paper/texts/note-texts.ts'
import { Stage } from '../../device/session/stage.ts'
import { instant, localOf } from '../../hub/booking/local-time.ts'
import { storeEvent } from '../../hub/figures/events.ts'
import { aDay, bookOf, slotsOf, type Town, town } from './booking-town.ts'
import { type BoxLine, connectBox, enrolBox, hubHere, is, quiet } from './clients.ts'

const test = suite('booking: at the box')
let hub: Awaited<ReturnType<typeof hubHere>>
let here: Town
let line: BoxLine
test.before(async () => {
  hub = await hubHere()
  here = await town(hub.database, { boxes: 1 })
  line = await connectBox(hub.box, await enrolBox(hub.web))
})
test.after(async () => {
  await line.close()
  await here.end()
  await hub.end()
})

/** Slips that came out. */
const printed: Note[] = []

/** A citizen before the box's screen. */
function citizen(first: 'check-in' | 'book') {
  const stage = new Stage('Prøveby', 'da', { is: 'welcome', unavailable: [], outOfService: false })
  const visit = new AppointmentVisit(
    stage,
    async (request) => {
      const id = randomUUID()
      line.send({ is: 'request', id, request })
      return (await line.take(is<LinkDown, 'reply'>('reply', (one) => one.id === id))).reply
    },
    {
      ready: true,
      async print({ note }) {
        printed.push(note)
        return 'printed'
      },
    },
    quiet,
  )
  let changed = () => {}
  stage.onChange(() => changed())
  const outcome = visit.run(first)
  let seen = ''
  return {
    outcome,
    send: (message: ScreenUp) => visit.take(message),
    answer: (answer: AppointmentAnswer) =>
      visit.take({ is: 'answer', askId: stage.state.askId, answer: { is: 'appointment', answer } }),
    /** The next page, which must be of that kind. */
    async page<K extends AppointmentPage['is']>(kind: K): Promise<Extract<AppointmentPage, { is: K }>> {
      while (stage.state.askId === seen || stage.state.ask.is !== 'appointment')
        await new Promise<void>((resolve) => {
          changed = resolve
        })
      seen = stage.state.askId
      const { page } = stage.state.ask
      assert.is(page.is, kind, JSON.stringify(page))
      return page as Extract<AppointmentPage, { is: K }>
    },
  }
}

/** Books for the citizen and moves the appointment to so many minutes from now, whatever the hour of the test. */
async function bookedIn(minutes: number, name: string, place: 'bibliotek' | 'raadhus' = 'bibliotek') {
  const errand = place === 'bibliotek' ? 'passport-renewal' : 'id-card'
  const [slot] = await slotsOf(hub.web, { errand, place, from: aDay(), to: aDay() })
  const { code, link } = await bookOf(hub.web, slot!.slot, `${randomUUID()}@example.dk`, [errand])
  // A whole minute, as all times are: half of one would lie over the next without being seen.
  const starts = new Date((Math.floor(Date.now() / 60_000) + minutes) * 60_000)
  const ends = new Date(starts.getTime() + 15 * 60_000)
  const { day } = localOf(new Date())
  await here.db.transaction().execute(async (tx) => {
    const { id } = await tx
      .updateTable('bookings')
      .set({ day, starts, ends, name })
      .where('code', '=', code)
      .returning('id')
      .executeTakeFirstOrThrow()
    await tx.updateTable('booking_seats').set({ starts, ends }).where('booking', '=', id).execute()
  })
  return { code, link }
}

test('a code that nobody has is said kindly, the right one lets the citizen begin', async () => {
  const { code } = await bookedIn(3, 'Dagny Dag')
  const she = citizen('check-in')
  await she.page('code')
  she.answer({ is: 'code', code: 'AA 0000' })
  assert.is((await she.page('code')).problem, 'unknown')
  she.answer({ is: 'code', code: code.toLowerCase().replace(' ', '') })
  const { found, here: isHere } = await she.page('checked-in')
  assert.is(found.is, 'ready')
  assert.ok(isHere)
  she.answer({ is: 'begin' })
  const begun = await she.outcome
  assert.ok(begun !== 'over')

  // The visit at the box is the appointment's from here on; one that is broken off leaves it open, as often as it happens.
  const stateOf = async () => {
    const row = await here.db.selectFrom('bookings').selectAll().where('code', '=', code).executeTakeFirstOrThrow()
    return [row.state, row.box_visit]
  }
  let n = 0
  const tell = async (event: BoxEvent) => {
    line.send({ is: 'event', n: ++n, at: new Date().toISOString(), event })
    await line.take(is<LinkDown, 'ack'>('ack', ({ upTo }) => upTo >= n))
  }
  for (const [outcome, state] of [
    ['timed-out', 'arrived'],
    ['approved', 'served'],
  ] as const) {
    const visit = randomUUID()
    await tell({ is: 'visit-started', visit, language: 'da', booking: begun.booking })
    assert.equal(await stateOf(), ['called', visit])
    // Another box that says it is over changes nothing.
    const elsewhere = await enrolBox(hub.web, `Boks af ${outcome}`)
    const ended = { is: 'visit-ended', visit, errand: 'passport-renewal', outcome: 'approved', ms: 1 } as const
    await storeEvent(here.db, elsewhere.box, { n: 1, at: new Date().toISOString(), event: ended })
    assert.equal(await stateOf(), ['called', visit])
    await tell({ is: 'visit-ended', visit, errand: 'passport-renewal', outcome, ms: 90_000 })
    assert.equal(await stateOf(), [state, null])
  }
  const { rows } = await sql<{ event: object }>`select event from events where event->>'is' = 'visit-started'`.execute(
    here.db,
  )
  assert.not.ok(
    rows.some(({ event }) => 'booking' in event),
    'figures name no appointment',
  )
})

test('the QR code of the message checks in, also an hour early', async () => {
  const { link } = await bookedIn(60, 'Ib Tidlig')
  const he = citizen('check-in')
  await he.page('code')
  he.answer({ is: 'code', code: link })
  assert.is((await he.page('checked-in')).found.is, 'early')
  he.answer({ is: 'done' })
  assert.is(await he.outcome, 'over')
  assert.equal(readScan('https://tid.kystby.dk/booking/#/a/k3JvN0b1Qm9yZ2VyYm9rc0RlbW8x'), {
    token: 'k3JvN0b1Qm9yZ2VyYm9rc0RlbW8x',
  })
  assert.equal(readScan('KM 4827'), { code: 'KM 4827' })
})

test('at the wrong place: told where, and offered a new time', async () => {
  const { code } = await bookedIn(5, 'Liv Langt', 'raadhus')
  const she = citizen('check-in')
  await she.page('code')
  she.answer({ is: 'code', code })
  const { found } = await she.page('checked-in')
  assert.equal([found.is, 'place' in found && found.place], ['wrong-place', 'Rådhuset'])
  she.answer({ is: 'book' })
  await she.page('errand')
  she.send({ is: 'cancel' })
  assert.is(await she.outcome, 'over')
})

/** What the hub answers this box, as a citizen’s wish. */
async function asked(wish: object): Promise<{ status: number; body: unknown }> {
  const id = randomUUID()
  const request = {
    is: 'booking',
    method: 'POST',
    path: '/api/check-in',
    body: { place: 'bibliotek', ...wish },
  } as const
  line.send({ is: 'request', id, request })
  const { reply } = await line.take(is<LinkDown, 'reply'>('reply', (one) => one.id === id))
  assert.ok(reply.is === 'booking')
  return { status: reply.status, body: reply.body }
}
const phoned = (code: string, phone: string) =>
  here.db.updateTable('bookings').set({ phone }).where('code', '=', code).execute()

test('without the code: by name and the number that was given with it', async () => {
  const { code } = await bookedIn(25, 'Karl Emil Kodeløs')
  await phoned(code, '+4511223366')
  const he = citizen('check-in')
  await he.page('code')
  he.answer({ is: 'by-name' })
  await he.page('name')
  he.answer({ is: 'name', name: 'karl  kodeløs', phone: '11 22 33 66' })
  assert.is((await he.page('checked-in')).found.is, 'early')
  he.answer({ is: 'done' })
  await he.outcome
})

test('a stranger who tries names learns nothing: no time, not today, elsewhere, over, another number all look alike', async () => {
  const phone = '11223377'
  const today = await bookedIn(100, 'Anna Her')
  const elsewhere = await bookedIn(30, 'Bodil Borte', 'raadhus')
  const over = await bookedIn(-90, 'Dorte Forbi')
  const later = await bookedIn(120, 'Clara Senere')
  for (const { code } of [today, elsewhere, over, later]) await phoned(code, `+45${phone}`)
  await here.db.updateTable('bookings').set({ day: aDay() }).where('code', '=', later.code).execute()
  const { day } = localOf(new Date())
  for (const wish of [
    { name: 'Findes Ikke', phone },
    { name: 'Anna Her' },
    { name: 'Anna Her', day },
    { name: 'Anna Her', phone: '11223378' },
    { name: 'Anna', phone },
    { name: 'Her Anna Prøve', phone },
    { name: 'Bodil Borte', phone },
    { name: 'Clara Senere', phone },
    { name: 'Clara Senere', phone, day: aDay() },
    { name: 'Dorte Forbi', phone },
  ])
    assert.equal(await asked(wish), { status: 200, body: { is: 'unknown' } }, JSON.stringify(wish))
  assert.is(((await asked({ name: 'Anna Her', phone })).body as { is: string }).is, 'early')
})

test('five names in a visit, thirty a day at one box; the code goes on working', async () => {
  const she = citizen('check-in')
  await she.page('code')
  she.answer({ is: 'by-name' })
  for (let n = 0; n < 5; n += 1) {
    assert.is((await she.page('name')).problem, n === 0 ? null : 'unknown')
    she.answer({ is: 'name', name: `Gæt ${n}`, phone: '11223388' })
  }
  assert.is((await she.page('name')).problem, 'enough')
  she.answer({ is: 'name', name: 'Gæt 6', phone: '11223388' })
  assert.is((await she.page('name')).problem, 'enough')
  she.send({ is: 'cancel' })
  await she.outcome

  let tries = 0
  while ((await asked({ name: `Gæt ${tries}`, phone: '11223388' })).status === 200) tries += 1
  assert.ok(tries < 30)
  const { code } = await bookedIn(140, 'Kode Gælder')
  assert.is(((await asked({ code })).body as { is: string }).is, 'early')
  const he = citizen('check-in')
  await he.page('code')
  he.answer({ is: 'by-name' })
  await he.page('name')
  he.answer({ is: 'name', name: 'Kode Gælder', phone: '11223399' })
  assert.is((await he.page('name')).problem, 'enough')
  he.send({ is: 'cancel' })
  await he.outcome
})

test('a time is booked at the box: questions, back, the time taken by another, number, code', async () => {
  const she = citizen('book')
  await she.page('errand')
  she.answer({ is: 'errand', id: 'passport-renewal' })
  await she.page('question')
  she.answer({ is: 'choice', n: 0 })
  await she.page('question')
  she.send({ is: 'back' })
  await she.page('question')
  she.answer({ is: 'choice', n: 0 })
  await she.page('question')
  she.answer({ is: 'choice', n: 0 })
  const { slots, place } = await she.page('time')
  assert.is(place, 'bibliotek')
  // Somebody at home is faster.
  const wanted = slots.find(({ free }) => free === 1)!
  await bookOf(hub.web, wanted.slot, 'hurtig@example.dk')
  she.answer({ is: 'slot', slot: wanted.slot })
  const again = await she.page('time')
  assert.is(again.problem, 'taken')
  she.answer({ is: 'slot', slot: again.slots[0]!.slot })
  await she.page('who')
  she.answer({ is: 'who', name: 'Gerda Gammel', phone: '11223344' })
  const { code, link } = await she.page('booked')
  assert.match(link, /\/booking\/a\//)
  she.answer({ is: 'done' })
  assert.is(await she.outcome, 'over')
  const row = await here.db.selectFrom('bookings').selectAll().where('code', '=', code).executeTakeFirstOrThrow()
  assert.equal([row.channel, row.name, row.phone], ['box', 'Gerda Gammel', '+4511223344'])
  assert.ok(row.starts.getTime() >= instant(localOf(new Date()).day, 0).getTime())
})

test('two errands for two persons with an interpreter in one visit; what is done elsewhere is left out', async () => {
  const she = citizen('book')
  const { interpreters } = await she.page('errand')
  assert.equal(interpreters, ['ar', 'uk'])
  she.answer({ is: 'errands', ids: ['id-card', 'health-card'], persons: 2, interpreter: 'uk' })
  await she.page('question')
  she.answer({ is: 'choice', n: 0 })
  assert.ok((await she.page('exit')).more)
  she.answer({ is: 'done' })
  const { slots } = await she.page('time')
  const minutes = (Date.parse(slots[0]!.end) - Date.parse(slots[0]!.start)) / 60_000
  assert.is(minutes % 15, 0)
  she.answer({ is: 'slot', slot: slots[0]!.slot })
  await she.page('who')
  she.answer({ is: 'who', name: 'Olena Tosprog', phone: '11223355' })
  const { code } = await she.page('booked')
  she.answer({ is: 'done' })
  await she.outcome
  const row = await here.db.selectFrom('bookings').selectAll().where('code', '=', code).executeTakeFirstOrThrow()
  assert.equal([row.errands, row.persons, row.interpreter], [['id-card'], 2, 'uk'])
  const seats = await here.db.selectFrom('booking_seats').select('resource').where('booking', '=', row.id).execute()
  assert.is(seats.length, row.seats)
  assert.ok(row.seats >= 2)
})

test('a box gets nothing but what a citizen may ask', async () => {
  const id = randomUUID()
  line.send({
    is: 'request',
    id,
    request: { is: 'booking', method: 'GET', path: '/api/booking/messages', body: null },
  })
  const { reply } = await line.take(is<LinkDown, 'reply'>('reply', (one) => one.id === id))
  assert.is(reply.is, 'refused')
})

test.run()
