import fc from 'fast-check'
import sharp from 'sharp'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { checkSignature, renderSignature, type Sample, type Stroke } from '../../../device/tasks/signature.ts'

const test = suite('signature')

function stroke(samples: number, at: (part: number) => { x: number; y: number }): Sample[] {
  return Array.from({ length: samples }, (_, i) => ({ ...at(i / (samples - 1)), t: i * 8 }))
}

const waves = stroke(150, (u) => ({ x: 0.1 + 0.8 * u, y: 0.5 + 0.3 * Math.sin(u * 30) }))

test('a written name is one', () => {
  assert.equal(checkSignature([waves]), { is: 'ok' })
})

test('nothing, a dot, one straight line in any direction, and a tick are none', () => {
  const none: [string, Stroke[]][] = [
    ['nothing', []],
    ['empty stroke', [[]]],
    ['dot', [[{ x: 0.5, y: 0.5, t: 0 }]]],
    ['dots', Array.from({ length: 20 }, (_, i) => [{ x: i / 20, y: (i % 3) / 3, t: i }])],
    ['level line', [stroke(100, (u) => ({ x: u, y: 0.5 }))]],
    ['slanting line, a little shaky', [stroke(100, (u) => ({ x: u, y: 0.2 + 0.6 * u + 0.01 * Math.sin(u * 90) }))]],
    ['line drawn to and fro', [stroke(100, (u) => ({ x: 0.5 + 0.4 * Math.sin(u * 20), y: 0.5 }))]],
    ['tick', [stroke(30, (u) => ({ x: 0.4 + 0.1 * u, y: u < 0.4 ? 0.5 + u * 0.3 : 0.62 - (u - 0.4) * 0.4 }))]],
  ]
  for (const [name, strokes] of none) assert.equal(checkSignature(strokes), { is: 'too-little' }, name)
})

test('strokes no pen can have made are refused, not drawn', async () => {
  const impossible: Stroke[][] = [
    [[{ x: Number.NaN, y: 0, t: 0 }, ...waves]],
    [[{ x: 0.5, y: 7, t: 0 }, ...waves]],
    Array.from({ length: 201 }, () => waves.slice(0, 3)),
    Array.from({ length: 60 }, () => waves),
  ]
  for (const strokes of impossible) {
    assert.equal(checkSignature(strokes), { is: 'too-little' })
    const error = await renderSignature(strokes).catch((error: unknown) => error)
    assert.instance(error, RangeError)
  }
})

test('the picture: 60 × 20 mm at 600 dpi, one bit, ink where the pen was', async () => {
  const png = await renderSignature([waves, [{ x: 0.05, y: 0.1, t: 0 }]])
  const { width, height, bitsPerSample, density } = await sharp(png).metadata()
  assert.equal({ width, height, bitsPerSample, density }, { width: 1417, height: 472, bitsPerSample: 1, density: 600 })
  const { data } = await sharp(png).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true })
  const grays = new Set(data)
  assert.equal(
    [...grays].sort((a, b) => a - b),
    [0, 255],
  )
  const gray = (x: number, y: number) => data[Math.round(y * 472) * 1417 + Math.round(x * 1417)]
  assert.is(gray(0.05, 0.1), 0, 'a dot, as over an i')
  for (const { x, y } of waves.slice(1, -1)) {
    // The line is smoothed: it passes within half a millimetre of every sample.
    const near = [-8, -4, 0, 4, 8].some((dx) =>
      [-10, -5, 0, 5, 10].some((dy) => gray(x + dx / 1417, y + dy / 472) === 0),
    )
    assert.ok(near, `no ink near ${x}, ${y}`)
  }
  assert.is(gray(0.5, 0.02), 255)
})

test('any strokes within the bounds can be checked and drawn', async () => {
  const sample = fc.record({
    x: fc.double({ min: 0, max: 1, noNaN: true }),
    y: fc.double({ min: 0, max: 1, noNaN: true }),
    t: fc.nat(),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(sample, { maxLength: 12 }), { maxLength: 5 }), async (strokes) => {
      checkSignature(strokes)
      assert.ok((await renderSignature(strokes)).length > 0)
    }),
    { numRuns: 8 },
  )
})

test('a pen that tells its pressure draws thin and broad; nothing is cut off at the edge', async () => {
  const level = (p?: number) =>
    stroke(60, (u) => ({ x: u, y: 0 })).map((sample, i) => ({
      ...sample,
      ...(p === undefined ? {} : { p: Math.min(1, p * (i / 30)) }),
    }))
  const ink = async (strokes: Stroke[]) => {
    const { data, info } = await sharp(await renderSignature(strokes))
      .toColourspace('b-w')
      .raw()
      .toBuffer({ resolveWithObject: true })
    const column = (x: number) =>
      Array.from({ length: info.height }, (_, y) => data[y * info.width + x]).filter((gray) => gray === 0).length
    return [column(250), column(info.width - 250)] as const
  }
  const [left, right] = await ink([level(1)])
  assert.ok(right > left + 5, `${left} ${right}`)
  const [even, also] = await ink([level()])
  assert.ok(Math.abs(even - also) <= 1)
  // Half a millimetre at 600 dpi, whole although drawn along the very edge.
  assert.ok(even >= 11 && even <= 13, String(even))
})

test.run()
