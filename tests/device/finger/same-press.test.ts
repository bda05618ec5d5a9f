import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { samePress } from '../../../device/finger/same-press.ts'
import { bareGlass, type Condition, press } from '../../../drivers/virtual/finger/press.ts'
import { seeded } from '../../../drivers/virtual/random.ts'

const test = suite('the same pressing')
const finger = { citizenSeed: 7, position: 'right-index' } as const

/** The same skin a moment later: crept by some pixels, seen through the sensor's noise. */
function later(image: ReturnType<typeof press>, dx: number, dy: number): ReturnType<typeof press> {
  const { width, height, pixels } = image
  const random = seeded(3)
  const moved = Uint8Array.from(pixels, (_, at) => {
    const x = Math.max(0, Math.min(width - 1, (at % width) + dx))
    const y = Math.max(0, Math.min(height - 1, Math.floor(at / width) + dy))
    return Math.max(0, Math.min(255, pixels[y * width + x]! + (random() - 0.5) * 30))
  })
  return { ...image, pixels: moved }
}

for (const condition of ['good', 'dry', 'wet', 'partial', 'smudged'] as Condition[]) {
  test(`a ${condition} finger that was not lifted is the same pressing, also when it creeps`, () => {
    const image = press({ ...finger, condition })
    assert.ok(samePress(image, later(image, 0, 0)))
    assert.ok(samePress(image, later(image, 3, -2)))
  })

  test(`a ${condition} finger laid down anew, and the other hand’s, are another pressing`, () => {
    const image = press({ ...finger, condition, laying: 1 })
    for (const laying of [2, 4, 6]) assert.not.ok(samePress(image, press({ ...finger, condition, laying })))
    assert.not.ok(samePress(image, press({ ...finger, condition, position: 'left-index' })))
  })
}

test('a finger that dries while it lies there was not lifted', () => {
  assert.ok(samePress(press({ ...finger, condition: 'good' }), press({ ...finger, condition: 'dry' })))
})

test('glass after a finger is another picture', () => {
  assert.not.ok(samePress(press({ ...finger, condition: 'good' }), bareGlass()))
})

test.run()
