/** Whatever is sent to the public API comes to one clear sentence, and changes nothing. */
import { Validator } from '@seriousme/openapi-schema-validator'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { addDays } from '../../device/rules/calendar.ts'
import { aDay, bookOf, holdOf, slotsOf, type Town, town } from './booking-town.ts'
import { hubHere } from './clients.ts'

const test = suite('booking: hostile and clumsy')
let hub: Awaited<ReturnType<typeof hubHere>>
let here: Town
test.before(async () => {
  hub = await hubHere()
  here = await town(hub.database)
})
test.after(async () => {
  await here.end()
  await hub.end()
})

async function send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const raw = typeof body === 'string' ? body : body === undefined ? undefined : JSON.stringify(body)
  const reply = await fetch(path.startsWith('http') ? path : `${hub.web}${path}`, {
    method,
    headers: {
      accept: 'application/json',
      ...(raw === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(raw === undefined ? {} : { body: raw }),
  })
  const text = await reply.text()
  return { status: reply.status, text, json: text === '' ? null : (JSON.parse(text) as { error?: string }) }
}

/** One sentence a person can read, nothing of the program's insides. */
function isSentence(name: string, { status, json }: Awaited<ReturnType<typeof send>>, wished: number): void {
  assert.is(status, wished, `${name}: ${JSON.stringify(json)}`)
  assert.match(json?.error ?? '', /^[A-Z][^\n]{8,200}[.!?]$/, name)
  assert.not.match(json!.error!, /\bat \w+ \(|select |undefined|\bnull\b|Error:|node_modules/, name)
}

test('dates backwards, far apart, no dates; errands and places that are none', async () => {
  const slots = (query: string) => send('GET', `/api/slots?${query}`)
  const day = aDay()
  for (const [query, status] of [
    [`errand=passport-renewal&from=${day}&to=${addDays(day, -3)}`, 400],
    ['errand=passport-renewal&from=2026-02-30&to=2026-03-01', 400],
    ['errand=passport-renewal&from=tomorrow', 400],
    [`errand=passport-renewal&from=${day}&to=${addDays(day, 400)}`, 400],
    ['from=2026-12-01', 400],
    ['errand=', 404],
    ['errand=beer', 404],
    [`errand=${'passport-renewal,'.repeat(7)}id-card`, 400],
    ['errand=passport-renewal&place=atlantis', 404],
    ['errand=passport-renewal&place=../../etc/passwd', 400],
    ["errand=passport-renewal'; drop table bookings;--", 404],
    ['errand=passport-renewal&persons=0', 400],
    ['errand=passport-renewal&persons=100000', 400],
    ['errand=passport-renewal&interpreter=klingon', 400],
    ['errand=passport-renewal&kind=helicopter', 400],
  ] as const)
    isSentence(query, await slots(query), status)
  // A language that nobody interprets is no fault: there are no times.
  assert.equal((await slots('errand=passport-renewal&interpreter=sv')).json, [])
  // Long past is an empty list too.
  assert.equal((await slots('errand=passport-renewal&from=2001-01-01&to=2001-01-31')).json, [])
})

test('a hold of no slot, of a slot made up, of one in the past; a body that is no JSON, or a megabyte', async () => {
  const day = aDay()
  const [slot] = await slotsOf(hub.web, { errand: 'passport-renewal', place: 'bibliotek', from: day, to: day })
  const errands = ['passport-renewal']
  for (const [name, body, status] of [
    ['no body', {}, 400],
    ['half a JSON', '{"slot": ', 400],
    ['a list', [], 400],
    ['no slot', { slot: 'x', errands }, 404],
    ['a night slot', { slot: slot!.slot.replace(/T\d{4}/, 'T0300'), errands }, 404],
    ['a slot of no day', { slot: slot!.slot.replace(day, '2026-02-31'), errands }, 404],
    ['a slot of the past', { slot: slot!.slot.replace(day, '2020-01-06'), errands }, 404],
    ['a longer slot', { slot: slot!.slot.replace(/\.\d+$/, '.240'), errands }, 404],
    ['no errands', { slot: slot!.slot, errands: [] }, 400],
    ['an errand that is none', { slot: slot!.slot, errands: ['beer'] }, 404],
    ['an interpreter who is none', { slot: slot!.slot, errands, interpreter: 'sv' }, 404],
    ['a name of a megabyte', { slot: 'x'.repeat(1_100_000), errands }, 413],
  ] as const)
    isSentence(name, await send('POST', '/api/holds', body), status)
})

test('an appointment without a hold, twice, without a contact, with a name of a megabyte', async () => {
  const day = aDay()
  const all = await slotsOf(hub.web, { errand: 'id-card', place: 'raadhus', from: day, to: day })
  const { body } = await holdOf(hub.web, all[0]!.slot, ['id-card'])
  const contact = 'klods@example.dk'
  const book = (change: object) =>
    send('POST', '/api/appointments', { hold: body.hold, name: 'Klods Hans', contact, ...change })
  const nobody = '00000000-0000-4000-8000-000000000000'
  isSentence('a hold of nobody', await book({ hold: nobody }), 409)
  isSentence('no hold', await book({ hold: 'mine' }), 400)
  isSentence('no name', await book({ name: '   ' }), 400)
  isSentence('a long name', await book({ name: 'x'.repeat(500) }), 400)
  isSentence('a megabyte', await book({ name: 'x'.repeat(1_100_000) }), 413)
  isSentence('no contact', await book({ contact: {} }), 400)
  isSentence('a contact that is none', await book({ contact: 'call me' }), 400)
  isSentence('a letter with another one hidden in it', await book({ contact: 'a@b.dk\r\nbcc: all@x.dk' }), 400)
  // The same again is the same appointment; another name on the same hold is not.
  const first = await book({ name: '<script>alert(1)</script>' })
  assert.is(first.status, 200)
  assert.equal((await book({ name: '<script>alert(1)</script>' })).json, first.json)
  isSentence('another’s hold', await book({ name: 'En Anden' }), 409)
  // An expired hold.
  const late = await holdOf(hub.web, all[1]!.slot, ['id-card'])
  await here.db
    .updateTable('bookings')
    .set({ expires_at: new Date(0) })
    .where('id', '=', late.body.hold)
    .execute()
  isSentence('expired', await book({ hold: late.body.hold }), 409)
})

test('a link that was tampered with, cancelled twice, moved after it', async () => {
  const day = aDay(20)
  const all = await slotsOf(hub.web, { errand: 'id-card', place: 'raadhus', from: day, to: day })
  const { link } = await bookOf(hub.web, all[0]!.slot, 'haand@example.dk', ['id-card'])
  const last = link.at(-1) === 'A' ? 'B' : 'A'
  for (const path of [
    link.slice(0, -1) + last,
    `${link}x`,
    `${hub.web}/booking/a/%00`,
    `${hub.web}/booking/a/${'x'.repeat(5_000)}`,
  ])
    for (const method of ['GET', 'DELETE']) {
      const reply = await send(method, path)
      assert.ok([404, 414, 400].includes(reply.status), `${method} ${path.slice(0, 60)}: ${reply.status} ${reply.text}`)
      assert.match(reply.json?.error ?? '', /[.!?]$/, `${method} ${path.slice(-20)} ${reply.text}`)
    }
  assert.is((await send('DELETE', link)).status, 204)
  assert.is((await send('DELETE', link)).status, 204, 'cancelled is cancelled')
  const { body } = await holdOf(hub.web, all[2]!.slot, ['id-card'])
  isSentence('moved after it', await send('POST', `${link}/move`, { hold: body.hold }), 409)
  isSentence('earlier after it', await send('POST', `${link}/waitlist`, {}), 409)
  isSentence('an offer that is none', await send('POST', `${link}/offer`, { take: true }), 409)
  isSentence('a code that is none', await send('POST', '/api/check-in', { place: 'atlantis', code: 'KM 4827' }), 404)
})

test('the planners’ and the staff’s routes say who may', async () => {
  for (const [method, path, body] of [
    ['GET', '/api/booking/messages', undefined],
    ['GET', '/api/arrivals?place=raadhus', undefined],
    ['GET', '/api/service-calls?day=2026-12-01', undefined],
    ['PUT', '/api/standby/policies', []],
    ['POST', '/api/closures', { place: null, firstDay: '2026-12-01', lastDay: '2026-12-01', reason: 'x', save: true }],
  ] as const)
    isSentence(path, await send(method, path, body), 401)
  const day = aDay()
  const [slot] = await slotsOf(hub.web, { errand: 'id-card', place: 'raadhus', from: day, to: day })
  const asStaff = await send('POST', '/api/holds', { slot: slot!.slot, errands: ['id-card'] }, { 'x-channel': 'phone' })
  isSentence('a citizen who says they are staff', asStaff, 401)
})

test('the API’s document is served, and valid OpenAPI', async () => {
  const { json } = await send('GET', '/api/openapi.json')
  const result = await new Validator().validate(json as Record<string, never>)
  assert.ok(result.valid, JSON.stringify(result.errors ?? null).slice(0, 800))
  const { paths } = json as unknown as { paths: Record<string, object> }
  for (const path of ['/api/slots', '/api/holds', '/api/appointments', '/booking/a/{token}'])
    assert.ok(paths[path], path)
})

test.run()
