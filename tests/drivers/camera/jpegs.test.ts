import assert from 'node:assert/strict'
import sharp from 'sharp'
import { suite } from 'uvu'
import { createJpegSplitter } from '../../../drivers/camera/jpegs.ts'

const test = suite('pictures out of a pipe')

const picture = (grey: number) =>
  sharp({ create: { width: 64, height: 48, channels: 3, background: { r: grey, g: 255 - grey, b: 40 } } })
    .jpeg()
    .toBuffer()

/** Puts a whole JPEG into an APP1 segment, as cameras do with thumbnails. */
function withThumbnail(jpeg: Buffer, thumbnail: Buffer): Buffer {
  const head = Buffer.from([0xff, 0xe1, 0, 0])
  head.writeUInt16BE(thumbnail.length + 2, 2)
  return Buffer.concat([jpeg.subarray(0, 2), head, thumbnail, jpeg.subarray(2)])
}

test('the pipe cuts pictures anywhere', async () => {
  const pictures = [await picture(10), withThumbnail(await picture(90), await picture(1)), await picture(200)]
  const stream = Buffer.concat([Buffer.from('lost bytes'), ...pictures])
  for (const size of [1, 2, 3, 7, 100, 65_536]) {
    const split = createJpegSplitter()
    const got: Buffer[] = []
    for (let at = 0; at < stream.length; at += size) got.push(...split(stream.subarray(at, at + size)))
    assert.equal(got.length, 3, `in pieces of ${size}`)
    assert.ok(got.every((jpeg, i) => jpeg.equals(pictures[i]!)))
  }
})

test('a picture that breaks off is left out, and the next one comes', async () => {
  const [first, second] = [await picture(10), await picture(20)]
  const split = createJpegSplitter()
  const got = split(Buffer.concat([first.subarray(0, 30), Buffer.from([0xff, 0xd9]), second, first]))
  assert.ok(got.some((jpeg) => jpeg.equals(first)))
})

test.run()
