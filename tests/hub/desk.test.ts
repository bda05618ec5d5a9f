import { randomUUID } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { DeskSocketDown } from '../../device/contract/api.ts'
import type { LinkDown } from '../../device/contract/link.ts'
import { checkPassword, hashPassword } from '../../hub/desk/passwords.ts'
import {
  connectBox,
  connectDesk,
  enrolBox,
  handoff,
  hubHere,
  is,
  openLine,
  post,
  publicKey,
  report,
  signIn,
  tempFolder,
} from './clients.ts'

const test = suite('hub: caseworkers')
const pages = tempFolder()
let hub: Awaited<ReturnType<typeof hubHere>>
let database: pg.Client

type Audit = {
  entries: { n: number; act: string; who: string | null; case: string | null; step: string | null }[]
  chain: { is: 'intact'; entries: number } | { is: 'broken'; n: number }
}
const audit = async (cookie: string, after = 0) =>
  (await (await fetch(`${hub.web}/api/audit?after=${after}`, { headers: { cookie } })).json()) as Audit

test.before(async () => {
  mkdirSync(join(pages.path, 'desk'))
  writeFileSync(join(pages.path, 'desk/index.html'), '<!doctype html><title>Desk</title>')
  hub = await hubHere({ pages: pages.path })
  database = new pg.Client({ connectionString: hub.database })
  await database.connect()
})
test.after(async () => {
  await database.end()
  await hub.end()
  pages.end()
})

test('a right password opens, a wrong one and an unknown name do not', async () => {
  const right = await post(`${hub.web}/api/session`, { user: 'mette', password: 'mette-password' })
  assert.is(right.status, 204)
  const cookie = right.headers.get('set-cookie')!
  for (const part of ['HttpOnly', 'SameSite=Strict', 'Path=/']) assert.ok(cookie.includes(part))
  const who = await fetch(`${hub.web}/api/session`, { headers: { cookie: cookie.split(';')[0]! } })
  assert.equal(await who.json(), {
    user: 'mette',
    caseworker: { name: 'Mette Holm', role: 'Borgerservice', municipality: 'Prøveby Kommune' },
    roles: ['caseworker'],
  })
  assert.is((await post(`${hub.web}/api/session`, { user: 'mette', password: 'jens-password' })).status, 401)
  assert.is((await post(`${hub.web}/api/session`, { user: 'nobody', password: 'x' })).status, 401)
  assert.is((await post(`${hub.web}/api/session`, { user: 7 })).status, 400)
  assert.is((await fetch(`${hub.web}/api/session`)).status, 401)
})

test('guessing is braked, also in parallel, and the right password waits with it', async () => {
  const tries = Array.from({ length: 12 }, (_, n) =>
    post(`${hub.web}/api/session`, { user: 'jens', password: `guess ${n}` }),
  )
  const statuses = (await Promise.all(tries)).map((answer) => answer.status)
  assert.ok(statuses.includes(429))
  assert.ok(statuses.filter((status) => status === 401).length <= 6)
  await database.query(`update sign_in_brake set closed_until = now() + interval '1 minute'`)
  assert.is((await post(`${hub.web}/api/session`, { user: 'jens', password: 'jens-password' })).status, 429)
  // Whoever is elsewhere is not locked out by it, also after a great many tries.
  await database.query('update sign_in_brake set tries = 1000')
  const there = { 'x-forwarded-for': '192.0.2.9' }
  const elsewhere = (password: string) => post(`${hub.web}/api/session`, { user: 'jens', password }, '', there)
  assert.is((await elsewhere('jens-password')).status, 204)
  assert.is((await elsewhere('wrong')).status, 401)
  await database.query('delete from sign_in_brake')
  assert.is((await post(`${hub.web}/api/session`, { user: 'jens', password: 'jens-password' })).status, 204)
})

test('a page of somebody else cannot act with the caseworker’s cookie', async () => {
  const cookie = await signIn(hub.web, 'mette')
  const url = `${hub.web.replace('http', 'ws')}/desk`
  const refused = (status: string) => (error: Error) => assert.match(error.message, status)
  const letIn = () => assert.unreachable('it was let in')
  await openLine(url, { headers: { cookie, origin: 'https://evil.example' } }).then(letIn, refused('403'))
  await openLine(url, {}).then(letIn, refused('401'))
  await openLine(url, { headers: { cookie: await signIn(hub.web, 'tove') } }).then(letIn, refused('403'))
  const foreign = { origin: 'https://evil.example' }
  assert.is((await post(`${hub.web}/api/session`, { user: 'mette', password: 'x' }, '', foreign)).status, 403)
  const own = await openLine(url, { headers: { cookie, origin: hub.web } })
  await own.close()
})

test('who signs out loses the desk’s socket too', async () => {
  const cookie = await signIn(hub.web, 'mette')
  const desk = await connectDesk(hub.web, 'mette', cookie)
  await desk.take(is<DeskSocketDown, 'queue'>('queue'))
  assert.is((await fetch(`${hub.web}/api/session`, { method: 'DELETE', headers: { cookie } })).status, 204)
  assert.is((await desk.closed).code, 4401)
  assert.is((await fetch(`${hub.web}/api/session`, { headers: { cookie } })).status, 401)
})

test('a desk that sends nonsense is cut off with a reason', async () => {
  const desk = await connectDesk(hub.web, 'mette')
  desk.socket.send('{"is":"claim","case":"x"}')
  const { code, reason } = await desk.closed
  assert.is(code, 4400)
  assert.ok(reason.length > 5)
})

test('every look and decision is in the log, and a change of it shows', async () => {
  const cookie = await signIn(hub.web, 'ada')
  const before = await audit(cookie)
  assert.is(before.chain.is, 'intact')
  const box = await connectBox(hub.box, await enrolBox(hub.web))
  const wish = handoff()
  box.send(report(wish))
  const desk = await connectDesk(hub.web, 'mette')
  await desk.take(is<DeskSocketDown, 'queue'>('queue', ({ queue }) => queue.some((one) => one.case === wish.case)))
  const key = await publicKey()
  desk.send({ is: 'claim', case: wish.case, sealKey: key, signKey: key })
  const { claim } = await desk.take(is<DeskSocketDown, 'claimed'>('claimed'))
  desk.send({ is: 'audit', claim, act: 'looked', step: 'portrait' })
  // Two sockets: the look must be in the log before the box says what was decided.
  while (!(await audit(cookie, before.entries.length)).entries.some(({ act }) => act === 'looked')) await sleep(20)
  const decided = { is: 'case-decided', visit: randomUUID(), case: wish.case, claim, verdict: 'approved' } as const
  // Another box that says the same is not believed.
  const foreign = await connectBox(hub.box, await enrolBox(hub.web, 'Boks 2'))
  foreign.send({ is: 'event', n: 1, at: new Date().toISOString(), event: { ...decided, verdict: 'rejected' } })
  await foreign.take(is<LinkDown, 'ack'>('ack'))
  await foreign.close()
  for (const n of [1, 1]) box.send({ is: 'event', n, at: new Date().toISOString(), event: decided })
  await box.take(is<LinkDown, 'ack'>('ack'))
  desk.send({ is: 'release', claim, how: 'done' })
  await desk.take(is<DeskSocketDown, 'queue'>('queue', ({ queue }) => queue.every((one) => one.case !== wish.case)))
  const { entries, chain } = await audit(cookie, before.entries.length)
  assert.is(chain.is, 'intact')
  assert.equal(
    entries.filter((entry) => entry.case === wish.case).map(({ act, who, step }) => [act, who, step]),
    [
      ['claim', 'mette', null],
      ['looked', 'mette', 'portrait'],
      ['approved', 'mette', null],
      ['done', 'mette', null],
    ],
  )
  assert.is((await fetch(`${hub.web}/api/audit`)).status, 401)
  // Least privilege: who plans, mends boxes or takes cases does not read who looked at whom; who reads takes no cases.
  for (const user of ['tove', 'mette']) {
    const other = await signIn(hub.web, user)
    assert.is((await fetch(`${hub.web}/api/audit`, { headers: { cookie: other } })).status, 403)
  }

  for (const change of [`update audit set who = 'jens'`, 'delete from audit', 'truncate audit']) {
    await database.query(change).then(
      () => assert.unreachable(`${change} was let through`),
      (error: Error) => assert.match(error.message, 'append-only'),
    )
  }
  // Somebody with the run of the database switches the guard off.
  const tampered = entries.find((entry) => entry.act === 'approved')!.n
  await database.query('alter table audit disable trigger all')
  await database.query(`update audit set act = 'rejected' where n = $1`, [tampered])
  assert.equal((await audit(cookie)).chain, { is: 'broken', n: tampered })
  await database.query(`update audit set act = 'approved' where n = $1`, [tampered])
  assert.is((await audit(cookie)).chain.is, 'intact')
  await database.query('delete from audit where n = $1', [tampered])
  assert.equal((await audit(cookie)).chain, { is: 'broken', n: tampered })
  await database.query('alter table audit enable trigger all')
  await Promise.all([box.close(), desk.close()])
})

test('the desk’s page is served with only our own scripts allowed; health without signing in', async () => {
  const page = await fetch(`${hub.web}/`)
  assert.is(page.url, `${hub.web}/desk/`)
  assert.match(await page.text(), 'Desk')
  assert.match(page.headers.get('content-security-policy')!, "default-src 'self'")
  assert.is((await fetch(`${hub.web}/desk/../../hub.json`)).status, 404)
  assert.is(((await (await fetch(`${hub.web}/api/health`)).json()) as { ok: boolean }).ok, true)
})

test('a password’s hash is salted and opens for that password only', async () => {
  const [one, two] = [await hashPassword('æøå'), await hashPassword('æøå')]
  assert.is.not(one, two)
  assert.ok(await checkPassword('æøå', one))
  assert.not(await checkPassword('æøa', one))
  assert.not(await checkPassword('', ''))
})

test.run()
