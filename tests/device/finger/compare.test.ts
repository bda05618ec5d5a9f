import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { seenBefore } from '../../../device/finger/compare/captured.ts'
import { likeness } from '../../../device/finger/compare/match.ts'
import { isResidue } from '../../../device/finger/compare/residue.ts'
import type { GrayImage } from '../../../device/finger/image.ts'
import { findMinutiae } from '../../../device/finger/minutiae/find.ts'
import { bareGlass, press } from '../../../drivers/virtual/finger/press.ts'
import { laidAgain } from './vary.ts'

const test = suite('fingers of one visit compared')
const right = press({ citizenSeed: 21, position: 'right-index', condition: 'good' })
const left = press({ citizenSeed: 21, position: 'left-index', condition: 'good' })
const taken = (finger: 'right-index' | 'left-index', image: GrayImage) => ({ finger, minutiae: findMinutiae(image) })

test('the same finger shown for both hands is noticed', () => {
  for (let seed = 1; seed <= 5; seed++) {
    const seen = seenBefore(taken('left-index', laidAgain(right, seed)), [taken('right-index', right)])
    assert.equal(seen, { is: 'shown-before', finger: 'right-index' })
  }
})

test('two different fingers pass', () => {
  assert.equal(seenBefore(taken('left-index', left), [taken('right-index', right)]), { is: 'new' })
})

test('the left hand shown at the second try for the right is noticed', () => {
  const before = [taken('right-index', right), taken('left-index', left)]
  assert.equal(seenBefore(taken('right-index', laidAgain(left, 9)), before), {
    is: 'shown-before',
    finger: 'left-index',
  })
})

test('a better try of the same finger under its own name passes', () => {
  assert.equal(seenBefore(taken('right-index', laidAgain(right, 4)), [taken('right-index', right)]), { is: 'new' })
})

test('with next to no minutiae nothing is claimed', () => {
  assert.equal(seenBefore({ finger: 'left-index', minutiae: [] }, [taken('right-index', right)]), { is: 'unsure' })
  assert.equal(likeness([], []), { score: 0, paired: 0 })
})

test("what the last visitor's finger left on the glass is no finger", () => {
  const faded = (image: GrayImage, part: number) => ({
    ...image,
    pixels: image.pixels.map((gray) => 248 - (248 - gray) * part),
  })
  for (const part of [0.1, 0.15]) assert.ok(isResidue(faded(right, part)), String(part))
  assert.not(isResidue(bareGlass()))
  for (const condition of ['good', 'dry', 'wet', 'partial', 'smudged'] as const) {
    assert.not(isResidue(press({ citizenSeed: 21, position: 'right-index', condition })), condition)
  }
})

test.run()
