import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import sharp, { type Sharp } from 'sharp'
import { suite } from 'uvu'
import { isFault } from '../../../device/contract/faults.ts'
import { decodePortrait, MAX_PORTRAIT_BYTES } from '../../../device/face/decode.ts'
import { jp2File, jpeg2000Size } from '../../../device/face/openjpeg.ts'
import { drawnHeads } from '../../../drivers/virtual/people/drawn.ts'

const test = suite('the portrait on the chip')
const require = createRequire(import.meta.url)
const malformed = (error: unknown) => isFault(error, 'chip.malformed')
let head: Sharp

test.before(async () => {
  head = sharp((await drawnHeads())[0]!.jpeg).resize(413, 531, { fit: 'cover' })
})

/** Codes pixels as a JPEG 2000 codestream with the package's encoder. */
async function jpeg2000(image: Sharp, channels: 1 | 3): Promise<Buffer> {
  const library = await require('@cornerstonejs/codec-openjpeg/wasmjs')({ print() {}, printErr() {} })
  const { data, info } = await image
    .toColourspace(channels === 1 ? 'b-w' : 'srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  const encoder = new library.J2KEncoder()
  const frame = { width: info.width, height: info.height, bitsPerSample: 8, componentCount: channels, isSigned: false }
  encoder.getDecodedBuffer(frame).set(data)
  encoder.setQuality(false, 20)
  encoder.encode()
  return Buffer.from(encoder.getEncodedBuffer())
}

/** Mean absolute difference of two pictures' pixels, in grey levels. */
async function difference(a: Buffer, b: Buffer): Promise<number> {
  const [one, two] = await Promise.all([a, b].map((jpeg) => sharp(jpeg).grayscale().raw().toBuffer()))
  return one!.reduce((sum, value, i) => sum + Math.abs(value - two![i]!), 0) / one!.length
}

test('a JPEG in colour and one in grey', async () => {
  const colour = await decodePortrait(await head.clone().jpeg().toBuffer())
  const grey = await decodePortrait(await head.clone().toColourspace('b-w').jpeg().toBuffer())
  assert.deepEqual([colour.width, colour.height, colour.coding, colour.grey], [413, 531, 'jpeg', false])
  assert.deepEqual([grey.width, grey.height, grey.grey], [413, 531, true])
})

for (const channels of [1, 3] as const) {
  test(`a JPEG 2000 with ${channels} component(s) looks as it did`, async () => {
    const file = await jpeg2000(head.clone(), channels)
    const portrait = await decodePortrait(file)
    assert.deepEqual(
      [portrait.width, portrait.height, portrait.coding, portrait.grey],
      [413, 531, 'jpeg2000', channels === 1],
    )
    assert.ok((await difference(portrait.jpeg, await head.clone().jpeg().toBuffer())) < 4)
  })
}

test('a JPEG 2000 bomb behind a small decoy is refused by what its own header says', async () => {
  const white = sharp({ create: { width: 1_500, height: 1_000, channels: 3, background: '#fff' } })
  const box = (type: string, body: Buffer) => {
    const start = Buffer.alloc(8)
    start.writeUInt32BE(body.length + 8)
    start.write(type, 4, 'latin1')
    return Buffer.concat([start, body])
  }
  const big = jp2File(await jpeg2000(white, 3), 1_500, 1_000)
  const decoy = box('uuid', (await jpeg2000(head.clone().resize(41, 53), 3)).subarray(0, 200))
  const at = big.indexOf('jp2h') - 4
  const hidden = Buffer.concat([big.subarray(0, at), decoy, big.subarray(at)])
  assert.ok(jpeg2000Size(hidden)!.pixels < 3_000)
  await assert.rejects(decodePortrait(hidden), malformed)
})

test('a decompression bomb is refused before it is unpacked', async () => {
  const bomb = await sharp({ create: { width: 3_000, height: 3_000, channels: 3, background: '#fff' } })
    .jpeg()
    .toBuffer()
  await assert.rejects(decodePortrait(bomb), malformed)
  const file = await jpeg2000(head.clone().resize(64, 64, { fit: 'fill' }), 3)
  file.writeUInt32BE(60_000, 8)
  file.writeUInt32BE(60_000, 12)
  await assert.rejects(decodePortrait(file), malformed)
  await assert.rejects(decodePortrait(Buffer.alloc(MAX_PORTRAIT_BYTES + 1, 0xff)), malformed)
})

test('a damaged file is a fault, wherever it is cut or changed', async () => {
  const jpeg = await head.clone().jpeg().toBuffer()
  const wavelet = await jpeg2000(head.clone(), 3)
  for (const cut of [0, 1, 3, 12, 40, 90]) {
    await assert.rejects(decodePortrait(jpeg.subarray(0, cut)), malformed)
    await assert.rejects(decodePortrait(wavelet.subarray(0, cut)), malformed)
  }
  // A flipped byte may still decode; it must never end the process, and what decodes has a sane size.
  for (let at = 4; at < 200; at += 7) {
    const file = Buffer.from(wavelet)
    file[at]! ^= 0xa5
    const portrait = await decodePortrait(file).catch((error) => assert.ok(malformed(error), String(error)))
    if (portrait) assert.ok(portrait.width * portrait.height <= 1_100_000)
  }
  assert.equal((await decodePortrait(wavelet)).width, 413, 'the decoder still works afterwards')
})

test.run()
