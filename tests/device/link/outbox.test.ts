import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { isFault } from '../../../device/contract/faults.ts'
import { openOutbox } from '../../../device/link/outbox.ts'
import { sealFor, sha256, signAs } from '../../../device/link/seal.ts'
import { keys } from './sample.ts'

const KILLS = 20
const authority = keys()
const folders: string[] = []
function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'outbox-'))
  folders.push(made)
  return made
}
test.after(() => {
  for (const made of folders) rmSync(made, { recursive: true, force: true })
})

const event = () => ({ is: 'visit-lost' as const, visit: randomUUID(), step: null })
const at = '2026-11-22T12:00:00.000Z'

async function refused(work: Promise<unknown>): Promise<void> {
  const error = await work.then(
    () => undefined,
    (cause: unknown) => cause,
  )
  assert.ok(isFault(error, 'authority.refused'), String(error))
}

test('an application waits until the authority itself has acknowledged exactly these bytes', async () => {
  const place = folder()
  const stranger = keys()
  const outbox = await openOutbox({ folder: place, authority: authority.public })
  const id = randomUUID()
  const sealed = await sealFor(authority.public, { secret: 'Ægir' })
  assert.is(await outbox.add(id, sealed), 'added')
  assert.is(await outbox.add(id, await sealFor(authority.public, { secret: 'other' })), 'already')
  assert.is(await outbox.sealed(id), sealed)

  const good = { applicationId: id, sha256: sha256(sealed), at }
  await refused(outbox.acknowledge(id, await signAs(stranger.private, good)))
  await refused(outbox.acknowledge(id, await signAs(authority.private, { ...good, sha256: sha256('other') })))
  await refused(outbox.acknowledge(id, await signAs(authority.private, { ...good, applicationId: randomUUID() })))
  await refused(outbox.acknowledge(id, await signAs(authority.private, { applicationId: id })))
  await refused(outbox.acknowledge(id, 'rubbish'))
  assert.is(outbox.pending().length, 1)

  const jws = await signAs(authority.private, good)
  await outbox.acknowledge(id, jws)
  await outbox.acknowledge(id, jws)
  assert.equal(outbox.pending(), [])
  assert.equal(readdirSync(join(place, 'applications')), [])
  await outbox.close()
})

test('nothing but sealed text is written, and a full outbox says so', async () => {
  const outbox = await openOutbox({ folder: folder(), authority: authority.public, maxApplications: 1 })
  await outbox
    .add(randomUUID(), 'a.b.c.d.e')
    .then(() => outbox.add(randomUUID(), 'a.b.c.d.e'))
    .then(
      () => assert.unreachable(),
      (error) => assert.ok(isFault(error, 'authority.gone')),
    )
  for (const clear of ['{"surname":"Hansen"}', 'a.b.c'])
    await outbox.add(randomUUID(), clear).then(
      () => assert.unreachable(),
      () => {},
    )
  await outbox.add('../../etc/passwd', 'a.b.c.d.e').then(
    () => assert.unreachable(),
    () => {},
  )
  await outbox.close()
})

test('numbers of events are never used again, also after a restart with everything acknowledged', async () => {
  const place = folder()
  const open = () => openOutbox({ folder: place, authority: authority.public })
  const first = await open()
  assert.equal(await Promise.all([first.nextEvent(event()), first.nextEvent(event())]), [1, 2])
  await first.ackEvents(2)
  await first.close()
  const second = await open()
  assert.equal(second.pendingEvents(), [])
  assert.is(await second.nextEvent(event()), 3)
  await second.close()
  writeFileSync(join(place, 'events.jsonl'), '{"n":4,"at":"20', { flag: 'a' })
  const third = await open()
  assert.is(await third.nextEvent(event()), 4)
  assert.equal(
    third.pendingEvents().map(({ n }) => n),
    [3, 4],
  )
  for (let i = 0; i < 600; i++) await third.ackEvents(3)
  assert.ok(readFileSync(join(place, 'events.jsonl'), 'utf8').split('\n').length < 600, 'the file is written anew')
  await third.close()
})

test('the box killed with −9 at any moment: every promise is kept, no half file, no number twice', async () => {
  const place = folder()
  const promised = new Map<string, number>()
  const begun = new Set<string>()
  const numbers = new Set<number>()
  let acked = 0
  for (let kill = 0; kill < KILLS; kill++) {
    const writer = join(import.meta.dirname, 'outbox-writer.ts')
    const child = spawn(process.execPath, [writer, place, JSON.stringify(authority.public)], {
      stdio: ['ignore', 'pipe', 'inherit'],
      // Twenty starts of the same program: compiled once.
      env: { ...process.env, NODE_COMPILE_CACHE: join(place, 'compiled') },
    })
    const exit = once(child, 'exit')
    for await (const line of createInterface({ input: child.stdout })) {
      const [is, what = '', size] = line.split(' ')
      if (is === 'ready') setTimeout(() => child.kill('SIGKILL'), Math.random() * 60)
      if (is === 'adding') begun.add(what)
      if (is === 'added') promised.set(what, Number(size))
      if (is === 'acked') acked = Number(what)
      if (is !== 'event') continue
      assert.not(numbers.has(Number(what)), `event ${what} was numbered twice`)
      numbers.add(Number(what))
    }
    await exit
  }
  const outbox = await openOutbox({ folder: place, authority: authority.public, maxApplications: 100_000 })
  const waiting = outbox.pending().map(({ applicationId }) => applicationId)
  for (const [id, size] of promised) assert.is((await outbox.sealed(id))?.length, size)
  for (const id of waiting) {
    assert.ok(begun.has(id))
    assert.is((await outbox.sealed(id))?.split('.').length, 5, 'a half file')
  }
  assert.equal(readdirSync(join(place, 'applications')).sort(), waiting.map((id) => `${id}.jwe`).sort())
  const kept = new Set(outbox.pendingEvents().map(({ n }) => n))
  for (const n of numbers) assert.ok(n <= acked || kept.has(n), `event ${n} is lost`)
  assert.ok(promised.size > 0 && numbers.size > 0, 'the writer was never given time to write')
  await outbox.close()
})

test.run()
