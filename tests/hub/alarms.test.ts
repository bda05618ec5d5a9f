/** Which box wants whom: alarms as a table, and as they open and end by themselves. */
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Health } from '../../device/contract/health.ts'
import { alarmsOf, type Seen } from '../../hub/fleet/alarms.ts'
import { metrics } from '../../hub/fleet/metrics.ts'

const test = suite('hub: alarms')
const now = Date.now()
const health: Health = {
  at: new Date(now).toISOString(),
  uptime: { process: 10, machine: 100 },
  temperature: 50,
  memory: 1e8,
  disk: { free: 1e10, size: 2e10 },
  loopMs: 20,
  screenMs: 1_000,
  outbox: 0,
  certificateUntil: null,
  config: 3,
  faults: [],
  consumables: [{ name: 'paper', level: 0.5 }],
}
const ready = { card: 'ready', mrz: 'ready', camera: 'ready', finger: 'ready', printer: 'ready' } as const
const well: Seen = { connected: true, lastSeen: new Date(now), devices: ready, health }
const kinds = (seen: Partial<Seen>) =>
  alarmsOf({ ...well, ...seen }, now).map(({ kind, part }) => (part ? `${kind} ${part}` : kind))

test('a box that is well has none; each cause has its own', () => {
  assert.equal(kinds({}), [])
  assert.equal(kinds({ devices: { ...ready, printer: 'absent', card: 'faulty' } }), ['device card', 'device printer'])
  assert.equal(kinds({ opened: true }), ['tamper'])
  assert.equal(kinds({ devices: { ...ready, printer: 'opening' } }), [], 'a device that starts is none')
  for (const [change, kind] of [
    [{ disk: { free: 1, size: 2 } }, 'disk'],
    [{ temperature: 95 }, 'hot'],
    [{ outbox: 50 }, 'outbox'],
    [{ screenMs: 90_000 }, 'screen'],
    [{ loopMs: 9_000 }, 'slow'],
    [{ rolledBack: { version: 4, why: 'x' } }, 'settings'],
    [{ consumables: [{ name: 'ribbon', level: 0.05 }] }, 'consumable ribbon'],
  ] as const)
    assert.equal(kinds({ health: { ...health, ...change } as Health }), [kind])
})

test('a box that is away for a restart is no alarm; one that stays away is one, and only one', () => {
  assert.equal(kinds({ connected: false, lastSeen: new Date(now - 30_000) }), [])
  assert.equal(kinds({ connected: false, lastSeen: new Date(now - 300_000), devices: { ...ready, card: 'absent' } }), [
    'silent',
  ])
  assert.equal(kinds({ connected: false, lastSeen: null }), [], 'one that was never here is none')
})

test('metrics hold quotes and line ends of a name', () => {
  const box = {
    name: 'a"b\nc',
    place: 'p',
    state: 'enrolled',
    connected: true,
    inService: true,
    visit: null,
    devices: null,
    health: null,
    alarms: [],
    certificateUntil: null,
  }
  assert.match(metrics([box as never]), 'borgerboks_up{box="a\\"b c",place="p"} 1')
})

test.run()
