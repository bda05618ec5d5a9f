import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { press } from '../../../drivers/virtual/finger/press.ts'

const test = suite('virtual fingers')

/** Correlation of two images' grays, −1…1. */
function likeness(a: Uint8Array, b: Uint8Array): number {
  const mean = (of: Uint8Array) => of.reduce((sum, gray) => sum + gray, 0) / of.length
  const [ma, mb] = [mean(a), mean(b)]
  let ab = 0
  let aa = 0
  let bb = 0
  for (let at = 0; at < a.length; at++) {
    ab += (a[at]! - ma) * (b[at]! - mb)
    aa += (a[at]! - ma) ** 2
    bb += (b[at]! - mb) ** 2
  }
  return ab / Math.sqrt(aa * bb)
}

test('the same finger looks the same each time; other fingers and other people have other ridges', () => {
  const one = press({ citizenSeed: 1, position: 'right-index', condition: 'good' }).pixels
  assert.equal(press({ citizenSeed: 1, position: 'right-index', condition: 'good' }).pixels, one)
  const left = press({ citizenSeed: 1, position: 'left-index', condition: 'good' }).pixels
  const other = press({ citizenSeed: 2, position: 'right-index', condition: 'good' }).pixels
  // What is left is the common outline of a finger on bare glass.
  assert.ok(likeness(one, left) < 0.5, `${likeness(one, left)}`)
  assert.ok(likeness(one, other) < 0.5, `${likeness(one, other)}`)
})

test('the finger has ridges about 0.45 mm apart everywhere, and skin up to the rim', () => {
  const { width, height, pixels } = press({ citizenSeed: 1, position: 'right-index', condition: 'good' })
  // Crossings of middle gray along all rows and columns of the inner part: two a ridge, more across than along them.
  let crossings = 0
  let steps = 0
  for (let y = height / 4; y < (height * 3) / 4; y++) {
    for (let x = width / 4; x < (width * 3) / 4; x++) {
      const here = pixels[y * width + x]! < 125
      if (here !== pixels[y * width + x + 1]! < 125) crossings++
      if (here !== pixels[(y + 1) * width + x]! < 125) crossings++
      steps++
    }
  }
  // For a ridge running at angle a: 2/period × (|sin a| + |cos a|) crossings a pixel, the bracket being 1…1.41.
  const period = (2 * 1.27 * steps) / crossings
  assert.ok(period > 7 && period < 11, `period ${period} pixels`)
})

test.run()
