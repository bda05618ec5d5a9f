import sharp from 'sharp'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type Advice, gate } from '../../../device/finger/gate.ts'
import type { GrayImage } from '../../../device/finger/image.ts'
import { preview } from '../../../device/finger/preview.ts'
import { bareGlass, type Condition, press } from '../../../drivers/virtual/finger/press.ts'

import { seeded } from '../../../drivers/virtual/random.ts'
import { pgm, sample, sampleNames } from './pictures.ts'

const test = suite('finger gate')
const citizens = [1, 2, 3]

function finger(citizenSeed: number, condition: Condition): GrayImage {
  return press({ citizenSeed, position: citizenSeed % 2 ? 'right-index' : 'left-index', condition })
}

test('independent good prints pass: SFinGe samples', () => {
  for (const name of sampleNames()) {
    const result = gate(pgm(sample(name)))
    assert.is(result.advice, null, name)
    assert.ok(result.ok && result.quality >= 80, `${name}: ${result.quality}`)
  }
})

test('a finger laid well passes', () => {
  for (const citizen of citizens) {
    const result = gate(finger(citizen, 'good'))
    assert.ok(result.ok && result.advice === null, JSON.stringify(result))
    assert.ok(result.quality >= 80)
  }
})

const refused: [Condition, Advice][] = [
  ['dry', 'moisten'],
  ['wet', 'dry'],
  ['partial', 'centre'],
  ['smudged', 'flat'],
]
for (const [condition, advice] of refused) {
  test(`a ${condition} finger is refused: ${advice}`, () => {
    for (const citizen of citizens) {
      const result = gate(finger(citizen, condition))
      assert.not(result.ok)
      assert.is(result.advice, advice, JSON.stringify(result))
      assert.ok(result.quality < gate(finger(citizen, 'good')).quality)
    }
  })
}

test('bare glass, black glass and noise are no finger', () => {
  assert.is(gate(bareGlass()).advice, 'centre')
  const random = seeded(7)
  const plain = (gray: (at: number) => number): GrayImage => ({
    width: 300,
    height: 400,
    ppi: 500,
    pixels: Uint8Array.from({ length: 120_000 }, (_, at) => gray(at)),
  })
  for (const image of [plain(() => 0), plain(() => 255), plain(() => random() * 255)]) {
    const result = gate(image)
    assert.not(result.ok)
    assert.ok(result.quality < 30, `${result.quality}`)
  }
})

test('only the tip, in the middle: lay it flat', () => {
  const image = finger(1, 'good')
  const pixels = image.pixels.map((gray, at) => {
    const x = (at % image.width) - image.width / 2
    const y = Math.floor(at / image.width) - image.height / 2
    return Math.hypot(x, y) < 95 ? gray : 248
  })
  assert.is(gate({ ...image, pixels }).advice, 'flat')
})

test('a finger only laid on, unbroken but pale: press harder', () => {
  const image = finger(1, 'good')
  const pixels = image.pixels.map((gray) => 248 - (248 - gray) * 0.35)
  assert.is(gate({ ...image, pixels }).advice, 'press-harder')
})

test('an image smaller than a block does not throw', () => {
  assert.not(gate({ width: 3, height: 3, ppi: 500, pixels: new Uint8Array(9) }).ok)
})

test('the preview is a small gray picture', async () => {
  const { width, height, format, channels } = await sharp(await preview(finger(1, 'good'))).metadata()
  assert.equal({ width, height, format, channels }, { width: 210, height: 280, format: 'png', channels: 1 })
})

test.run()
