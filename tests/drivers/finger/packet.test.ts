import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { decodeImage } from '../../../drivers/finger/image.ts'
import { encodePacket, nextPacket, type Packet } from '../../../drivers/finger/packet.ts'

const test = suite('sensor packets')

test('the manual’s worked example: enrol with id 0x9929', () => {
  const bytes = encodePacket({ command: 0x05, param: 0x9929 })
  assert.is(Buffer.from(bytes).toString('hex'), '4005299900000000000000070a')
})

/** All packets in a stream that comes in these pieces. */
function parse(pieces: readonly Uint8Array[]): { packets: Packet[]; left: number } {
  const packets: Packet[] = []
  let unread: Uint8Array = new Uint8Array(0)
  for (const piece of pieces) {
    unread = Buffer.concat([unread, piece])
    for (;;) {
      const { used, value } = nextPacket(unread)
      assert.ok(used <= unread.length)
      unread = unread.subarray(used)
      if (!value) break
      assert.ok(used >= 13, 'a packet without using its bytes would loop for ever')
      packets.push(value)
    }
  }
  return { packets, left: unread.length }
}

const packet = fc.record(
  { command: fc.nat(255), param: fc.nat(0xffffffff), size: fc.nat(0xffffffff), flag: fc.nat(255) },
  { noNullPrototype: true },
)
/** Noise in which starts and ends of packets are frequent. */
const noise = fc
  .uint8Array({ maxLength: 60 })
  .map((bytes) => bytes.map((byte) => (byte < 60 ? 0x40 : byte < 90 ? 0x0a : byte)))

test('two thousand random streams: no hang, no throw, never more than a packet’s length kept', () => {
  fc.assert(
    fc.property(fc.array(noise, { maxLength: 12 }), (pieces) => {
      assert.ok(parse(pieces).left < 13)
    }),
    { numRuns: 2_000 },
  )
})

test('whole packets come out of any cutting of the stream', () => {
  fc.assert(
    fc.property(fc.array(packet, { maxLength: 8 }), fc.array(fc.integer({ min: 1, max: 20 })), (packets, cuts) => {
      const stream = Buffer.concat(packets.map(encodePacket))
      const pieces: Uint8Array[] = []
      let at = 0
      for (const cut of cuts) {
        pieces.push(stream.subarray(at, at + cut))
        at += cut
      }
      pieces.push(stream.subarray(at))
      assert.equal(parse(pieces).packets, packets)
    }),
    { numRuns: 500 },
  )
})

test('a packet after noise is found, if the noise itself holds none', () => {
  fc.assert(
    fc.property(noise, packet, (before, wanted) => {
      const { packets } = parse([before, encodePacket(wanted), new Uint8Array(13)])
      // Noise that happens to begin a valid packet over the border is the protocol's own limit; it must stay rare.
      const broken = parse([before]).left > 0
      assert.ok(broken || packets.some((found) => JSON.stringify(found) === JSON.stringify(wanted)))
    }),
    { numRuns: 500 },
  )
})

test('a header that promises other pixels than came is no image', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      const image = decodeImage(bytes)
      if (typeof image === 'object') assert.is(image.pixels.length, image.width * image.height)
    }),
    { numRuns: 500 },
  )
})

test.run()
