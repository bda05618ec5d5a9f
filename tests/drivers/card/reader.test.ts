import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { inspect } from '../../../device/identity/inspect.ts'
import { trustStore } from '../../../device/identity/trust-store.ts'
import { createCardReader } from '../../../drivers/card/card-reader.ts'
import { readPassport } from '../../../drivers/chip/read-passport.ts'
import { next } from '../../../drivers/listeners.ts'
import { createVirtualReader } from '../../../drivers/virtual/chip/virtual-reader.ts'
import type { ChipOptions } from '../../../drivers/virtual/country/security-files.ts'
import { type Bench, faultOf, patience, readMrz, withBench } from './passport-bench.ts'

const test = suite('card reader, on a real pcscd')

async function ready(reader: Bench['reader']): Promise<void> {
  if (reader.presence.is === 'ready') return
  await next(
    (listener: (presence: Bench['reader']['presence']) => void) => reader.on('presence', listener),
    patience(),
    (presence): presence is Extract<Bench['reader']['presence'], { is: 'ready' }> => presence.is === 'ready',
  )
}

test('a passport is put down, read, swapped and taken away', () =>
  withBench(async ({ virtual, reader, issue, readAndInspect }) => {
    const seen: string[] = []
    reader.on('card', (card) => seen.push(card.is))
    assert.is((await readAndInspect(issue())).verdict, 'genuine')
    const other = await readAndInspect(issue({}, { surname: 'Holm', documentNumber: 'TC0000002' }))
    assert.is(other.holder.surname, 'HOLM')
    await virtual.pullOut()
    await reader.until('none', patience())
    assert.equal(seen, ['present', 'none', 'present', 'none'])
    assert.is(await faultOf(reader.connect(patience())), 'card.removed')
  }))

test('a passport that lies there before the box looks is told when it can be read, not before', () =>
  withBench(async ({ virtual, issue }) => {
    await virtual.putDown(issue())
    for (let time = 0; time < 8; time += 1) {
      const stop = new AbortController()
      const { socketPath, readerName } = virtual
      const other = createCardReader({ id: 'card', reader: readerName, socketPath })
      let told = ''
      other.on('card', ({ is }) => {
        told ||= `${is} while ${other.presence.is}`
      })
      const run = other.run(stop.signal)
      await other.until('present', patience())
      assert.is(told, 'present while ready')
      stop.abort()
      await run
    }
  }))

test('the passport is pulled out while it is read, at any command, and the next one reads well', () =>
  withBench(async ({ virtual, reader, issue, readAndInspect }) => {
    const passport = issue()
    for (const afterApdus of [0, 2, 9, 40]) {
      await virtual.putDown(passport)
      await reader.until('present', patience())
      const session = await reader.connect(patience())
      await virtual.pullOut({ afterApdus })
      const reading = readPassport(session, passport.key, { signal: patience() })
      assert.is(await faultOf(reading), 'card.removed', `after ${afterApdus} commands`)
      assert.is(await faultOf(session.transmit(Uint8Array.of(0, 0x84, 0, 0, 8), patience())), 'card.removed')
      await session.disconnect()
      await reader.until('none', patience())
    }
    assert.is((await readAndInspect(passport)).verdict, 'genuine')
  }))

test('a chip falls silent: the reading ends, and the next passport reads well', () =>
  withBench(async ({ virtual, reader, issue, readAndInspect }) => {
    const passport = issue()
    await virtual.putDown(passport)
    await reader.until('present', patience())
    const session = await reader.connect(patience())
    virtual.mute(true)
    assert.is(await faultOf(readPassport(session, passport.key, { signal: patience() })), 'card.mute')
    await virtual.pullOut()
    virtual.mute(false)
    await ready(reader)
    assert.is((await readAndInspect(passport)).verdict, 'genuine')
  }))

test('pcscd is killed in the middle of a reading, comes back, and the passport still lying there is read', () =>
  withBench(async ({ virtual, reader, issue, inspectLying }) => {
    const passport = issue()
    await virtual.putDown(passport)
    await reader.until('present', patience())
    const session = await reader.connect(patience())
    const reading = readPassport(session, passport.key, {
      signal: patience(),
      onProgress: ({ file, done }) => file === 'dg2' && done < 1_000 && void virtual.pcscd.kill(),
    })
    assert.is(await faultOf(reading), 'card.reader-gone')
    await reader.until('none', patience())
    assert.is(await faultOf(reader.connect(patience())), 'card.reader-gone')
    await virtual.pcscd.start()
    await ready(reader)
    assert.is((await inspectLying(passport)).verdict, 'genuine')
  }))

test('cards with contacts, which speak T=0: each command’s answer is fetched, long keys go in a chain', () =>
  withBench(async ({ virtual, reader, issue, authority }) => {
    const chips: ChipOptions[] = [
      {},
      { pace: [{ mapping: 'GM', suite: 'AES-128', parameters: 13 }], activeAuthentication: 'rsa', extended: 4_096 },
      { chipAuthentication: { suite: '3DES', parameters: 2 } },
    ]
    for (const chip of chips) {
      const card = issue({ format: 'TD1', chip })
      await virtual.putDown({ ...card, contacts: true })
      await reader.until('present', patience())
      const session = await reader.connect(patience())
      assert.is(session.shortOnly, true)
      const read = await readPassport(session, card.key, { signal: patience() })
      await session.disconnect()
      const trust = trustStore([authority.csca.certificate])
      const now = new Date()
      const report = inspect({ files: read.files, proofs: read, opticalMrz: readMrz(card, now), trust, now })
      assert.is(report.verdict, 'genuine')
      if (chip.chipAuthentication) assert.is(report.checks.ca.reason, 'proven')
    }
  }))

test('the reader is unplugged and plugged in again', () =>
  withBench(async ({ virtual, reader, issue, readAndInspect }) => {
    await ready(reader)
    await virtual.unplug()
    await virtual.plug()
    await ready(reader)
    assert.is((await readAndInspect(issue())).verdict, 'genuine')
  }))

test('the visit is cancelled while the chip is read: the wait ends, and the chip can be read again', () =>
  withBench(async ({ virtual, reader, issue, readAndInspect }) => {
    const passport = issue()
    await virtual.putDown(passport)
    await reader.until('present', patience())
    const session = await reader.connect(patience())
    const cancel = new AbortController()
    const reading = readPassport(session, passport.key, {
      signal: cancel.signal,
      onProgress: ({ file }) => file === 'dg2' && cancel.abort(new Error('cancelled')),
    })
    assert.is(await reading.catch((error: Error) => error.message), 'cancelled')
    await session.disconnect()
    await virtual.pullOut()
    await reader.until('none', patience())
    assert.is((await readAndInspect(passport)).verdict, 'genuine')
  }))

test('a session nobody ended does not keep the next one from the card', () =>
  withBench(async ({ virtual, reader, issue, inspectLying }) => {
    const passport = issue()
    await virtual.putDown(passport)
    await reader.until('present', patience())
    const forgotten = await reader.connect(patience())
    await readPassport(forgotten, passport.key, { signal: patience() })
    assert.is((await inspectLying(passport)).verdict, 'genuine')
  }))

test('the wrong printed zone, then the right one', () =>
  withBench(async ({ virtual, reader, issue, inspectLying }) => {
    const passport = issue()
    await virtual.putDown(passport)
    await reader.until('present', patience())
    const session = await reader.connect(patience())
    const wrong = { ...passport.key, documentNumber: 'TC0000009' }
    assert.is(await faultOf(readPassport(session, wrong, { signal: patience() })), 'chip.access-denied')
    await session.disconnect()
    assert.is((await inspectLying(passport)).verdict, 'genuine')
  }))

test('passports that are not genuine, over the wire: a broken signature, an altered data group', () =>
  withBench(async ({ issue, readAndInspect }) => {
    assert.is((await readAndInspect(issue({ defect: 'broken-signature' }))).verdict, 'altered')
    assert.is((await readAndInspect(issue({ defect: 'altered-data-group' }))).verdict, 'altered')
  }))

test('no pcscd, or no such reader: absent, and nothing spins or rejects', async () => {
  const stop = new AbortController()
  const reader = createCardReader({ id: 'card', reader: 'any', socketPath: '/nonexistent/pcscd.comm' })
  const run = reader.run(stop.signal)
  await sleep(50)
  assert.not.equal(reader.presence.is, 'ready')
  assert.is(await faultOf(reader.connect(patience())), 'card.reader-gone')
  stop.abort()
  await run
})

test('the box process is killed: its PC/SC process goes with it', async () => {
  const virtual = createVirtualReader({ pace: 'none' })
  await virtual.start()
  try {
    const box = fork(new URL('reader-alone.ts', import.meta.url), [virtual.socketPath])
    await once(box, 'message')
    const children = await processesOf(box.pid!)
    assert.is(children.length, 1)
    box.kill('SIGKILL')
    await once(box, 'exit')
    while (await alive(children[0]!)) {
      patience().throwIfAborted()
      await sleep(50)
    }
  } finally {
    await virtual.stop()
  }
})

async function processesOf(parent: number): Promise<number[]> {
  const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 0)
  const parents = await Promise.all(pids.map((pid) => parentOf(pid)))
  return pids.filter((_, i) => parents[i] === parent)
}

async function parentOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return Number(stat.slice(stat.lastIndexOf(')') + 4).split(' ')[0])
}

async function alive(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return stat !== '' && !stat.slice(stat.lastIndexOf(')')).startsWith(') Z')
}

test.run()
