import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { LinkDown } from '../../device/contract/link.ts'
import { sayToHub } from '../../device/link/credentials.ts'
import { openStore } from '../../hub/store/store.ts'
import {
  boxLine,
  connectBox,
  connectDesk,
  enrolBox,
  handoff,
  hubHere,
  is,
  post,
  report,
  signIn,
  well,
} from './clients.ts'

const test = suite('hub: boxes')
/** The authority's side of the wire: answers as the path of its next answer says. */
const answers: { status: number; body: string }[] = []
const got: string[] = []
const authority = createServer((request, response) => {
  let body = ''
  request.on('data', (chunk: Buffer) => (body += chunk))
  request.on('end', () => {
    got.push(`${request.method} ${request.url} ${body}`)
    const answer = answers.shift() ?? { status: 500, body: '' }
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body)
  })
})
let hub: Awaited<ReturnType<typeof hubHere>>
let other: typeof hub
const refusedWith401 = (promise: Promise<unknown>) =>
  promise.then(
    () => assert.unreachable('it was let in'),
    (error: Error) => assert.match(error.message, '401'),
  )
const audits = async () => {
  const cookie = await signIn(hub.web, 'ada')
  const answer = await fetch(`${hub.web}/api/audit`, { headers: { cookie } })
  return (await answer.json()) as {
    entries: { act: string; who: string | null; detail: string | null; box: string | null }[]
  }
}

test.before(async () => {
  await new Promise<void>((resolve) => authority.listen(0, '127.0.0.1', resolve))
  const { port } = authority.address() as AddressInfo
  hub = await hubHere({ authority: `http://127.0.0.1:${port}` }, { pingMs: 100, silentMs: 700 })
  other = await hubHere()
})
test.after(async () => {
  await hub.end()
  await other.end()
  authority.closeAllConnections()
  authority.close()
})

test('a box without a certificate is refused, and the log says so', async () => {
  const box = await enrolBox(hub.web)
  await refusedWith401(boxLine(hub.box, { ...box, certificate: '', key: '' }, { cert: undefined, key: undefined }))
  const { entries } = await audits()
  assert.ok(entries.some((entry) => entry.act === 'box-refused' && entry.detail === 'no certificate'))
})

test('a box of another hub is refused', async () => {
  const ours = await enrolBox(hub.web)
  const theirs = await enrolBox(other.web)
  await refusedWith401(boxLine(hub.box, { ...theirs, ca: ours.ca }))
  const { entries } = await audits()
  assert.ok(entries.some((entry) => entry.detail === 'foreign certificate'))
})

test('a box does not talk to a hub that is not its own', async () => {
  const theirs = await enrolBox(other.web)
  await boxLine(hub.box, theirs).then(
    () => assert.unreachable('it was fooled'),
    (error: Error & { code?: string }) => assert.match(error.code ?? '', /CERT|SIGNATURE/),
  )
})

test('a stolen box that is revoked loses its line and is not let in again', async () => {
  const box = await enrolBox(hub.web)
  const line = await connectBox(hub.box, box)
  assert.is((await post(`${hub.web}/api/boxes/${box.box}/revoke`, {}, await signIn(hub.web, 'mette'))).status, 403)
  assert.is((await post(`${hub.web}/api/boxes/${box.box}/revoke`, {}, await signIn(hub.web, 'tove'))).status, 204)
  assert.is((await line.closed).code, 4401)
  await refusedWith401(boxLine(hub.box, box))
  const { entries } = await audits()
  assert.ok(entries.some((entry) => entry.detail === 'revoked' && entry.box === box.box))
})

test('the code for a box’s acceptance test: for technicians, one box, once, and five slips end it', async () => {
  const box = await enrolBox(hub.web)
  const neighbour = await enrolBox(hub.web)
  const [tove, mette] = [await signIn(hub.web, 'tove'), await signIn(hub.web, 'mette')]
  const path = `${hub.web}/api/boxes/${box.box}/accept-code`
  assert.is((await post(path, {}, mette)).status, 403)
  const fresh = async () => ((await (await post(path, {}, tove)).json()) as { code: string }).code
  const opens = (one: typeof box, code: string) =>
    sayToHub({ box: one.box, hub: hub.box, ca: one.ca, key: one.identity }, 'technician', { code }).then(
      () => true,
      (error: Error & { code?: string }) => assert.is(error.code, 'hub.refused'),
    )
  const first = await fresh()
  const code = await fresh()
  if (first !== code) assert.not.ok(await opens(box, first), 'a newer one takes its place')
  assert.not.ok(await opens(neighbour, code), 'another box’s')
  assert.ok(await opens(box, code))
  assert.not.ok(await opens(box, code), 'used')
  const last = await fresh()
  const wrong = String((Number(last) + 1) % 1_000_000).padStart(6, '0')
  for (let n = 0; n < 5; n += 1) assert.not.ok(await opens(box, wrong))
  assert.not.ok(await opens(box, last), 'too many slips')
})

test('who has a box’s log told stands in the audit log; who may not, gets and leaves nothing', async () => {
  const box = await enrolBox(hub.web)
  const line = await connectBox(hub.box, box)
  const [mette, tove] = [await signIn(hub.web, 'mette'), await signIn(hub.web, 'tove')]
  const read = (cookie: string) => fetch(`${hub.web}/api/boxes/${box.box}/log`, { headers: { cookie } })
  const entries = async () => (await audits()).entries.filter(({ act }) => act === 'log-read')
  const health = { ...well(), tellsLog: true as const }
  line.send({ is: 'report', report: { ...report(null).report, health } })
  const lines = [{ at: health.at, level: 'info', what: 'presence', more: 'device=printer is=ready' }] as const
  const told = line.take(is<LinkDown, 'request'>('request')).then(({ id }) => {
    line.send({ is: 'reply', id, reply: { is: 'log', lines: [...lines] } })
  })
  assert.is((await read(mette)).status, 403)
  assert.equal(await entries(), [])
  // Until its report has been taken in, the hub does not know that the box tells its log.
  let answer = await read(tove)
  while (answer.status === 409) answer = await read(tove)
  await told
  assert.equal(await answer.json(), lines)
  assert.equal(
    (await entries()).map(({ who, box }) => ({ who, box })),
    [{ who: 'tove', box: box.box }],
  )
  await line.close()
})

test('a box whose housing was opened serves nobody before it has passed its test anew', async () => {
  const db = await openStore(hub.database, () => {})
  const box = await enrolBox(hub.web)
  const { id } = await db
    .updateTable('boxes')
    .set({ accepted_at: new Date() })
    .where('id', '=', box.box)
    .returning('id')
    .executeTakeFirstOrThrow()
  const accepted = async () =>
    (await db.selectFrom('boxes').select('accepted_at').where('id', '=', id).executeTakeFirstOrThrow()).accepted_at
  const line = await connectBox(hub.box, box)
  const told = (tamper: 'closed' | 'opened') => {
    const message = report(null)
    assert.ok(message.is === 'report')
    line.send({ ...message, report: { ...message.report, tamper } })
  }
  told('closed')
  told('opened')
  told('opened')
  while ((await accepted()) !== null) {}
  await line.close()
  const { entries } = await audits()
  assert.is(entries.filter(({ act, box }) => act === 'not-accepted' && box === id).length, 1)
  await db.destroy()
})

test('the same box connects twice: the second line counts', async () => {
  const box = await enrolBox(hub.web)
  const first = await connectBox(hub.box, box)
  const second = await connectBox(hub.box, box)
  assert.is((await first.closed).code, 4409)
  const wish = handoff()
  second.send(report(wish))
  await second.take(is<LinkDown, 'target'>('target', ({ target }) => target.queue?.case === wish.case))
  await second.close()
})

test('what is not in the contract ends the line with its reason', async () => {
  const box = await enrolBox(hub.web)
  const silentStart = await boxLine(hub.box, box)
  silentStart.send(report(null))
  assert.equal(await silentStart.closed, { code: 4400, reason: 'hello comes first' })

  const odd = await connectBox(hub.box, box)
  odd.socket.send('{"is":"report","report":{}}')
  const { code, reason } = await odd.closed
  assert.is(code, 4400)
  assert.ok(reason.length > 5)

  const noise = await connectBox(hub.box, box)
  noise.socket.send('not JSON at all')
  assert.is((await noise.closed).code, 4400)

  const huge = await connectBox(hub.box, box)
  huge.socket.send('x'.repeat(8 * 1024 * 1024))
  // The hub says 1009 and hangs up on the rest, which may overtake what it said.
  assert.ok([1009, 1006].includes((await huge.closed).code))
})

test('a box that falls silent without a word is noticed, and its return too', async () => {
  const box = await enrolBox(hub.web)
  const boot = randomUUID()
  const wish = handoff()
  const line = await connectBox(hub.box, box, boot)
  line.send(report(wish))
  const desk = await connectDesk(hub.web, 'mette')
  type Down = Parameters<Parameters<typeof desk.take>[0]>[0]
  const connected = (yes: boolean) =>
    is<Down, 'queue'>('queue', ({ queue }) => queue.some((one) => one.case === wish.case && one.boxConnected === yes))
  await desk.take(connected(true))
  // Its process is stopped: TCP stays open, nothing answers.
  line.socket.pause()
  await desk.take(connected(false))
  const back = await connectBox(hub.box, box, boot)
  back.send(report(wish))
  await desk.take(connected(true))
  line.socket.terminate()
  await Promise.all([back.close(), desk.close()])
})

test('an event sent twice counts once, and both are acknowledged', async () => {
  const box = await enrolBox(hub.web)
  const visit = randomUUID()
  const at = new Date().toISOString()
  const event = { is: 'visit-started', visit, language: 'da' } as const
  for (const n of [1, 2]) {
    const line = await connectBox(hub.box, box)
    line.send({ is: 'event', n: 1, at, event })
    line.send({ is: 'event', n, at, event })
    await line.take(is<LinkDown, 'ack'>('ack', ({ upTo }) => upTo === n))
    await line.close()
  }
  const pg = (await import('pg')).default
  const client = new pg.Client({ connectionString: hub.database })
  await client.connect()
  const { rows } = await client.query('select n from events where box = $1 order by n', [box.box])
  await client.end()
  assert.equal(rows, [{ n: '1' }, { n: '2' }])
})

test('the authority acknowledges, is down, or says no: the box is told which', async () => {
  const box = await enrolBox(hub.web)
  const line = await connectBox(hub.box, box)
  const ask = async () => {
    const id = randomUUID()
    line.send({ is: 'request', id, request: { is: 'deliver', applicationId: randomUUID(), sealed: 'a.b.c' } })
    return (await line.take(is<LinkDown, 'reply'>('reply', (reply) => reply.id === id))).reply
  }
  answers.push({ status: 200, body: '{"acknowledgement":"x.y.z"}' })
  assert.equal(await ask(), { is: 'delivered', acknowledgement: 'x.y.z' })
  assert.match(got.at(-1)!, 'POST /applications {"applicationId":')
  for (const [status, body, expected] of [
    [503, '', 'later'],
    [429, '', 'later'],
    [200, 'not JSON', 'later'],
    [422, '', 'refused'],
  ] as const) {
    answers.push({ status, body })
    assert.is((await ask()).is, expected, `status ${status}`)
  }
  await line.close()

  const lost = await enrolBox(other.web)
  const nobody = await connectBox(other.box, lost)
  nobody.send({ is: 'request', id: '1', request: { is: 'deliver', applicationId: randomUUID(), sealed: 'a.b.c' } })
  const { reply } = await nobody.take(is<LinkDown, 'reply'>('reply'))
  assert.is(reply.is, 'later')
  await nobody.close()
})

test.run()
