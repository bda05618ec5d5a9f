import assert from 'node:assert/strict'
import fc from 'fast-check'
import { suite } from 'uvu'
import { isFault } from '../../../device/contract/faults.ts'
import { encodeRecord, type FacialRecord } from '../../../device/face/record.ts'
import { decode39794, encode39794 } from '../../../device/face/record-39794.ts'
import { decodeRecord } from '../../../device/face/record-read.ts'
import { parseDg2 } from '../../../device/identity/data-groups.ts'
import { facialRecord } from '../../../drivers/virtual/country/facial-record.ts'

const test = suite('facial records')
const image = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, ...Array.from({ length: 300 }, (_, i) => i & 255), 0xff, 0xd9])
const full: FacialRecord = {
  image,
  coding: 'jpeg',
  width: 413,
  height: 531,
  eyes: [
    [152, 244],
    [261, 245],
  ],
  pose: { yaw: -6, pitch: 4, roll: 0 },
  quality: [
    { score: 87, organisation: 0, algorithm: 0 },
    { score: 100, organisation: 257, algorithm: 65535 },
  ],
  taken: new Date('2026-11-22T16:30:05Z'),
}
const bare: FacialRecord = { ...full, eyes: null, pose: null, quality: [], taken: null }

test('what is written is read again, in every version', () => {
  for (const record of [full, bare]) {
    const old = decodeRecord(encodeRecord(record, '010'))
    assert.deepEqual(old, { ...record, version: '010', quality: [], taken: null })
    assert.deepEqual(decodeRecord(encodeRecord(record, '030')), { ...record, version: '030' })
    assert.deepEqual(decode39794(encode39794(record)), { ...record, eyes: null, pose: null })
  }
  const jpeg2000 = { ...full, coding: 'jpeg2000' as const }
  assert.equal(decodeRecord(encodeRecord(jpeg2000, '030')).coding, 'jpeg2000')
  assert.equal(decode39794(encode39794(jpeg2000)).coding, 'jpeg2000')
})

test('the same picture gives the same bytes', () => {
  assert.deepEqual(encodeRecord(full, '030'), encodeRecord(full, '030'))
  assert.deepEqual(encode39794(full), encode39794(full))
})

test('the record of 2005 lies byte for byte as the standard draws it', () => {
  const bytes = encodeRecord(full, '010')
  assert.equal(bytes.toString('latin1', 0, 8), 'FAC\x00010\x00')
  assert.equal(bytes.readUInt32BE(8), bytes.length)
  assert.equal(bytes.readUInt32BE(14), bytes.length - 14)
  // 14 header, 20 information, two points of 8, 12 image information.
  assert.equal(bytes.length, 14 + 20 + 16 + 12 + image.length)
  assert.deepEqual([...bytes.subarray(28, 34)], [178, 3, 1, 6, 6, 6])
})

test('the chip reader of the box reads the same picture, and this reader a virtual chip’s record', () => {
  const tlv = (tag: number[], body: Buffer) => {
    const length = body.length < 128 ? [body.length] : [0x82, body.length >> 8, body.length & 255]
    return Buffer.concat([Buffer.from([...tag, ...length]), body])
  }
  const record = encodeRecord(full, '010')
  const header = tlv([0xa1], Buffer.from('80020101', 'hex'))
  const group = tlv([0x7f, 0x60], Buffer.concat([header, tlv([0x5f, 0x2e], record)]))
  const file = tlv([0x75], tlv([0x7f, 0x61], Buffer.concat([Buffer.from([2, 1, 1]), group])))
  assert.deepEqual(Uint8Array.from(parseDg2(file).image), image)
  assert.deepEqual(decodeRecord(facialRecord(image)).image, image)
})

test('a damaged record is refused and never read beyond its end', () => {
  const decoders = [decodeRecord, decodeRecord, decode39794]
  const whole = [encodeRecord(full, '010'), encodeRecord(full, '030'), encode39794(full)]
  const refuse = (bytes: Uint8Array, decode: (bytes: Uint8Array) => unknown) => {
    try {
      decode(bytes)
    } catch (error) {
      assert.ok(isFault(error, 'chip.malformed'), String(error))
    }
  }
  for (const [i, bytes] of whole.entries()) {
    for (let cut = 0; cut < bytes.length; cut += 7) {
      assert.throws(
        () => decoders[i]!(bytes.subarray(0, cut)),
        (error) => isFault(error, 'chip.malformed'),
      )
    }
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), (at, value) => {
        const other = Uint8Array.from(bytes)
        other[at] = value
        refuse(other, decoders[i]!)
      }),
      { numRuns: 300 },
    )
  }
})

test.run()
