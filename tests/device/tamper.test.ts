/** A housing that was opened: the box stays locked until somebody who stands there starts it anew. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { watchTamper } from '../../device/tamper.ts'

const test = suite('tamper')
const folder = mkdtempSync(join(tmpdir(), 'boks-tamper-'))
test.after(() => rmSync(folder, { recursive: true, force: true }))

test('the switch closes again, and a configuration from afar leaves it out: it was opened all the same', async () => {
  const path = join(folder, 'switch')
  writeFileSync(path, '0\n')
  const since = { opened: false }
  const round = new AbortController()
  const told = new Promise<void>((resolve) => {
    const { state } = watchTamper(path, resolve, round.signal, since)
    assert.is(state(), 'closed')
  })
  writeFileSync(path, '1\n')
  // The look is a timer that keeps no process alive.
  const alive = setInterval(() => {}, 1_000)
  await told
  clearInterval(alive)
  writeFileSync(path, '0\n')
  round.abort()
  const stop = new AbortController()
  assert.is(watchTamper(path, () => {}, stop.signal, since).state(), 'opened')
  assert.is(watchTamper(undefined, () => {}, stop.signal, since).state(), 'opened')
  assert.is(watchTamper(undefined, () => {}, stop.signal).state(), null)
  stop.abort()
})

test('a switch that is not there locks the box until a configuration names the right one', () => {
  const path = join(folder, 'right')
  writeFileSync(path, '0\n')
  const since = { opened: false }
  const stop = new AbortController()
  assert.is(watchTamper(join(folder, 'wrong'), () => {}, stop.signal, since).state(), 'opened')
  assert.is(watchTamper(path, () => {}, stop.signal, since).state(), 'closed')
  stop.abort()
})

test.run()
