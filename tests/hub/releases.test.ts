/** Software on its way to the boxes: what is taken in, who gets it when, and what stops it. Down to the box's own fetching. */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CompactSign } from 'jose'
import pino from 'pino'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { BoxView, HistoryEntry } from '../../device/contract/fleet-view.ts'
import type { Health } from '../../device/contract/health.ts'
import type { LinkDown } from '../../device/contract/link.ts'
import { RELEASE_TYPE, type ReleaseView } from '../../device/contract/release.ts'
import { createUpdates, type UpdateParts } from '../../device/update/updates.ts'
import { ringsOf } from '../../hub/fleet/releases.ts'
import { callHub, signIn, uploadToHub } from '../../provisioning/hub-client.ts'
import { releaseLeave, releaseList } from '../../provisioning/release-verbs.ts'
import { connectBox, enrolBox, hubHere, is, report, well } from './clients.ts'

const test = suite('hub: releases')
const maker = generateKeyPairSync('ec', { namedCurve: 'P-256' })
let hub: Awaited<ReturnType<typeof hubHere>>
let cookie: string
let folder: string

async function bundle(version: string, key: KeyObject = maker.privateKey): Promise<Buffer> {
  const parts = [randomBytes(200_000), randomBytes(8_000), randomBytes(9_000)]
  const [root, hash, kernel] = parts.map((bytes) => ({
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  }))
  const jws = await new CompactSign(new TextEncoder().encode(JSON.stringify({ version, root, hash, kernel })))
    .setProtectedHeader({ alg: 'ES256', typ: RELEASE_TYPE })
    .sign(key)
  return Buffer.concat([Buffer.from(`${jws}\n`), ...parts])
}
const upload = (bytes: Buffer) =>
  uploadToHub(hub.web, cookie, '/api/releases', new Blob([new Uint8Array(bytes)]).stream())
const ring = (version: string, ring: string) =>
  callHub(hub.web, cookie, 'POST', `/api/releases/${version}/ring`, { ring })
const list = async () => (await callHub(hub.web, cookie, 'GET', '/api/releases')) as ReleaseView[]
const says = (promise: Promise<unknown>) =>
  promise.then(
    () => 'taken',
    (error: Error) => error.message,
  )

/** A box on the line that says which version it runs. */
async function box(software: string) {
  const enrolled = await enrolBox(hub.web)
  const line = await connectBox(hub.box, enrolled)
  const tell = (software: string, update?: Health['update']) => {
    const health = { ...well(), ...(update ? { update } : {}) }
    line.send({ is: 'report', report: { ...report(null).report, software, health } })
  }
  tell(software)
  const offered = (version: string) =>
    line.take(is<LinkDown, 'target'>('target', ({ target }) => target.update?.version === version))
  return { enrolled, line, tell, offered }
}

test.before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'boks-releases-'))
  hub = await hubHere({ releaseKey: maker.publicKey.export({ type: 'spki', format: 'pem' }).toString() })
  cookie = await signIn(hub.web, { user: 'tove', password: 'tove-password' })
})
test.after(async () => {
  await hub.end()
  rmSync(folder, { recursive: true, force: true })
})

test('a bundle that no box would take does not get into the hub', async () => {
  const good = await bundle('9.0.0')
  const wrong = Buffer.from(good)
  wrong[good.length - 9_500]! ^= 1
  assert.match(await says(upload(wrong)), 'damaged')
  assert.match(await says(upload(good.subarray(0, -1))), 'not whole')
  assert.match(await says(upload(Buffer.concat([good, Buffer.from('x')]))), 'longer')
  // Refused at its first line, and yet the technician hears why, though megabytes are still on their way.
  assert.match(await says(upload(randomBytes(8_000_000))), /no bundle|not signed/)
  const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
  assert.match(await says(upload(await bundle('9.0.0', stranger))), 'not signed')
  assert.equal(await list(), [])
})

test('ten per cent are the same ones each time, and never none', () => {
  const boxes = Array.from({ length: 25 }, (_, i) => ({ id: randomUUID(), test_box: i === 0, software: null }))
  const rings = ringsOf(boxes)
  const count = (ring: string) => [...rings.values()].filter((one) => one === ring).length
  assert.equal([count('test'), count('tenth'), count('all')], [1, 3, 21])
  assert.equal([...ringsOf([...boxes].reverse())].sort(), [...rings].sort())
})

test('ring after ring, each only when the one before runs it; a box that goes back stops it for all', async () => {
  const first = await box('1.0.0')
  const others = [await box('1.0.0'), await box('1.0.0')]
  await upload(await bundle('1.1.0'))
  assert.match(await says(upload(await bundle('1.1.0'))), 'already')
  assert.match(await says(ring('1.1.0', 'test')), 'No box is a test box')
  await callHub(hub.web, cookie, 'POST', `/api/boxes/${first.enrolled.box}/test-box`, { test: true })
  assert.match(await says(ring('1.1.0', 'all')), 'One ring after the other')
  await ring('1.1.0', 'test')
  await first.offered('1.1.0')
  assert.match(await says(ring('1.1.0', 'tenth')), 'runs 1.1.0 yet')
  first.tell('1.1.0')
  for (;;) if ((await list())[0]?.runs === 1) break
  // One listener a box: the last one's offer may come before the hub has answered who asked for it.
  const offers = others.map((one) => one.offered('1.1.0').then(() => one))
  await ring('1.1.0', 'tenth')
  const tenth = await Promise.race(offers)
  const last = others.find((one) => one !== tenth)!
  tenth.tell('1.1.0')
  for (;;) if ((await list())[0]?.runs === 2) break
  await ring('1.1.0', 'all')
  await Promise.all(offers)

  last.tell('1.0.0', { version: '1.1.0', is: 'rolled-back', why: 'the box was not well with it' })
  await last.line.take(is<LinkDown, 'target'>('target', ({ target }) => target.update === undefined))
  const [view] = await list()
  assert.equal([view?.ring, view?.back, view?.waiting], ['none', 1, 0])
  assert.match(view!.stopped!, 'went back')
  assert.equal(
    view!.behind!.map(({ box, is, left }) => ({ box, is, left })),
    [{ box: last.enrolled.box, is: 'rolled-back', left: null }],
    'the technician sees which',
  )
  assert.match(await says(ring('1.1.0', 'test')), 'stopped')
  await Promise.all([first, ...others].map(({ line }) => line.close()))
})

test('one broken box does not hold up the others for ever: with a reason it goes on, and the next box that fails stops it', async () => {
  for (const { box } of (await callHub(hub.web, cookie, 'GET', '/api/boxes')) as BoxView[])
    await callHub(hub.web, cookie, 'POST', `/api/boxes/${box}/revoke`, {})
  const leave = (box: string, why: string) =>
    callHub(hub.web, cookie, 'POST', '/api/releases/1.2.0/leave', { box, why })
  const back = { version: '1.2.0', is: 'rolled-back', why: 'the box was not well with it' } as const
  const [tester, ...others] = [await box('1.1.0'), await box('1.1.0'), await box('1.1.0')]
  await callHub(hub.web, cookie, 'POST', `/api/boxes/${tester!.enrolled.box}/test-box`, { test: true })
  await upload(await bundle('1.2.0'))
  await ring('1.2.0', 'test')
  await leave(tester!.enrolled.box, 'its screen is cracked')
  assert.match(await says(ring('1.2.0', 'tenth')), 'No box', 'not without any box that runs it')
  tester!.tell('1.2.0')
  for (;;) if ((await list())[0]?.runs === 1) break
  const offers = others.map((one) => one.offered('1.2.0').then(() => one))
  await ring('1.2.0', 'tenth')
  // The only one of its ring, with a dead disk.
  const dead = await Promise.race(offers)
  const well = others.find((one) => one !== dead)!
  dead.tell('1.1.0', back)
  for (;;) if ((await list())[0]?.stopped) break

  assert.match(await says(leave(dead.enrolled.box, ' ')), /why/)
  assert.match(await says(leave(randomUUID(), 'its disk is dead')), 'no such box')
  assert.match(await says(callHub(hub.web, '', 'POST', '/api/releases/1.2.0/leave', {})), 'Sign in')
  Object.assign(process.env, { BOKS_USER: 'tove', BOKS_PASSWORD_FILE: join(folder, 'password') })
  writeFileSync(join(folder, 'password'), 'tove-password')
  const here = ['--hub', hub.web]
  assert.match((await releaseList.run(here)).lines.join('\n'), /stopped: a box went back.*\n.*rolled-back/)
  assert.match(await says(releaseLeave.run(['1.2.0', dead.enrolled.box, ...here])), '--why REASON')
  await releaseLeave.run(['1.2.0', dead.enrolled.box, '--why', 'its disk is dead', ...here])
  const [on] = await list()
  assert.equal([on?.ring, on?.stopped, on?.stoppedByBox], ['tenth', null, false], 'from where it was stopped')
  assert.equal(
    on?.behind?.map(({ left }) => [left?.who, left?.why]),
    [['tove', 'its disk is dead']],
  )
  const told = (await callHub(hub.web, cookie, 'GET', `/api/boxes/${dead.enrolled.box}/history`)) as HistoryEntry[]
  assert.ok(told.some(({ who, detail }) => who === 'tove' && detail?.includes('its disk is dead')))

  // It says so for as long as it stands.
  dead.tell('1.1.0', back)
  await ring('1.2.0', 'all')
  await offers[others.indexOf(well)]
  well.tell('1.1.0', back)
  for (;;) if ((await list())[0]?.stoppedByBox) break
  assert.equal((await list())[0]?.behind?.filter(({ left }) => !left).length, 1)
  await Promise.all([tester!, ...others].map(({ line }) => line.close()))
})

/** Stands where the root service of the image stands; gets what the box hands over. */
async function installer(answer: (bytes: Buffer) => object): Promise<{ path: string; server: Server; got: Buffer[] }> {
  const path = join(folder, `${randomUUID().slice(0, 8)}.sock`)
  const got: Buffer[] = []
  const server = createServer((socket) => {
    const chunks: Buffer[] = []
    let size = 0
    socket.on('data', (chunk) => {
      chunks.push(chunk)
      size += chunk.length
      if (size < expected) return
      got.push(Buffer.concat(chunks))
      socket.end(`${JSON.stringify(answer(got.at(-1)!))}\n`)
    })
    socket.on('error', () => {})
  })
  server.listen(path)
  await once(server, 'listening')
  return { path, server, got }
}
let expected = 0

test('a box fetches its release over its certificate, only while nobody is there, and hands every byte on', async () => {
  const bytes = await bundle('2.0.0')
  expected = bytes.length
  await upload(bytes)
  const { enrolled, line } = await box('1.0.0')
  await callHub(hub.web, cookie, 'POST', `/api/boxes/${enrolled.box}/test-box`, { test: true })
  await ring('2.0.0', 'test')
  let free = () => {}
  let asked = 0
  const visit = new Promise<void>((resolve) => (free = resolve))
  const root = await installer(() => ({ is: 'installed', version: '2.0.0' }))
  const parts = (installer: string, more: Partial<UpdateParts> = {}): UpdateParts => ({
    running: '1.0.0',
    hub: hub.box,
    ca: enrolled.ca,
    credentials: async () => ({ key: enrolled.key, cert: enrolled.certificate, until: new Date(Date.now() + 60_000) }),
    idle: () => {
      asked += 1
      return visit
    },
    window: { from: '00:00', to: '24:00' },
    log: pino({ level: 'silent' }),
    installer,
    failed: join(folder, 'failed'),
    ...more,
  })
  const stop = new AbortController().signal
  const updates = createUpdates(parts(root.path))
  const done = updates.offer('2.0.0', stop)
  assert.is(asked, 1)
  assert.is(updates.state(), null, 'a citizen is there: nothing is fetched')
  free()
  assert.ok(await done)
  assert.ok(root.got[0]?.equals(bytes))
  assert.equal(updates.state(), { version: '2.0.0', is: 'installed' })

  const closed = { from: '00:00', to: '00:00' }
  assert.not.ok(await createUpdates(parts(root.path, { window: closed })).offer('2.0.0', stop), 'outside the window')
  assert.not.ok(await createUpdates(parts(root.path, { running: '2.0.0' })).offer('2.0.0', stop), 'runs already')
  assert.not.ok(await createUpdates(parts(root.path, { running: '2.1.0' })).offer('2.0.0', stop), 'older')
  const strict = await installer(() => ({ is: 'refused', why: 'not signed by the maker' }))
  const refused = createUpdates(parts(strict.path))
  assert.not.ok(await refused.offer('2.0.0', stop))
  assert.equal(refused.state(), { version: '2.0.0', is: 'refused', why: 'not signed by the maker' })
  assert.not.ok(await refused.offer('2.0.0', stop))
  assert.is(strict.got.length, 1, 'not tried again')
  // The version is offered again before this start was found well; only then is the failed one named.
  writeFileSync(join(folder, 'failed'), '2.0.0')
  assert.is(refused.state()?.is, 'rolled-back', 'the hub hears that it was tried, not that it was refused')
  const later = createUpdates(parts(strict.path))
  assert.is(later.state()?.is, 'rolled-back')
  assert.not.ok(await later.offer('2.0.0', stop))
  assert.is(strict.got.length, 1, 'what was not well is not fetched again')
  rmSync(join(folder, 'failed'))
  assert.is(root.got.length, 1)

  await callHub(hub.web, cookie, 'POST', `/api/boxes/${enrolled.box}/revoke`, {})
  assert.not.ok(await createUpdates(parts(root.path)).offer('2.0.0', stop), 'a stolen box gets no software')
  await line.closed
  for (const { server } of [root, strict]) server.close()
})

test.run()
