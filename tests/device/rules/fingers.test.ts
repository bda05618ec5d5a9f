import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import {
  type Digit,
  type FingerFact,
  type Hand,
  type ImpossibleReason,
  impossibleReasons,
  nextFinger,
} from '../../../device/rules/fingers.ts'

const test = suite('which finger next')
const DAY = '2026-11-22'
const next = (facts: FingerFact[], age = 40) => nextFinger(age, DAY, facts)

const good = (hand: Hand, digit: Digit = 'index'): FingerFact => ({ is: 'print', hand, digit, ok: true, quality: 80 })
const poor = (hand: Hand, digit: Digit = 'index', quality = 20): FingerFact => ({
  is: 'print',
  hand,
  digit,
  ok: false,
  quality,
})
const cannot = (hand: Hand, digit: Digit, reason: ImpossibleReason): FingerFact => ({
  is: 'impossible',
  hand,
  digit,
  reason,
  lasting: impossibleReasons[reason].lasting,
  caseworker: 'KV',
})
const all = ['index', 'thumb', 'middle', 'ring'] as const
const noneOf = (hand: Hand, reason: ImpossibleReason) => all.map((digit) => cannot(hand, digit, reason))

test('a child under 12 is not asked, and is told why', () => {
  assert.is(next([], 11).is, 'skip')
  assert.is(next([], 12).is, 'take')
})

test('two good index fingers are all that is asked', () => {
  assert.equal(next([]), { is: 'take', hand: 'right', digit: 'index', attempt: 1, attempts: 3 })
  assert.equal(next([good('right')]), { is: 'take', hand: 'left', digit: 'index', attempt: 1, attempts: 3 })
  assert.equal(next([good('right'), good('left')]), {
    is: 'done',
    right: { is: 'good', digit: 'index', tries: 1 },
    left: { is: 'good', digit: 'index', tries: 1 },
    consequence: { is: 'both-hands' },
    decision: 'none',
  })
})

test('after three poor tries the thumb, the middle and the ring finger are asked for', () => {
  const facts: FingerFact[] = []
  const asked: string[] = []
  for (let step = next(facts); step.is === 'take' && step.hand === 'right'; step = next(facts)) {
    asked.push(`${step.digit} ${step.attempt}`)
    facts.push(poor('right', step.digit))
  }
  assert.equal(
    asked,
    all.flatMap((digit) => [1, 2, 3].map((attempt) => `${digit} ${attempt}`)),
  )
})

test('when none is good the best of all tries is kept, for the caseworker to decide', () => {
  const facts = all.flatMap((digit) =>
    [10, 30, 20].map((quality) => poor('right', digit, quality + (digit === 'middle' ? 5 : 0))),
  )
  const step = next([...facts, good('left')])
  assert.is(step.is, 'done')
  if (step.is !== 'done') return
  assert.equal(step.right, { is: 'poor', digit: 'middle', tries: 3 })
  assert.is(step.decision, 'caseworker')
})

test('a missing index finger is followed by the thumb, and the hand still counts', () => {
  const facts = [cannot('right', 'index', 'missing')]
  assert.equal(next(facts), { is: 'take', hand: 'right', digit: 'thumb', attempt: 1, attempts: 3 })
  const step = next([...facts, good('right', 'thumb'), good('left')])
  assert.is(step.is === 'done' && step.consequence.is, 'both-hands')
})

test('a bandage put on between two tries ends that finger', () => {
  const step = next([poor('right'), cannot('right', 'index', 'bandaged')])
  assert.equal(step, { is: 'take', hand: 'right', digit: 'thumb', attempt: 1, attempts: 3 })
})

const outcomes: [string, ImpossibleReason, ImpossibleReason, unknown][] = [
  ['no hands at all: exempt, an ordinary passport', 'missing', 'missing', { is: 'exempt' }],
  ['both hands bandaged: provisional', 'bandaged', 'injured', { is: 'provisional', months: 12 }],
  ['one hand missing, the other bandaged: provisional', 'missing', 'bandaged', { is: 'provisional', months: 12 }],
]
for (const [name, right, left, consequence] of outcomes) {
  test(name, () => {
    const step = next([...noneOf('right', right), ...noneOf('left', left)])
    assert.is(step.is, 'done')
    if (step.is !== 'done') return
    assert.equal(step.consequence, consequence)
    assert.is(step.decision, 'caseworker')
  })
}

test('one hand in plaster leaves the other', () => {
  const step = next([...noneOf('right', 'bandaged'), good('left')])
  assert.equal(step.is === 'done' && step.consequence, { is: 'one-hand', missing: 'right' })
  assert.equal(step.is === 'done' && step.right, { is: 'none', lasting: 'temporarily', reasons: ['bandaged'] })
})

test('what the citizen says counts until a caseworker judges it, and a caseworker can end the tries', () => {
  const stated: FingerFact = { is: 'stated', hand: 'right', digit: 'index', reason: 'bandaged' }
  assert.equal(next([stated]), { is: 'take', hand: 'right', digit: 'thumb', attempt: 1, attempts: 3 })
  const enough: FingerFact = { is: 'enough', hand: 'right', caseworker: 'KV' }
  const step = next([poor('right'), enough, good('left')])
  assert.equal(step.is === 'done' && step.right, { is: 'poor', digit: 'index', tries: 1 })
  // Without a single print there is nothing to be enough.
  assert.is(next([enough]).is, 'take')
})

test('tries that gave no picture are no print: nothing is taken, and another day it may be', () => {
  const blank = all.flatMap((digit) =>
    [1, 2, 3].map((): FingerFact => ({ is: 'print', hand: 'right', digit, ok: false, quality: 0, blank: true })),
  )
  const step = next([...blank, good('left')])
  assert.equal(step.is === 'done' && step.right, { is: 'none', lasting: 'temporarily', reasons: [] })
  assert.equal(step.is === 'done' && step.consequence, { is: 'one-hand', missing: 'right' })
  const judged = next([...blank, ...noneOf('right', 'no-ridges'), good('left')])
  assert.is(judged.is === 'done' && judged.right.is === 'none' && judged.right.lasting, 'permanently')
})

test('a print does not count when its finger is then found impossible', () => {
  const facts = [good('right'), cannot('right', 'index', 'missing')]
  assert.equal(next(facts), { is: 'take', hand: 'right', digit: 'thumb', attempt: 1, attempts: 3 })
})

test('the ladder ends, whatever happens on it', () => {
  for (let seed = 0; seed < 500; seed++) {
    const facts: FingerFact[] = []
    let dice = seed + 1
    for (let steps = 0; ; steps++) {
      const step = next(facts)
      if (step.is !== 'take') break
      assert.ok(steps < 24)
      dice = (dice * 1_103_515_245 + 12_345) % 2_147_483_648
      const kind = dice % 4
      if (kind === 0) facts.push(good(step.hand, step.digit))
      else if (kind === 1) facts.push(cannot(step.hand, step.digit, 'injured'))
      else facts.push(poor(step.hand, step.digit))
    }
  }
})

test.run()
