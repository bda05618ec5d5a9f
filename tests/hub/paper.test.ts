/** What the desk sees of a box's paper and money, and how it ends what waits for a person. */
import { randomUUID } from 'node:crypto'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Bill, Bills } from '../../device/contract/bill.ts'
import type { PaperBoxes } from '../../device/contract/fleet-view.ts'
import type { LinkDown, LinkUp } from '../../device/contract/link.ts'
import { alarmsOf } from '../../hub/fleet/alarms.ts'
import { openStore } from '../../hub/store/store.ts'
import { connectBox, enrolBox, hubHere, is, post, report, signIn, testConfig } from './clients.ts'

const test = suite('hub: paper and money of the boxes')
let hub: Awaited<ReturnType<typeof hubHere>>
test.before(async () => {
  const frida = { role: 'Økonomi', name: 'Frida Finans', user: 'frida', password: 'frida-password' }
  hub = await hubHere({ users: [...testConfig('').users, { ...frida, roles: ['finance'] }] })
})
test.after(() => hub?.end())

const since = '2026-11-22T12:00:00.000Z'
const waiting = [
  { ledger: 'money', name: 'case-1', since, amount: 9_200, reference: 'T000123', why: 'its paper may have come out' },
  { ledger: 'paper', name: 'paper-1', since, amount: null, reference: null, why: '' },
] as const

function said(): LinkUp {
  const message = report(null)
  assert.ok(message.is === 'report')
  return {
    ...message,
    report: {
      ...message.report,
      paper: { condition: 'paper-out', warnings: ['supply-low'] },
      paperLeft: true,
      ledgers: { open: 3, unclear: 1, waiting: [...waiting] },
    },
  }
}

test('the desk sees what is the matter; its word reaches the box; without the box nothing is promised', async () => {
  const line = await connectBox(hub.box, await enrolBox(hub.web))
  line.send(said())
  const cookie = await signIn(hub.web, 'mette')
  const look = async () =>
    ((await (await fetch(`${hub.web}/api/paper`, { headers: { cookie } })).json()) as PaperBoxes).boxes[0]
  let box = await look()
  while (!box?.paper.left) box = await look()
  assert.equal(box.paper.waiting, [...waiting])
  assert.is(box.paper.condition, 'paper-out')
  const resolve = (body: object, as = cookie) => post(`${hub.web}/api/boxes/${box.box}/resolve`, body, as)
  const verdict = { ledger: 'paper', name: 'paper-1', how: 'printed', why: 'Den lå i bakken.' }
  assert.is((await resolve(verdict, '')).status, 401)
  assert.is((await resolve({ ...verdict, why: '' })).status, 400)
  const answered = resolve(verdict)
  const { id, request } = await line.take(is<LinkDown, 'request'>('request'))
  assert.ok(request.is === 'resolve' && request.verdict.how === 'printed' && request.verdict.by.length > 3)
  line.send({ is: 'reply', id, reply: { is: 'ok' } })
  assert.is((await answered).status, 204)
  const refused = resolve(verdict)
  const again = await line.take(is<LinkDown, 'request'>('request'))
  line.send({ is: 'reply', id: again.id, reply: { is: 'refused', why: 'Nothing waits under that name any more.' } })
  assert.is((await refused).status, 409)
  await line.close()
  let gone = await resolve(verdict)
  while (gone.status !== 409) gone = await resolve(verdict)
})

test('a bill told twice is one; only finance sees it, ends it once, and takes it as a file; each is audited', async () => {
  const line = await connectBox(hub.box, await enrolBox(hub.web))
  line.send(report(null))
  const bill = (way: Bill['way'], amount: number): Bill => ({
    ...{ case: randomUUID(), application: randomUUID(), errand: 'passport-renewal' },
    ...{ way, amount },
  })
  const first = bill('invoice', 89_000)
  const second = bill('desk', 37_800)
  const told = [first, second, { ...first, amount: 1 }]
  for (const [i, one] of told.entries())
    line.send({ is: 'event', n: i + 1, at: `2026-11-2${i}T10:00:00.000Z`, event: { is: 'bill', bill: one } })
  for (let ack = 0; ack < 3; ) ack = (await line.take(is<LinkDown, 'ack'>('ack'))).upTo
  const url = (path: string) => `${hub.web}/api/${path}`
  const get = (path: string, cookie: string) => fetch(url(path), { headers: { cookie } })
  const finance = await signIn(hub.web, 'frida')
  for (const other of ['mette', 'ada']) {
    const cookie = await signIn(hub.web, other)
    assert.is((await get('bills', cookie)).status, 403, other)
    assert.is((await get('bills.csv', cookie)).status, 403, other)
    assert.is((await post(url(`bills/${first.case}`), { how: 'paid', why: 'konto 12345' }, cookie)).status, 403, other)
  }
  assert.is((await fetch(url('bills'))).status, 401)
  // Who sends bills takes no cases.
  assert.is((await get('paper', finance)).status, 403)

  const list = async () => (await (await get('bills', finance)).json()) as Bills
  const before = await list()
  assert.equal(
    before.open.map(({ case: id, amount, way, place }) => [id, amount, way, place !== '']),
    [
      [first.case, 89_000, 'invoice', true],
      [second.case, 37_800, 'desk', true],
    ],
  )
  assert.is(before.total, 126_800)
  assert.not.match(JSON.stringify(before), /name|personal|birth/i)

  const end = (body: object) => post(url(`bills/${first.case}`), body, finance)
  assert.is((await end({ how: 'paid', why: '' })).status, 400)
  assert.is((await end({ how: 'paid', why: 'konto 12345' })).status, 204)
  assert.is((await end({ how: 'dropped', why: 'betalt to gange' })).status, 409)
  const after = await list()
  assert.equal([after.open.length, after.ended.length, after.total], [1, 1, 37_800])
  assert.equal([after.ended[0]?.ended?.how, after.ended[0]?.ended?.by], ['paid', 'frida'])

  const file = await (await get('bills.csv?which=all', finance)).text()
  assert.ok(file.includes(`;${second.case};`) && file.includes(';378,00;desk;') && file.includes('konto 12345'))
  assert.not.ok((await (await get('bills.csv', finance)).text()).includes(first.case))

  const db = await openStore(hub.database, () => {})
  const audited = await db.selectFrom('audit').select(['act', 'who', 'detail']).where('act', 'like', 'bill%').execute()
  await db.destroy()
  assert.equal(
    audited.map(({ act, detail }) => `${act} ${detail}`),
    ['bill-ended paid: konto 12345', 'bills-exported all', 'bills-exported open'],
  )
  assert.ok(audited.every(({ who }) => who === 'frida'))
  await line.close()
})

test('each thing that is the matter with paper is an alarm of its own', () => {
  const paper = {
    condition: 'jam',
    warnings: ['paper-low'],
    slips: { condition: 'paper-out', warnings: [] },
    left: true,
    open: 2,
    waiting: [...waiting],
  }
  const found = alarmsOf({ connected: true, lastSeen: new Date(), devices: null, health: null, paper }, Date.now())
  assert.equal(
    found.map(({ kind, part }) => `${kind} ${part}`.trim()),
    ['paper jam', 'paper paper-low', 'paper slips paper-out', 'paper left', 'ledger'],
  )
})

test('a box that was taken over cannot read a register through number by number; another box is answered all the while', async () => {
  const [taken, other] = [
    await connectBox(hub.box, await enrolBox(hub.web)),
    await connectBox(hub.box, await enrolBox(hub.web)),
  ]
  const ask = async (line: typeof taken, n: number) => {
    const subject = { personalNumber: `120174${String(n).padStart(4, '0')}`, dateOfBirth: '1974-01-12' }
    const request = { is: 'look-up', case: randomUUID(), purpose: 'residence-certificate', subject } as const
    line.send({ is: 'request', id: String(n), request })
    return (await line.take(is<LinkDown, 'reply'>('reply', ({ id }) => id === String(n)))).reply.is
  }
  let n = 0
  while ((await ask(taken, n)) === 'looked-up' && n < 1_000) n += 1
  assert.ok(n >= 100 && n < 1_000, `${n} were answered`)
  assert.is(await ask(taken, n + 1), 'later')
  assert.is(await ask(other, 0), 'looked-up')
  await Promise.all([taken.close(), other.close()])
})

test.run()
