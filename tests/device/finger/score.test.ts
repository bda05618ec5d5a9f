import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { writePgm } from '../../../device/finger/files.ts'
import type { GrayImage } from '../../../device/finger/image.ts'
import type { Score } from '../../../device/finger/score.ts'
import { bareGlass, press } from '../../../drivers/virtual/finger/press.ts'
import { fingerScore } from '../../../provisioning/finger-score.ts'
import { fingerWsq } from '../../../provisioning/finger-wsq.ts'
import { Usage } from '../../../provisioning/verb.ts'

const test = suite('boks finger score and wsq')
const finger = press({ citizenSeed: 5, position: 'left-index', condition: 'good' })
const folder = mkdtempSync(join(tmpdir(), 'boks-finger-'))
const file = (name: string) => join(folder, name)

async function scored(...files: string[]): Promise<({ file: string } & Score)[]> {
  return (await fingerScore.run(files)).json as ({ file: string } & Score)[]
}

const raw = ({ width, height, pixels }: GrayImage) => sharp(pixels, { raw: { width, height, channels: 1 } })
const changed = (change: (gray: number) => number) => ({ ...finger, pixels: finger.pixels.map(change) })

/** The finger on a larger ground. */
function on(width: number, height: number, gray: number): GrayImage {
  const pixels = new Uint8Array(width * height).fill(gray)
  for (let y = 0; y < finger.height; y++) {
    pixels.set(finger.pixels.subarray(y * finger.width, (y + 1) * finger.width), (y + 40) * width + 50)
  }
  return { width, height, ppi: 500, pixels }
}

test('the same finger as PGM, 16-bit PGM, PNG and 16-bit PNG has the same measures', async () => {
  writeFileSync(file('a.pgm'), writePgm(finger))
  const wide = Buffer.alloc(finger.pixels.length * 2)
  for (const [at, gray] of finger.pixels.entries()) wide.writeUInt16BE(gray * 257, at * 2)
  writeFileSync(
    file('b.pgm'),
    Buffer.concat([Buffer.from(`P5\n# made up\n${finger.width} ${finger.height}\n65535\n`), wide]),
  )
  await raw(finger).toColourspace('b-w').png().toFile(file('c.png'))
  await sharp(
    new Uint16Array(finger.pixels).map((gray) => gray * 257),
    {
      raw: { width: finger.width, height: finger.height, channels: 1 },
    },
  )
    .toColourspace('grey16')
    .png()
    .toFile(file('d.png'))
  const [first, ...others] = await scored(file('a.pgm'), file('b.pgm'), file('c.png'), file('d.png'))
  assert.ok(first!.ok, first!.advice.join())
  assert.ok(first!.measures!['OCL_Bin10_Mean']! > 0.7)
  assert.ok(first!.measures!['FingerprintImageWithMinutiae']! >= 5)
  for (const other of others) assert.equal(other.measures, first!.measures, other.file)
})

test('a picture 10,000 pixels wide with one finger in it is that finger; ten fingers are too many', async () => {
  writeFileSync(file('wide.pgm'), writePgm(on(10_000, 600, 255)))
  writeFileSync(file('many.pgm'), writePgm(on(10_000, 600, 200)))
  const [one, many] = await scored(file('wide.pgm'), file('many.pgm'))
  assert.ok(one!.ok, one!.advice.join())
  assert.is(many!.measures, null)
  assert.match(many!.advice.join(), /at most 800 × 1000/)
})

const unfit: [string, () => Promise<Buffer> | Buffer, RegExp][] = [
  [
    'one bit',
    () =>
      raw(changed((gray) => (gray > 128 ? 255 : 0)))
        .toColourspace('b-w')
        .png({ palette: true, colours: 2 })
        .toBuffer(),
    /one bit/,
  ],
  ['one bit PBM', () => Buffer.from('P4\n8 1\nx'), /one bit/],
  [
    'at 200 ppi and saying so',
    () => raw(finger).withMetadata({ density: 200 }).png().toBuffer(),
    /200 pixels per inch/,
  ],
  [
    'at 200 ppi and silent',
    async () =>
      writePgm({
        ...finger,
        width: 120,
        height: 160,
        pixels: await raw(finger).resize(120, 160).toColourspace('b-w').raw().toBuffer(),
      }),
    /ridges lie 3\.\d pixels apart.*about 200/,
  ],
  ['inverted', () => writePgm(changed((gray) => 255 - gray)), /inverted/],
  ['blank', () => writePgm({ ...finger, pixels: new Uint8Array(finger.pixels.length).fill(255) }), /no finger/],
  ['one gray', () => writePgm({ ...finger, pixels: new Uint8Array(finger.pixels.length).fill(180) }), /one gray/],
  ['bare glass', () => writePgm(bareGlass()), /glass|Too little|no finger/],
  [
    'tiny',
    () => writePgm({ width: 30, height: 30, ppi: 500, pixels: new Uint8Array(900).fill(9) }),
    /72 × 72|inverted/,
  ],
  ['cut short', () => writePgm(finger).subarray(0, 900), /ends before/],
  ['no picture', () => Buffer.from('hello'), /can be read/],
]
for (const [name, make, sentence] of unfit) {
  test(`a picture that is ${name} gets a sentence, not a number`, async () => {
    writeFileSync(file('unfit'), await make())
    const [result] = await scored(file('unfit'))
    assert.not(result!.ok)
    assert.match(result!.advice.join(' '), sentence)
  })
}

for (const condition of ['dry', 'wet', 'partial', 'smudged'] as const) {
  test(`a ${condition} finger gets advice along with its measures`, async () => {
    writeFileSync(file('poor.pgm'), writePgm(press({ citizenSeed: 5, position: 'left-index', condition })))
    const [result] = await scored(file('poor.pgm'))
    assert.not(result!.ok)
    assert.ok(result!.advice.length > 0 && result!.measures, result!.advice.join())
  })
}

test('PGM to WSQ and back to PNG and PGM', async () => {
  writeFileSync(file('in.pgm'), writePgm(finger))
  const { json } = await fingerWsq.run(['encode', file('in.pgm'), file('out.wsq'), '--bpp', '2.25'])
  const { bytes } = json as { bytes: number }
  assert.ok(bytes > 5_000 && bytes < 40_000)
  for (const out of ['back.png', 'back.pgm']) await fingerWsq.run(['decode', file('out.wsq'), file(out)])
  const [png, pgm, wsq] = await scored(file('back.png'), file('back.pgm'), file('out.wsq'))
  assert.equal(png!.measures, pgm!.measures)
  assert.equal(wsq!.measures, pgm!.measures)
})

test('wrong words are answered with one sentence', async () => {
  const wrong: (() => Promise<unknown>)[] = [
    () => fingerScore.run([]),
    () => fingerScore.run([file('not-there.png')]),
    () => fingerWsq.run(['squeeze', 'a', 'b']),
    () => fingerWsq.run(['encode', file('in.pgm')]),
    () => fingerWsq.run(['encode', file('in.pgm'), file('x.wsq'), '--bpp', 'much']),
    () => fingerWsq.run(['decode', file('in.pgm'), file('x.png')]),
    () => fingerWsq.run(['decode', file('out.wsq'), file('x.gif')]),
  ]
  for (const act of wrong) {
    const error = await act().then(
      () => null,
      (caught) => caught,
    )
    assert.instance(error, Usage)
  }
})

test.after(() => rmSync(folder, { recursive: true }))
test.run()
