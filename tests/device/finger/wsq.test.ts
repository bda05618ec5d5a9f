import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { GrayImage } from '../../../device/finger/image.ts'
import { decodeWsq, readWsq } from '../../../device/finger/wsq/decode.ts'
import { encodeWsq, quantisePicture, write } from '../../../device/finger/wsq/encode.ts'
import { layout } from '../../../device/finger/wsq/subbands.ts'
import { decompose, NINE_SEVEN, reconstruct } from '../../../device/finger/wsq/wavelet.ts'
import { press } from '../../../drivers/virtual/finger/press.ts'
import { seeded } from '../../../drivers/virtual/random.ts'
import { corrupt } from './corrupt.ts'
import { fixtures, furthest, pgm, psnr, sample, sampleNames } from './pictures.ts'

const test = suite('WSQ')
const finger = press({ citizenSeed: 7, position: 'right-index', condition: 'good' })

function opened(bytes: Uint8Array): GrayImage {
  const decoded = decodeWsq(bytes)
  if (decoded.is !== 'image') throw new Error(decoded.why)
  return decoded.image
}

test('bands of any size come back together unharmed', () => {
  const random = seeded(4)
  for (const [width, height] of [
    [416, 560],
    [301, 403],
    [72, 97],
    [33, 75],
    [1, 1],
    [2, 9],
  ] as const) {
    const data = Float32Array.from({ length: width * height }, () => random() * 256 - 128)
    const work = Float32Array.from(data)
    const plan = layout(width, height)
    decompose(work, width, height, plan)
    reconstruct(work, width, height, plan, NINE_SEVEN)
    const off = work.reduce((most, value, at) => Math.max(most, Math.abs(value - data[at]!)), 0)
    assert.ok(off < 1e-3, `${width} × ${height}: ${off}`)
    assert.is(plan.bands.length, 60)
  }
})

test("a file by NIST's encoder opens as NIST's decoder opens it", () => {
  const image = opened(readFileSync(join(fixtures, 'reference.wsq')))
  assert.is(image.ppi, 500)
  assert.ok(furthest(image, pgm(join(fixtures, 'reference.pgm'))) <= 1)
})

test("our file of the same picture is no larger and no worse than NIST's", () => {
  const original = pgm(join(fixtures, 'original.pgm'))
  const ours = encodeWsq(original, 2.25)
  assert.ok(ours.length <= readFileSync(join(fixtures, 'reference.wsq')).length)
  assert.ok(psnr(opened(ours), original) > psnr(pgm(join(fixtures, 'reference.pgm')), original) - 0.01)
})

test('SFinGe_Test01 is no larger and no worse than by the reference encoder', () => {
  if (!sampleNames().includes('SFinGe_Test01')) return
  const original = pgm(sample('SFinGe_Test01'))
  for (const [rate, bytes, decibels] of [
    [0.75, 19_454, 25.8],
    [2.25, 58_361, 32.5],
  ] as const) {
    const wsq = encodeWsq(original, rate)
    assert.ok(wsq.length <= bytes, `${rate}: ${wsq.length} bytes`)
    assert.ok(psnr(opened(wsq), original) >= decibels, `${rate}: ${psnr(opened(wsq), original)} dB`)
  }
})

test('what was quantised comes back whole, and makes the same file again', () => {
  for (const rate of [0.1, 0.75, 5]) {
    const made = quantisePicture(finger, rate)
    const bytes = write(made)
    const read = readWsq(bytes)
    assert.equal(read.coefficients, Int16Array.from(made.bands.flatMap((band) => [...band])))
    assert.equal(read.bins.width, made.bins.width)
    let from = 0
    const bands = made.bands.map((band) => read.coefficients.subarray(from, (from += band.length)))
    const { shift, scale, width, height } = read.frame
    assert.equal(write({ width, height, ppi: read.ppi, shift, scale, bins: read.bins, bands, bpp: rate }), bytes)
  }
})

test('long runs and large coefficients survive', () => {
  const width = 700
  const height = 500
  const pixels = Uint8Array.from({ length: width * height }, (_, at) => (at % width < 20 ? (at % 2) * 255 : 255))
  for (const rate of [0.75, 8]) {
    const made = quantisePicture({ width, height, ppi: 500, pixels }, rate)
    assert.equal(readWsq(write(made)).coefficients, Int16Array.from(made.bands.flatMap((band) => [...band])))
  }
})

test('the bare glass, all of one gray, is a picture too', () => {
  for (const gray of [0, 128, 255]) {
    const pixels = new Uint8Array(100 * 80).fill(gray)
    assert.equal(opened(encodeWsq({ width: 100, height: 80, ppi: 500, pixels })).pixels, pixels)
  }
})

test('the resolution travels along', () => {
  assert.is(opened(encodeWsq({ ...finger, ppi: 1000 })).ppi, 1000)
})

test('sizes and rates the format does not have are refused', () => {
  const picture = (width: number, height: number) => ({
    width,
    height,
    ppi: 500,
    pixels: new Uint8Array(width * height),
  })
  assert.throws(() => encodeWsq(picture(40, 300)), /too small/)
  assert.throws(() => encodeWsq(picture(70_000, 80)), /too large/)
  for (const rate of [0, -1, 9, Number.NaN]) assert.throws(() => encodeWsq(finger, rate), /bits a pixel/)
})

test('a damaged file is told as such and never hangs or crashes', () => {
  const whole = readFileSync(join(fixtures, 'reference.wsq'))
  let damaged = 0
  for (let seed = 1; seed <= 400; seed++) {
    const decoded = decodeWsq(corrupt(whole, seed))
    if (decoded.is === 'damaged') {
      damaged++
      assert.ok(decoded.why.length > 5)
    } else assert.is(decoded.image.pixels.length, decoded.image.width * decoded.image.height)
  }
  assert.ok(damaged > 100)
})

test('what is no WSQ at all is told as such', () => {
  for (const bytes of [
    new Uint8Array(0),
    Uint8Array.of(0xff),
    Buffer.from('P5 1 1 255 x'),
    Uint8Array.of(0xff, 0xa0, 0xff),
  ]) {
    assert.is(decodeWsq(bytes).is, 'damaged')
  }
})

test.run()
