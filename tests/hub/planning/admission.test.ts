import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { admission, type FloorState, stillComing } from '../../../hub/planning/admission.ts'
import { deterministic, exponential, lognormal } from '../../../hub/planning/distributions.ts'
import { resultOf } from '../../../hub/planning/result.ts'
import { simulate } from '../../../hub/planning/simulate.ts'

const test = suite('chance queue: is this gap offered?')

const policy = { level: 0.9, limitMinutes: 5, spare: null }
const state = (given: Partial<FloorState>): FloorState => ({
  now: 600,
  free: 1,
  busy: [],
  waiting: 0,
  expected: [],
  closesAt: 960,
  ...given,
})
const twelve = lognormal(12, 0.5)

const table: [why: string, given: Partial<FloorState>, is: 'offer' | 'wait', reason: string][] = [
  ['an empty hour', {}, 'offer', 'gap-long-enough'],
  ['everybody is busy', { free: 0, busy: [3] }, 'wait', 'nobody-free'],
  ['a booked citizen is already waiting', { waiting: 1 }, 'wait', 'booked-waiting'],
  [
    'the only caseworker, next booking in ten minutes',
    { expected: [{ at: 610, chance: 0.85 }] },
    'wait',
    'gap-too-short',
  ],
  [
    'the only caseworker, next booking in half an hour',
    { expected: [{ at: 630, chance: 0.85 }] },
    'offer',
    'gap-long-enough',
  ],
  [
    'three free, one booking in ten minutes',
    { free: 3, expected: [{ at: 610, chance: 0.85 }] },
    'offer',
    'others-free',
  ],
  ['a quarter before closing', { closesAt: 615 }, 'wait', 'closing'],
  [
    'a late citizen who hardly comes any more',
    {
      expected: [
        { at: 600, chance: 0.05 },
        { at: 640, chance: 0.9 },
      ],
    },
    'offer',
    'others-free',
  ],
  ['a late citizen who may come any moment', { expected: [{ at: 600, chance: 0.6 }] }, 'wait', 'gap-too-short'],
]
for (const [why, given, is, reason] of table) {
  test(`${why}: ${is}`, () => {
    const answer = admission(state(given), twelve, policy)
    assert.equal([answer.is, answer.reason], [is, reason], JSON.stringify(answer))
    assert.ok(answer.probability >= 0 && answer.probability <= 1)
  })
}

test('a service of known length fits exactly, and one minute less does not', () => {
  const fixed = deterministic(12)
  const at = (start: number) => admission(state({ expected: [{ at: start, chance: 1 }] }), fixed, policy).is
  assert.is(at(607), 'offer')
  assert.is(at(606), 'wait')
})

test('spare caseworkers are offered by their own rule', () => {
  const later = Array.from({ length: 3 }, () => ({ at: 613, chance: 0.9 }))
  const given = state({ free: 3, expected: later })
  const strict = { ...policy, level: 0.95 }
  assert.is(admission(given, twelve, strict).is, 'wait')
  assert.is(admission(given, twelve, { ...strict, spare: 2 }).reason, 'spare')
  const soon = later.map((one) => ({ ...one, at: 605 }))
  assert.is(admission(state({ free: 3, expected: soon }), twelve, { ...strict, spare: 2 }).is, 'wait')
})

test('more bookings, a shorter gap or a stricter level never turn a wait into an offer', () => {
  let last = 1
  for (let n = 0; n < 5; n++) {
    const expected = Array.from({ length: n }, () => ({ at: 612, chance: 0.8 }))
    const { probability } = admission(state({ free: 3, expected }), twelve, { ...policy, level: 0 })
    assert.ok(probability <= last + 1e-12)
    last = probability
  }
})

test('the chance that a late citizen still comes falls with every minute', () => {
  const late = exponential(4)
  assert.is(stillComing(0.2, 0, late.atMost), 0.8)
  assert.ok(stillComing(0.2, 4, late.atMost) > stillComing(0.2, 8, late.atMost))
  assert.is(stillComing(0, 5, late.atMost), 1)
  assert.is(stillComing(0.2, 5, deterministic(0).atMost), 0)
})

test('over 1,000 days the booked who wait beyond the limit because of it are fewer than promised', async () => {
  for (const level of [0.8, 0.95]) {
    const { standby } = resultOf(
      await simulate(
        {
          runs: 4,
          days: 250,
          open: [9, 15],
          servers: [{ count: 3 }],
          arrivals: {
            walkIn: { ratePerHour: 3 },
            booked: {
              slotMinutes: 15,
              perSlot: 3,
              noShow: 0.15,
              fill: 0.9,
              lateness: { meanMinutes: -2, sdMinutes: 5 },
            },
          },
          service: { distribution: 'lognormal', meanMinutes: 12, cv: 0.5 },
          patience: { meanMinutes: 60 },
          policy: { standby: { on: true, level, limitMinutes: 5 } },
        },
        1,
      ),
    )
    assert.ok(standby!.served > 250, `served ${standby!.served}`)
    assert.ok(standby!.delayedShare! <= 1 - level, `delayed ${standby!.delayedShare}`)
  }
})

test.run()
