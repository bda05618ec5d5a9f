/** Fees that were not paid by card: told once by the box, seen and ended by finance alone, and naming nobody. */
import { randomUUID } from 'node:crypto'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Bill, Bills } from '../../device/contract/bill.ts'
import type { LinkDown } from '../../device/contract/link.ts'
import { openStore } from '../../hub/store/store.ts'
import { connectBox, enrolBox, hubHere, is, post, report, signIn, testConfig } from './clients.ts'

const test = suite('hub: bills')

test('a bill told twice is one; only finance sees it, ends it once, and takes it as a file; each is audited', async () => {
  const person = { role: 'Økonomi', name: 'Frida Finans', user: 'frida', password: 'frida-password' }
  const { users } = testConfig('')
  const hub = await hubHere({ users: [...users, { ...person, roles: ['finance'] }] })
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
  for (const other of ['mette', 'tove', 'ada']) {
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
  await hub.end()
})

test.run()
