import assert from 'node:assert/strict'
import { suite } from 'uvu'
import { promise, ranked, shortlist } from '../../../device/face/best.ts'
import type { PortraitGuidance } from '../../../device/face/guide.ts'
import { unmeasured } from '../../../device/face/quality/measure-quality.ts'
import { heldOf, steady, unsettled } from '../../../device/face/steady.ts'
import type { FaceMeasure } from '../../../device/face/view.ts'

const test = suite('steady guidance')

/** One look every 60 ms; what is shown after each, and how much of the second has been held. */
function looks(said: readonly PortraitGuidance[]) {
  let state = unsettled
  return said.map((one, i) => {
    state = steady(state, one, 1_000 + i * 60)
    return { shown: state.shown, held: heldOf(state, 1_000) }
  })
}
const times = <T>(n: number, one: T) => Array.from({ length: n }, () => one)

test('somebody who blinks while the second runs is told nothing and need not begin again', () => {
  const seen = looks([...times(8, 'hold' as const), ...times(3, 'open-eyes' as const), ...times(10, 'hold' as const)])
  assert.deepEqual([...new Set(seen.map((one) => one.shown))], ['hold'])
  assert.equal(seen.at(-1)!.held, 1)
})

test('two instructions that take turns do not flicker', () => {
  const said = Array.from({ length: 40 }, (_, i) => (i % 2 ? ('left' as const) : ('closer' as const)))
  const changes = looks(said).filter((one, i, all) => i > 0 && one.shown !== all[i - 1]!.shown)
  assert.ok(changes.length <= 1)
})

test('an instruction that stays is shown within a third of a second, and somebody who leaves starts anew', () => {
  const seen = looks([...times(10, 'hold' as const), ...times(8, 'no-face' as const), 'hold'])
  assert.equal(seen[16]!.shown, 'no-face')
  assert.equal(seen.at(-1)!.held, 0)
})

test('of several pictures the one with open eyes and a straight look is kept', () => {
  const face = { eyeOpenness: 0.3, mouthOpen: 0, yaw: 0, pitch: 0, roll: 0 } as FaceMeasure
  const blink = { ...face, eyeOpenness: 0.1 }
  const turned = { ...face, yaw: 9 }
  const all = [blink, turned, face, blink].map((one) => ({ one, promise: promise(one) }))
  const short = all.reduce<typeof all>((list, one) => shortlist(list, one, 2), [])
  assert.deepEqual(
    short.map(({ one }) => one),
    [face, turned],
  )
  const soft = unmeasured()
  const sharp = { ...soft, Sharpness: { native: 2, component: 90, assessed: true, method: 'heuristic' } as const }
  assert.equal(ranked([{ measures: soft }, { measures: sharp }])[0]!.measures, sharp)
})

test.run()
